"""Versions: made by structure, kept by wording, immutable."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from forms_builder.actions.accept_submission import accept_submission
from forms_builder.actions.publish_version import publish_version
from forms_builder.models import FormVersion, FormVersionText, ObservationForm
from forms_builder.queries import current_version, etag_of, text_of
from forms_builder.signals import version_published
from tests.factories import make_user
from tests.forms_builder.samples import ANSWERS, block, every_kind, make_form

pytestmark = pytest.mark.django_db


def publish(form):
    """As Wagtail does: a revision, and then that revision."""
    form.save_revision().publish()
    form.refresh_from_db()
    return current_version(form.form_key)


def test_publishing_in_wagtail_makes_the_first_version():
    form = make_form()
    version = publish(form)
    assert (version.number, version.is_current, version.form.code) == (1, True, "observation")
    assert text_of(version, "km").title == form.title


def test_draft_makes_no_version():
    make_form().save_revision()
    assert not FormVersion.objects.exists()


def test_form_scheduled_for_later_makes_no_version_yet():
    form = make_form()
    form.go_live_at = timezone.now() + timezone.timedelta(days=3)
    form.save_revision().publish()
    assert not FormVersion.objects.exists()


def test_publishing_again_unchanged_changes_nothing():
    form = make_form()
    before = publish(form)
    after = publish(form)
    assert after.pk == before.pk
    assert etag_of(after) == etag_of(before)
    assert FormVersionText.objects.count() == 1


def test_wording_edit_keeps_the_version_and_changes_the_etag():
    form = make_form()
    before = publish(form)
    form.title = "ការសង្កេតថ្មី"
    after = publish(form)
    assert (after.pk, after.number) == (before.pk, 1)
    assert etag_of(after) != etag_of(before)


def test_structural_edit_makes_the_next_version_and_leaves_the_old_one():
    form = make_form()
    first = publish(form)
    form.body = [*every_kind(), block("text", "more", label="មតិ")]
    second = publish(form)
    first.refresh_from_db()
    assert (second.number, second.is_current, first.is_current) == (2, True, False)
    assert "more" not in str(first.schema)
    assert etag_of(first) != etag_of(second)


def test_going_back_to_an_earlier_structure_makes_a_new_version():
    form = make_form()
    publish(form)
    form.body = every_kind()[:-1]
    publish(form)
    form.body = every_kind()
    assert publish(form).number == 3


def test_old_version_keeps_its_words():
    form = make_form()
    first = publish(form)
    body = every_kind()[:-1]
    body[1]["value"]["label"] = "មុខវិជ្ជាថ្មី"
    form.body = body
    publish(form)
    old = {words["label"] for words in text_of(first, "km").texts["items"].values()}
    assert "មុខវិជ្ជា" in old and "មុខវិជ្ជាថ្មី" not in old


def test_version_never_changes():
    version = publish(make_form())
    version.structure_hash = "0" * 64
    with pytest.raises(ValidationError):
        version.save()
    version = FormVersion.objects.get()
    version.schema = {}
    version.save()
    assert FormVersion.objects.get().schema != {}


def test_only_one_version_is_current_says_the_database():
    version = publish(make_form())
    with pytest.raises(IntegrityError), transaction.atomic():
        FormVersion.objects.create(
            form=version.form,
            number=2,
            structure_hash="1" * 64,
            schema={},
            is_current=True,
            created_at=timezone.now(),
        )


def test_publishing_double_codes_is_refused_and_nothing_is_written():
    form = make_form([block("text", "a", label="ទីមួយ"), block("note", "a", text="ទីពីរ")])
    with pytest.raises(ValidationError, match="ទីពីរ"):
        publish_version(form=form, at=timezone.now())
    assert not FormVersion.objects.exists()


def test_publishing_a_changed_code_that_answers_hold_is_refused():
    form = make_form()
    version = publish(form)
    accept_submission(
        id="5f0c7a0e-58b7-4a57-8a0b-0f6d3b6f7f11",
        version=version,
        language="km",
        answers=ANSWERS,
        by=make_user(),
        at=timezone.now(),
    )
    body = every_kind()
    body[3]["value"]["code"] = "children"
    form.body = body
    with pytest.raises(ValidationError, match="ចំនួនសិស្ស"):
        publish_version(form=form, at=timezone.now())


def test_signal_tells_of_a_new_version_and_of_one_that_is_back(django_capture_on_commit_callbacks):
    seen = []

    def note(version, created, **kwargs):
        seen.append((version.number, created))

    version_published.connect(note)
    try:
        form = make_form()
        publish(form)
        publish(form)
        form.unpublish()
        publish(ObservationForm.objects.get())
    finally:
        version_published.disconnect(note)
    assert seen == [(1, True), (1, False)]


def test_deleting_the_form_keeps_versions_and_answers():
    form = make_form()
    version = publish(form)
    form.delete()
    version.refresh_from_db()
    assert version.is_current is False
    assert text_of(version, "km").title


def test_every_published_text_is_of_the_versions_questions_alone():
    form = make_form()
    publish(form)
    form.body = every_kind()[:3]
    version = publish(form)
    ids = {item["id"] for section in version.schema["sections"] for item in section["items"]}
    assert set(text_of(version, "km").texts["items"]) == ids
