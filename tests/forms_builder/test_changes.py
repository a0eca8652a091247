"""What differs between two versions, said so that an editor understands it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from forms_builder.actions.accept_submission import accept_submission
from forms_builder.comparison.changes import Sort, compare
from forms_builder.comparison.entries import Side
from forms_builder.comparison.verdicts import Verdict
from forms_builder.models import FormVersion, ObservationForm
from forms_builder.queries import current_version, publishing_of, successors
from forms_builder.side_by_side import Edition, rows_of
from people.choices import Role
from tests.factories import PlaceFactory, make_user
from tests.forms_builder.posting import form_data
from tests.forms_builder.samples import (
    ANSWERS,
    NOW,
    block,
    choices,
    every_kind,
    locale,
    make_domain,
    make_version,
    one_question,
    only_if,
    rubric,
)

pytestmark = pytest.mark.django_db


def body():
    return [
        block("section", "lesson", title="មេរៀន"),
        choices("single_choice", "subject", "មុខវិជ្ជា", {"khmer": "ភាសាខ្មែរ", "maths": "គណិតវិទ្យា"}),
        block("text", "topic", label="ប្រធានបទ"),
        block("section", "teaching", title="ការបង្រៀន"),
        rubric("clarity", "ការពន្យល់"),
        rubric("questions", "សំណួរ"),
    ]


def changes(old, new):
    return compare(Side(*one_question(*old)), Side(*one_question(*new)))


def sorts(found):
    return [(change.sort, change.code) for change in found.structure]


def verdicts(found):
    return {entry.code: entry.verdict for entry in found.criteria}


def test_same_form_has_no_changes():
    found = changes(body(), body())
    assert not found
    assert set(verdicts(found).values()) == {Verdict.COMPARABLE}
    assert found.totals_comparable


def test_other_words_are_wording_only():
    new = body()
    new[2]["value"]["label"] = "ប្រធានបទមេរៀន"
    found = changes(body(), new)
    assert not found.structure
    assert [(entry.code, entry.wordings) for entry in found.wording] == [
        ("topic", [("ប្រធានបទ", "ប្រធានបទមេរៀន")])
    ]


def test_added_removed_and_moved_questions_are_named():
    new = body()
    topic = new.pop(2)
    new.insert(3, topic)
    new.append(block("integer", "students", label="ចំនួនសិស្ស"))
    del new[1]
    found = changes(body(), new)
    assert sorts(found) == [
        (Sort.MOVED, "topic"),
        (Sort.ADDED, "students"),
        (Sort.REMOVED, "subject"),
    ]
    assert "មេរៀន" in found.structure[0].details[0]
    assert "ការបង្រៀន" in found.structure[0].details[0]


def test_one_question_moved_to_the_front_is_one_move():
    new = body()
    new.insert(1, new.pop(2))
    assert len(changes(body(), new).structure) == 1


def test_choice_rule_and_requirement_are_told_apart():
    new = body()
    new[1]["value"]["choices"].pop()
    new[2]["value"] |= {"required": False, "rules": [only_if("subject", "khmer")]}
    found = changes(body(), new)
    assert sorts(found) == [(Sort.CHANGED, "subject"), (Sort.CHANGED, "topic")]
    assert "គណិតវិទ្យា" in " ".join(found.structure[0].details)
    assert len(found.structure[1].details) == 2


def test_other_scale_is_not_comparable_and_other_weight_with_care():
    new = body()
    new[4] = rubric("clarity", "ការពន្យល់", names=("ទេ", "ខ្លះ", "បាទ"))
    new[5] = rubric("questions", "សំណួរ", weight="2")
    found = changes(body(), new)
    assert verdicts(found) == {
        "clarity": Verdict.NOT_COMPARABLE,
        "questions": Verdict.WITH_CARE,
    }
    assert not found.totals_comparable


def test_question_that_follows_another_continues_it():
    new = body()
    new[4] = rubric("explaining", "ពន្យល់ឱ្យច្បាស់", follows="clarity")
    found = changes(body(), new)
    assert verdicts(found) == {
        "explaining": Verdict.CONTINUES,
        "questions": Verdict.COMPARABLE,
    }
    assert "ការពន្យល់" in found.structure[0].details[0]


def test_successors_go_on_to_the_newest():
    first, second, third = (
        one_question(rubric("a", "ក"))[0],
        one_question(rubric("b", "ក", follows="a"))[0],
        one_question(rubric("c", "ក", follows="b"))[0],
    )
    assert successors([third, first, second]) == {"a": "c", "b": "c"}
    assert successors([first]) == {}


def test_successor_with_another_scale_does_not_go_on():
    first = one_question(rubric("a", "ក"))[0]
    second = one_question(rubric("b", "ក", follows="a", names=("ទេ", "បាទ")))[0]
    assert successors([first, second]) == {}


def test_successors_in_a_circle_end():
    one, other = (
        one_question(rubric("a", "ក", follows="b"))[0],
        one_question(rubric("b", "ក", follows="a"))[0],
    )
    assert set(successors([one, other])) == {"a", "b"}


def test_rows_stand_beside_each_other_in_every_language():
    schema, texts = one_question(*body())
    new = body()
    del new[2]
    later, words = one_question(*new)
    rows = rows_of(Edition(schema, {"km": texts}), Edition(later, {"km": words, "en": words}))
    assert [row.code for row in rows] == [
        "lesson",
        "subject",
        "topic",
        "teaching",
        "clarity",
        "questions",
    ]
    topic = rows[2]
    assert topic.marks and topic.old and not topic.new
    assert [entry.language for entry in rows[1].new] == ["km", "en"]


# In the admin


def address(name, *args):
    return reverse(f"wagtailsnippets_forms_builder_observationform:{name}", args=args)


def publish(content, form, **changed):
    data = form_data(form, **changed) | {"action-publish": "publish"}
    return content.post(address("edit", form.pk), data)


def answered():
    """A published form with one submission."""
    version = make_version()
    form = ObservationForm.objects.get()
    form.save_revision().publish()
    accept_submission(
        id="5f0c7a0e-58b7-4a57-8a0b-0f6d3b6f7f12",
        version=version,
        language="km",
        answers=ANSWERS,
        by=make_user(),
        at=NOW,
    )
    return ObservationForm.objects.get()


def test_structure_with_answers_is_shown_before_it_is_published(content):
    form = answered()
    response = publish(content, form, body=every_kind(make_domain())[:-2])
    assert response.status_code == 302
    assert response.url == address("changes", form.pk)
    assert FormVersion.objects.count() == 1, "not yet published"
    page = content.get(response.url)
    assert "សំណួរបើក" in page.content.decode()
    revision = ObservationForm.objects.get().latest_revision_id
    assert content.post(response.url, {"revision": revision}).url == address("edit", form.pk)
    assert current_version(form.form_key).number == 2


def test_draft_that_was_changed_since_is_not_published(content):
    form = answered()
    publish(content, form, body=every_kind(make_domain())[:-2])
    shown = ObservationForm.objects.get().latest_revision_id
    form.get_latest_revision_as_object().save_revision()
    content.post(address("changes", form.pk), {"revision": shown})
    assert FormVersion.objects.count() == 1


def test_words_with_answers_are_published_at_once(content):
    form = answered()
    response = publish(content, form, title="ការសង្កេតថ្មី")
    assert response.url == address("list")
    assert publishing_of(ObservationForm.objects.get()).changes.wording == []


def test_editor_shows_what_the_draft_changes(content):
    form = answered()
    content.post(address("edit", form.pk), form_data(form, title="សេចក្តីព្រាង"))
    page = content.get(address("edit", form.pk)).content.decode()
    assert "ការសង្កេតក្នុងថ្នាក់រៀន" in page and "សេចក្តីព្រាង" in page


def test_following_a_question_that_is_still_asked_is_refused_by_name(content):
    form = answered()
    new = [*every_kind(make_domain()), rubric("more", "ថ្មី", follows="clarity")]
    response = publish(content, form, body=new)
    assert response.status_code == 200
    message = " ".join(response.context["form"].errors["body"])
    assert "ថ្មី" in message and "ការពន្យល់ច្បាស់លាស់" in message


def test_following_an_unknown_code_is_refused(content):
    form = answered()
    new = [*every_kind(make_domain()), rubric("more", "ថ្មី", follows="nothing")]
    response = publish(content, form, body=new)
    assert "nothing" in " ".join(response.context["form"].errors["body"])


@pytest.mark.parametrize("name", ["changes", "compare", "report"])
def test_pages_about_versions_open_before_and_after_publishing(content, name):
    form = answered()
    publish(content, form, body=every_kind(make_domain())[:-2])
    assert content.get(address(name, form.pk)).status_code == 200
    new = ObservationForm.objects.create(
        title="ថ្មី", code="new", locale=locale("km"), body=[], live=False
    )
    assert content.get(address(name, new.pk)).status_code == 200


def test_versions_are_compared_by_number_and_unknown_ones_are_not_found(content):
    form = answered()
    page = content.get(address("compare", form.pk) + "?old=1&new=draft")
    assert page.context["changed"] == 0
    assert content.get(address("compare", form.pk) + "?old=7").status_code == 404


def test_pages_about_versions_are_closed_to_others(client):
    form = answered()
    client.force_login(make_user(Role.COORDINATOR, PlaceFactory.create()))
    for name in ("changes", "compare", "report"):
        assert client.get(address(name, form.pk)).status_code in (302, 403)
