"""A content admin makes, edits, previews and publishes a form. No developer, no restart."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forms_builder.actions.accept_submission import accept_submission
from forms_builder.models import Domain, FormVersion, ObservationForm
from forms_builder.queries import current_version, text_of
from forms_builder.schema import items_of
from people.actions.prepare_groups import prepare_groups
from people.choices import Role
from tests.factories import PlaceFactory, make_user
from tests.forms_builder.posting import form_data
from tests.forms_builder.samples import (
    ANSWERS,
    block,
    every_kind,
    locale,
    make_domain,
    make_form,
    make_version,
)

pytestmark = pytest.mark.django_db


def address(name: str, *args) -> str:
    return reverse(f"wagtailsnippets_forms_builder_observationform:{name}", args=args)


def edited(form: ObservationForm) -> ObservationForm:
    """The form as its latest draft has it."""
    return ObservationForm.objects.get(pk=form.pk).get_latest_revision_as_object()


def publish(content, form, **changed):
    return content.post(
        address("edit", form.pk), form_data(form, **changed) | {"action-publish": "publish"}
    )


def test_content_admin_makes_and_publishes_a_form(content):
    form = ObservationForm(title="ការសង្កេតមេរៀន", locale=locale("km"), body=every_kind())
    data = form_data(form) | {"action-publish": "publish"}
    response = content.post(address("add") + "?locale=km", data)
    assert response.status_code == 302, response.context["form"].errors
    made = ObservationForm.objects.get()
    assert made.live
    assert made.locale.language_code == "km"
    assert made.code.isascii() and made.code
    version = current_version(made.form_key)
    assert version.number == 1
    assert [item["code"] for item in items_of(version.schema)][:2] == ["subject", "subject_other"]


def test_content_admin_saves_an_unfinished_draft(content):
    form = make_form()
    unfinished = [*every_kind(), block("text", label="", required=True)]
    response = content.post(address("edit", form.pk), form_data(form, body=unfinished))
    assert response.status_code == 302, response.context["form"].errors
    draft = edited(form)
    assert len(draft.body) == len(unfinished)
    assert draft.body[-1].value["code"] == "q10"
    assert FormVersion.objects.count() == 0


def test_publishing_a_question_added_makes_the_next_version(content):
    version = make_version()
    form = ObservationForm.objects.get()
    body = [*every_kind(make_domain()), block("text", label="មតិបន្ថែម", required=False)]
    response = publish(content, form, body=body)
    assert response.status_code == 302, response.context["form"].errors
    current = current_version(version.form_id)
    assert current.number == 2
    assert [item["code"] for item in items_of(current.schema)][-1] == "q10"
    page = content.get(address("edit", form.pk))
    assert [
        v.number for v in page.context["panel"].children[-1].get_context_data()["versions"]
    ] == [
        2,
        1,
    ]


def test_label_typed_while_the_draft_saves_itself_names_the_question_when_published(content):
    form = make_form([block("text", "first", label="ទីមួយ")])
    half = [*form.body.get_prep_value(), block("integer", label="Num")]
    whole = [half[0], {**half[1], "value": {**half[1]["value"], "label": "Number"}}]
    content.post(address("edit", form.pk), form_data(form, body=half))
    assert edited(form).body[1].value["code"] == "q2"
    publish(content, form, body=whole)
    assert edited(form).body[1].value["code"] == "number"


def test_publishing_other_words_keeps_the_version(content):
    version = make_version()
    form = ObservationForm.objects.get()
    publish(content, form, title="ការសង្កេតថ្មី")
    assert FormVersion.objects.count() == 1
    assert text_of(version, "km").title == "ការសង្កេតថ្មី"


def test_saving_a_draft_leaves_the_published_form_alone(content):
    version = make_version()
    form = ObservationForm.objects.get()
    ObservationForm.objects.update(live=True)
    content.post(address("edit", form.pk), form_data(form, title="សេចក្តីព្រាង"))
    assert edited(form).title == "សេចក្តីព្រាង"
    assert text_of(version, "km").title == "ការសង្កេតក្នុងថ្នាក់រៀន"


def test_two_questions_with_one_code_are_refused_by_name(content):
    form = make_form()
    body = [
        block("text", "same", label="សំណួរទីមួយ"),
        block("integer", "same", label="សំណួរទីពីរ"),
    ]
    response = publish(content, form, body=body)
    assert response.status_code == 200
    errors = response.context["form"].errors["body"].as_data()[0]
    message = str(errors.block_errors[1].non_block_errors[0])
    assert "សំណួរទីមួយ" in message and "សំណួរទីពីរ" in message and "same" in message
    assert FormVersion.objects.count() == 0


def test_code_with_answers_is_frozen_and_the_message_names_the_question(content):
    version = make_version()
    accept_submission(
        id="5f0c7a0e-58b7-4a57-8a0b-0f6d3b6f7f11",
        version=version,
        language="km",
        answers=ANSWERS,
        by=make_user(),
        at=timezone.now(),
    )
    form = ObservationForm.objects.get()
    body = every_kind(make_domain())
    body[3]["value"]["code"] = "children"
    response = publish(content, form, body=body)
    assert response.status_code == 200
    message = " ".join(response.context["form"].errors["body"])
    assert "ចំនួនសិស្ស" in message and "students" in message and "children" in message
    assert FormVersion.objects.count() == 1


def test_code_may_change_while_nobody_has_answered(content):
    version = make_version()
    form = ObservationForm.objects.get()
    body = every_kind(make_domain())
    body[3]["value"]["code"] = "children"
    publish(content, form, body=body)
    assert current_version(version.form_id).number == 2


def test_code_left_empty_keeps_the_code_that_the_question_had(content):
    version = make_version()
    form = ObservationForm.objects.get()
    body = every_kind(make_domain())
    body[3]["value"]["code"] = ""
    publish(content, form, body=body)
    assert current_version(version.form_id).number == 1


def test_form_code_is_fixed_after_the_first_version(content):
    make_version()
    form = ObservationForm.objects.get()
    response = content.get(address("edit", form.pk))
    assert response.context["form"].fields["code"].disabled
    publish(content, form, code="another")
    assert ObservationForm.objects.get().code == "observation"


def test_form_code_of_another_form_is_refused(content):
    make_form(code="taken")
    form = ObservationForm(title="ទម្រង់ថ្មី", code="taken", locale=locale("km"), body=[])
    response = content.post(address("add") + "?locale=km", form_data(form))
    assert response.status_code == 200
    assert "taken" in str(response.context["form"].errors["code"])


def test_preview_shows_the_unsaved_form_with_the_real_renderer(content):
    form = make_form()
    body = [*every_kind(), block("text", label="សំណួរថ្មីណាស់", required=False)]
    posted = content.post(address("preview_on_edit", form.pk), form_data(form, body=body))
    assert posted.json() == {"is_valid": True, "is_available": True}
    page = content.get(address("preview_on_edit", form.pk) + "?mode=km").content.decode()
    assert "សំណួរថ្មីណាស់" in page
    assert 'class="level-picker"' in page
    assert '<html lang="km"' in page


def test_preview_is_offered_in_phone_width_and_each_language(content):
    form = make_form()
    form.copy_for_translation(locale("en")).save()
    assert [mode for mode, _name in form.preview_modes] == ["km", "en"]
    assert form.preview_sizes[0]["device_width"] == 360
    content.post(address("preview_on_edit", form.pk), form_data(form))
    page = content.get(address("preview_on_edit", form.pk) + "?mode=en").content.decode()
    assert '<html lang="en"' in page


def test_editor_offers_every_kind_with_a_preview(content):
    page = content.get(address("add") + "?locale=km")
    assert page.status_code == 200
    stream = ObservationForm.body.field.stream_block
    for kind in stream.child_blocks.values():
        assert kind.is_previewable
        shown = content.get(
            reverse("wagtailadmin_block_preview"), {"id": kind.definition_prefix}
        ).content.decode()
        if kind.name != "hidden":  # it shows nothing, on purpose
            assert kind.get_preview_value().get("label", "") in shown
        assert "<form" in shown


def test_unpublishing_takes_the_form_from_phones_and_publishing_brings_it_back(content):
    version = make_version()
    form = ObservationForm.objects.get()
    publish(content, form)
    content.post(address("unpublish", form.pk))
    assert current_version(version.form_id) is None
    publish(content, edited(form))
    assert current_version(version.form_id).number == 1


def test_domain_gets_a_code_from_its_name_that_stays(content):
    urls = "wagtailsnippets_forms_builder_domain"
    content.post(
        reverse(f"{urls}:add") + "?locale=km", {"name": "ការបង្រៀន", "description": "", "code": ""}
    )
    domain = Domain.objects.get()
    assert domain.code.isascii() and domain.code
    page = content.get(reverse(f"{urls}:edit", args=[domain.pk]))
    assert page.context["form"].fields["code"].disabled


@pytest.mark.parametrize("kind", ["observationform", "domain"])
def test_lists_ask_the_same_number_of_queries_for_one_and_three_rows(content, kind):
    url = reverse(f"wagtailsnippets_forms_builder_{kind}:list")

    def make(number):
        make_domain(f"domain{number}", f"ផ្នែក {number}")
        make_version(code=f"form{number}", body=every_kind())

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = content.get(url).content.decode()
        return len(queries), page.count("w-title-wrapper") or page.count("<tr")

    make(1)
    count()
    one, rows = count()
    make(2), make(3)
    three, more_rows = count()
    assert three == one
    assert more_rows > rows


def test_coordinator_does_not_get_into_forms(client):
    prepare_groups()
    client.force_login(make_user(Role.COORDINATOR, PlaceFactory.create()))
    assert client.get(address("list")).status_code == 302
    assert client.get(address("edit", make_form().pk)).status_code == 302


def test_every_screen_of_a_form_opens(content):
    make_version()
    form = ObservationForm.objects.get()
    publish(content, form, title="ចំណងជើងទីពីរ")
    body = [*every_kind(make_domain()), block("integer", label="ចំនួន", required=False)]
    publish(content, edited(form), body=body)
    first, last = form.revisions.order_by("created_at")[0], form.revisions.latest("created_at")
    for url in (
        address("list"),
        address("edit", form.pk),
        address("copy", form.pk),
        address("delete", form.pk),
        address("usage", form.pk),
        address("history", form.pk),
        address("unpublish", form.pk),
        address("revisions_view", form.pk, first.pk),
        address("revisions_revert", form.pk, first.pk),
        address("revisions_compare", form.pk, first.pk, last.pk),
        reverse("wagtailsnippetchoosers_forms_builder_domain:choose"),
        reverse("wagtailsnippets_forms_builder_domain:usage", args=[make_domain().pk]),
    ):
        assert content.get(url).status_code == 200, url


def test_copy_of_a_form_gets_a_code_of_its_own(content):
    make_version()
    form = ObservationForm.objects.get()
    data = form_data(form)
    del data["code"]
    response = content.post(address("add") + "?locale=km", data)
    assert response.status_code == 302
    copy = ObservationForm.objects.exclude(pk=form.pk).get()
    assert copy.code and copy.code != form.code
    assert copy.translation_key != form.translation_key


def test_going_back_to_an_earlier_draft_and_publishing_keeps_codes(content):
    version = make_version()
    form = ObservationForm.objects.get()
    publish(content, form)
    first = form.revisions.latest("created_at")
    publish(content, edited(form), body=every_kind(make_domain())[:4])
    assert current_version(version.form_id).number == 2
    response = content.post(
        address("revisions_revert", form.pk, first.pk),
        form_data(first.as_object()) | {"action-publish": "publish"},
    )
    assert response.status_code == 302
    current = current_version(version.form_id)
    assert current.number == 3
    assert current.structure_hash == version.structure_hash
