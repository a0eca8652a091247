"""A form and its translation, through wagtail-localize's own screens, in both directions."""

from __future__ import annotations

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from forms_builder.actions.publish_version import publish_version
from forms_builder.models import Domain, FormVersion, ObservationForm
from forms_builder.queries import current_version, leading_form, text_of
from forms_builder.schema import compile_form, items_of
from tests.forms_builder.posting import form_data
from tests.forms_builder.samples import (
    block,
    choices,
    locale,
    make_domain,
    make_form,
    only_if,
    rubric,
)

pytestmark = pytest.mark.django_db

BOTH_WAYS = pytest.mark.parametrize(("source", "target"), [("km", "en"), ("en", "km")])


@pytest.fixture
def translator(content, django_capture_on_commit_callbacks):
    return Translator(content, django_capture_on_commit_callbacks)


class Translator:
    """What a content admin does on wagtail-localize's screens."""

    def __init__(self, client, commit):
        self.client, self.commit = client, commit

    def publish(self, form, **changed):
        edit = reverse("wagtailsnippets_forms_builder_observationform:edit", args=[form.pk])
        data = form_data(form, **changed) | {"action-publish": "publish"}
        with self.commit(execute=True):
            response = self.client.post(edit, data)
        assert response.status_code == 302, response.context["form"].errors
        return ObservationForm.objects.get(pk=form.pk)

    def submit(self, form, target):
        url = reverse(
            "wagtail_localize:submit_snippet_translation",
            args=["forms_builder", "observationform", form.pk],
        )
        with self.commit(execute=True):
            response = self.client.post(url, {"locales": [locale(target).pk]})
        assert response.status_code == 302
        return ObservationForm.objects.get(
            translation_key=form.translation_key, locale=locale(target)
        )

    def translate(self, form, words):
        """Type the words of the other language; returns how many places were found."""
        translation = Translation.objects.get(
            source__object_id=form.translation_key, target_locale=form.locale
        )
        found = 0
        for segment in StringSegment.objects.filter(source=translation.source):
            for source_words, target_words in words.items():
                if segment.string.data == source_words:
                    found += 1
                    response = self.client.put(
                        reverse(
                            "wagtail_localize:edit_string_translation",
                            args=[translation.pk, segment.pk],
                        ),
                        encode_multipart(BOUNDARY, {"value": target_words}),
                        content_type=MULTIPART_CONTENT,
                    )
                    assert response.status_code in (200, 201), response.content
        return found

    def publish_translation(self, form):
        edit = reverse("wagtailsnippets_forms_builder_observationform:edit", args=[form.pk])
        assert self.client.get(edit).status_code == 200
        with self.commit(execute=True):
            assert self.client.post(edit, {"action": "publish"}).status_code == 302

    def publish_scale(self, scale):
        edit = reverse("wagtailsnippets_forms_builder_scale:edit", args=[scale.pk])
        with self.commit(execute=True):
            assert self.client.post(edit, {"action": "publish"}).status_code == 302

    def bring_up_to_date(self, form, publish=True):
        source = TranslationSource.objects.get_for_instance(form)
        url = reverse("wagtail_localize:update_translations", args=[source.pk])
        with self.commit(execute=True):
            data = {"publish_translations": "on"} if publish else {}
            assert self.client.post(url, data).status_code == 302


def body(language, *more):
    return [
        block("section", "lesson", title=f"ផ្នែក {language}"),
        choices("single_choice", "subject", f"មុខវិជ្ជា {language}", {"a": f"ក {language}", "b": "ខ"}),
        rubric("clarity", f"ពន្យល់ {language}", domain=make_domain(language=language).pk),
        block(
            "text",
            "why",
            label=f"ហេតុអ្វី {language}",
            rules=[only_if("subject", "b")],
        ),
        *more,
    ]


def words(version, language):
    texts = text_of(version, language).texts["items"]
    return {item["code"]: texts[item["id"]]["label"] for item in items_of(version.schema)}


@BOTH_WAYS
def test_translating_keeps_structure_codes_and_ids(translator, source, target):
    form = translator.publish(make_form(body(source), language=source, offer_incomplete=True))
    translated = translator.submit(form, target)
    assert [child.id for child in translated.body] == [child.id for child in form.body]
    assert compile_form(translated).schema == compile_form(form).schema
    assert FormVersion.objects.count() == 1
    assert Domain.objects.filter(locale=locale(target), code="teaching").exists()


@BOTH_WAYS
def test_machine_codes_are_never_offered_for_translation(translator, source, target):
    form = translator.publish(make_form(body(source), language=source, offer_incomplete=True))
    translator.submit(form, target)
    paths = set(StringSegment.objects.values_list("context__path", flat=True))
    endings = {path.rsplit(".", 1)[-1] for path in paths}
    assert endings == {"title", "label", "descriptor", "name"}
    assert not {"subject", "clarity", "lesson", "a", "b"} & set(
        StringSegment.objects.values_list("string__data", flat=True)
    )


