"""Edits, publishing, translating, going back and submitting, in any order: nothing is lost."""

from __future__ import annotations

import copy
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from forms_builder.actions.accept_submission import accept_submission
from forms_builder.models import FormVersion, FormVersionText, ObservationForm, Submission
from forms_builder.queries import current_version, known_codes, text_of
from forms_builder.schema import canonical_hash, items_of
from forms_builder.scores import score
from tests.factories import make_user
from tests.forms_builder.samples import NOW, block, locale, make_form, rubric

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SETTINGS = settings(
    max_examples=10,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
PLACE = st.integers(0, 9)


class Editing(RuleBasedStateMachine):
    """`seen` is what each submission said when it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.seen: dict[uuid.UUID, dict[str, Any]] = {}
        # Every label that a question ever had, by block id.
        self.labels: dict[str, set[str]] = {}
        self.made = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        locale("en")
        self.user = make_user()
        form = make_form(
            [
                rubric("clarity", "ការពន្យល់"),
                rubric("questions", "សំណួរ"),
                block("text", "topic", label="ប្រធាន"),
            ]
        )
        self.pk = form.pk
        form.save_revision()
        self.publish()

    # What is there

    @property
    def form(self) -> ObservationForm:
        return ObservationForm.objects.get(pk=self.pk)

    def draft(self) -> ObservationForm:
        return self.form.get_latest_revision_as_object()

    def save(self, draft: ObservationForm, body: list[dict]) -> None:
        draft.body = ObservationForm.body.field.to_python(body)
        draft.save_revision()

    def edit(self, change) -> None:
        draft = self.draft()
        body = copy.deepcopy(list(draft.body.raw_data))
        change(body)
        self.save(draft, body)

    # What people do

    @rule(place=PLACE, rated=st.booleans())
    def add(self, place: int, rated: bool) -> None:
        self.made += 1
        name = f"សំណួរទី {self.made}"
        new = rubric("", name) if rated else block("text", "", label=name)
        new["id"] = str(uuid.uuid4())
        self.edit(lambda body: body.insert(place, new))

    @rule(place=PLACE)
    def remove(self, place: int) -> None:
        self.edit(lambda body: body.pop(place % len(body)) if len(body) > 1 else None)

    @rule(place=PLACE, to=PLACE)
    def move(self, place: int, to: int) -> None:
        self.edit(lambda body: body.insert(to % len(body), body.pop(place % len(body))))

    @rule(place=PLACE)
    def reword(self, place: int) -> None:
        self.made += 1

        def change(body):
            body[place % len(body)]["value"]["label"] = f"ពាក្យទី {self.made}"

        self.edit(change)

    @rule(place=PLACE, weight=st.integers(0, 3))
    def weigh(self, place: int, weight: int) -> None:
        def change(body):
            if body[place % len(body)]["type"] == "rubric":
                body[place % len(body)]["value"]["weight"] = str(weight)

        self.edit(change)

    @rule(place=PLACE)
    def rescale(self, place: int) -> None:
        def change(body):
            value = body[place % len(body)]["value"]
            if len(value.get("levels", ())) > 2:
                value["levels"] = value["levels"][:-1]

        self.edit(change)

    @rule(back=st.integers(0, 9))
    def revert(self, back: int) -> None:
        revisions = list(self.form.revisions.order_by("pk"))
        revisions[-1 - back % len(revisions)].as_object().save_revision()

    @rule()
    def publish(self) -> None:
        form = self.form
        form.latest_revision.publish()
        version = current_version(form.form_key)
        for item in items_of(version.schema):
            label = text_of(version, "km").texts["items"][item["id"]]["label"]
            self.labels.setdefault(item["id"], set()).add(label)

    @rule(share=st.integers(1, 4))
    def translate(self, share: int) -> None:
        """Every `share`-th text becomes English; the English form is published."""
        form, english = self.form, locale("en")
        source, _renewed = TranslationSource.update_or_create_from_instance(form)
        Translation.objects.get_or_create(source=source, target_locale=english)
        for number, segment in enumerate(StringSegment.objects.filter(source=source)):
            if number % share == 0:
                StringTranslation.objects.update_or_create(
                    translation_of_id=segment.string_id,
                    locale=english,
                    context_id=segment.context_id,
                    defaults={"data": f"English {number}"},
                )
        translated, _created = source.create_or_update_translation(
            english, publish=False, fallback=True
        )
        translated.latest_revision.publish()

    @rule(back=st.integers(0, 5), level=st.integers(1, 2), language=st.sampled_from(["km", "en"]))
    def submit(self, back: int, level: int, language: str) -> None:
        versions = list(FormVersion.objects.order_by("-number"))
        version = versions[back % len(versions)]
        answers = {
            item["code"]: {"level": level} if item["kind"] == "rubric" else "ចម្លើយ"
            for item in items_of(version.schema)
        }
        key = uuid.uuid4()
        stored = accept_submission(
            id=key, version=version, language=language, answers=answers, by=self.user, at=NOW
        ).submission
        self.seen[key] = {
            "answers": copy.deepcopy(stored.answers),
            "scores": copy.deepcopy(stored.scores),
            "version": version.number,
            "codes": {item["id"]: item["code"] for item in items_of(version.schema)},
        }

    @precondition(lambda self: self.seen)
    @rule()
    def change_a_frozen_code(self) -> None:
        """Answers hold the code fast: publishing is refused and nothing changes."""
        held = {code: key for seen in self.seen.values() for key, code in seen["codes"].items()}
        revision = self.form.latest_revision
        body = copy.deepcopy(list(self.draft().body.raw_data))
        child = next((one for one in body if one["id"] in held.values()), None)
        if child is None:
            return
        before = FormVersion.objects.count()
        child["value"]["code"] = f"other_{self.made}"
        self.save(self.draft(), body)
        with pytest.raises(ValidationError), transaction.atomic():
            self.form.latest_revision.publish()
        assert FormVersion.objects.count() == before
        revision.as_object().save_revision()

    # What must hold at any time

    @invariant()
    def no_answer_is_lost(self) -> None:
        stored = {one.pk: one for one in Submission.objects.select_related("version")}
        assert stored.keys() == self.seen.keys()
        for key, seen in self.seen.items():
            one = stored[key]
            schema = one.version.schema
            assert one.answers == seen["answers"]
            assert one.scores == seen["scores"]
            assert one.version.number == seen["version"]
            assert canonical_hash(schema) == one.version.structure_hash
            assert score(schema, one.answers, now=NOW) == seen["scores"]
            assert {item["id"]: item["code"] for item in items_of(schema)} == seen["codes"]
            for language in ("km", "en"):
                words = text_of(one.version, language).texts["items"]
                for block_id in one.answers:
                    assert words[block_id]["label"], "an answer without its question"
            khmer = one.version.texts.get(language="km").texts["items"]
            for block_id in one.answers:
                assert khmer[block_id]["label"] in self.labels[block_id]

    @invariant()
    def codes_stay_known(self) -> None:
        if not self.seen:
            return
        known = known_codes(self.form.form_key)
        for seen in self.seen.values():
            assert seen["codes"].items() <= known.items()

    @invariant()
    def one_version_is_current(self) -> None:
        assert FormVersion.objects.current().count() == (1 if hasattr(self, "pk") else 0)


def test_nothing_is_lost_in_any_order():
    run_state_machine_as_test(Editing, settings=SETTINGS)


class ForgetsWords(Editing):
    """A fault planted on purpose: publishing empties the words of removed questions."""

    def publish(self) -> None:
        super().publish()
        version = current_version(self.form.form_key)
        kept = {item["id"] for item in items_of(version.schema)}
        for row in FormVersionText.objects.all():
            row.texts["items"] = {
                key: one for key, one in row.texts["items"].items() if key in kept
            }
            row.save()


class ScoresAnew(Editing):
    """A fault planted on purpose: publishing gives old answers to the new version."""

    def publish(self) -> None:
        super().publish()
        if hasattr(self, "pk"):
            Submission.objects.update(version=current_version(self.form.form_key))


@pytest.mark.parametrize(
    ("machine", "is_found"), [(Editing, False), (ForgetsWords, True), (ScoresAnew, True)]
)
def test_planted_faults_are_found(machine, is_found):
    """The same few steps: without a fault everything holds, with one an invariant says so."""
    editing = machine()
    try:
        editing.begin()
        editing.submit(back=0, level=2, language="km")
        editing.no_answer_is_lost()
        editing.remove(place=0)
        editing.publish()
        if is_found:
            with pytest.raises((AssertionError, KeyError)):
                editing.no_answer_is_lost()
        else:
            editing.no_answer_is_lost()
            editing.codes_stay_known()
    finally:
        editing.teardown()