@BOTH_WAYS
def test_publishing_a_translation_fills_its_words_and_keeps_the_version(translator, source, target):
    form = translator.publish(make_form(body(source), language=source, offer_incomplete=True))
    translated = translator.submit(form, target)
    found = translator.translate(
        translated,
        {
            f"មុខវិជ្ជា {source}": f"មុខវិជ្ជា {target}",
            f"ក {source}": f"ក {target}",
            "រឹងមាំ": f"រឹងមាំ {target}",
        },
    )
    assert found == 3
    translator.publish_translation(translated)
    version = current_version(form.form_key)
    assert (version.number, FormVersion.objects.count()) == (1, 1)
    assert words(version, target)["subject"] == f"មុខវិជ្ជា {target}"
    assert words(version, source)["subject"] == f"មុខវិជ្ជា {source}"
    texts = text_of(version, target).texts["items"]
    by_code = {item["code"]: texts[item["id"]] for item in items_of(version.schema)}
    assert by_code["subject"]["choices"]["a"] == f"ក {target}"
    assert by_code["clarity"]["levels"]["3"]["label"] == f"រឹងមាំ {target}"


@BOTH_WAYS
def test_translation_that_lags_behind_never_brings_an_old_structure_back(
    translator, source, target
):
    form = translator.publish(make_form(body(source), language=source, offer_incomplete=True))
    translated = translator.submit(form, target)
    translator.translate(translated, {f"ហេតុអ្វី {source}": f"ហេតុអ្វី {target}"})
    translator.publish_translation(translated)

    added = block("integer", "students", label=f"ចំនួនសិស្ស {source}")
    form = translator.publish(form, body=[*body(source, added)])
    version = current_version(form.form_key)
    assert version.number == 2
    # What was translated stays translated, what is new is shown in the other language.
    assert words(version, target)["why"] == f"ហេតុអ្វី {target}"
    assert words(version, target)["students"] == f"ចំនួនសិស្ស {source}"

    translator.translate(translated, {f"មុខវិជ្ជា {source}": f"មុខវិជ្ជា {target}"})
    translator.publish_translation(translated)
    version = current_version(form.form_key)
    assert version.number == 2
    assert [item["code"] for item in items_of(version.schema)][-1] == "students"
    assert words(version, target)["subject"] == f"មុខវិជ្ជា {target}"
    assert words(version, target)["students"] == f"ចំនួនសិស្ស {source}"


@BOTH_WAYS
def test_translation_brought_up_to_date_has_the_new_question(translator, source, target):
    form = translator.publish(make_form(body(source), language=source, offer_incomplete=True))
    translated = translator.submit(form, target)
    added = block("integer", "students", label=f"ចំនួនសិស្ស {source}")
    form = translator.publish(form, body=[*body(source, added)])
    translator.bring_up_to_date(form)
    translator.translate(translated, {f"ចំនួនសិស្ស {source}": f"ចំនួនសិស្ស {target}"})
    translator.publish_translation(translated)
    version = current_version(form.form_key)
    assert (version.number, FormVersion.objects.count()) == (2, 2)
    assert words(version, target)["students"] == f"ចំនួនសិស្ស {target}"
    assert compile_form(ObservationForm.objects.get(pk=translated.pk)).structure_hash == (
        version.structure_hash
    )


@BOTH_WAYS
def test_the_form_that_was_translated_leads(translator, source, target):
    form = translator.publish(make_form(body(source), language=source, offer_incomplete=True))
    translator.submit(form, target)
    assert leading_form(form.form_key).pk == form.pk


def test_of_two_forms_without_a_translation_the_default_language_leads():
    english = make_form(body("en"), language="en")
    khmer = english.copy_for_translation(locale("km"))
    khmer.save()
    assert leading_form(english.form_key).pk == khmer.pk


def test_unpublishing_a_translation_keeps_the_form_on_offer(translator):
    form = translator.publish(make_form(body("km")))
    translated = translator.submit(form, "en")
    translated.unpublish()
    assert current_version(form.form_key).number == 1
    ObservationForm.objects.get(pk=form.pk).unpublish()
    assert current_version(form.form_key) is None


def test_editing_the_structure_of_a_translation_that_was_cut_loose_is_refused(translator):
    form = translator.publish(make_form(body("km")))
    translated = translator.submit(form, "en")
    Translation.objects.update(enabled=False)
    translated = ObservationForm.objects.get(pk=translated.pk)
    edit = reverse("wagtailsnippets_forms_builder_observationform:edit", args=[translated.pk])
    more = [*translated.body.get_prep_value(), block("text", "more", label="More")]
    response = translator.client.post(
        edit, form_data(translated, body=more) | {"action-publish": "publish"}
    )
    assert response.status_code == 200
    assert form.title in " ".join(response.context["form"].errors["body"])
    assert current_version(form.form_key).number == 1


def test_first_version_may_come_from_a_translation():
    """The Khmer form is still a draft when its English translation is published."""
    khmer = make_form(body("km"))
    english = khmer.copy_for_translation(locale("en"))
    english.save()
    source, _new = TranslationSource.get_or_create_from_instance(khmer)
    Translation.objects.create(source=source, target_locale=locale("en"))
    version = publish_version(form=english, at=timezone.now())
    assert (version.number, leading_form(khmer.form_key).pk) == (1, khmer.pk)
    assert publish_version(form=khmer, at=timezone.now()).pk == version.pk
