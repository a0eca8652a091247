"""What a form is made of beside its questions goes with it into the other language: shared
scales, lists of one's own and bands, from Khmer to English and from English to Khmer."""

from __future__ import annotations

import pytest

from forms_builder.models import FormVersion, ObservationForm, Scale
from forms_builder.queries import current_version, text_of
from forms_builder.schema import compile_form, items_of
from tests.forms_builder.fields.test_cascading_choice import own_list
from tests.forms_builder.samples import block, locale, make_domain, make_form, rubric
from tests.forms_builder.test_scales import make_scale
from tests.forms_builder.test_translation import BOTH_WAYS, translator  # noqa: F401

pytestmark = pytest.mark.django_db

BANDS = {"km": ("ចាប់ផ្តើម", "រឹងមាំណាស់"), "en": ("Beginning", "Strong")}
LEVELS = {"km": ("មិនឃើញ", "ម្តងម្កាល", "ជានិច្ច"), "en": ("Not seen", "At times", "Always")}


def band(number: int, name: str) -> dict:
    return {
        "type": "item",
        "id": f"band-{number}",
        "value": {"start": str(number * 50), "name": name, "tone": "BLUE", "text": ""},
    }


def made(translator, source):  # noqa: F811
    """A published form in one language with all of it."""
    domain = make_domain(language=source)
    bands = {
        "domain": domain.pk,
        "score": "",
        "bands": [band(number, name) for number, name in enumerate(BANDS[source])],
    }
    form = make_form(
        [
            block("section", "lesson", title=f"មេរៀន {source}"),
            rubric(
                "clarity",
                f"ពន្យល់ {source}",
                domain=domain.pk,
                scale=make_scale(LEVELS[source], source).pk,
            ),
            block("cascading_choice", "school", label=f"សាលា {source}", list=own_list().pk),
        ],
        language=source,
        offer_incomplete=True,
        scoring=[{"type": "bands", "id": "bands", "value": bands}],
    )
    return translator.publish(form)


def words_in(version, language):
    texts = text_of(version, language).texts
    by_code = {item["code"]: texts["items"][item["id"]] for item in items_of(version.schema)}
    levels = by_code["clarity"]["levels"]
    return (
        tuple(levels[str(number)]["label"] for number in range(3)),
        tuple(texts["scoring"][f"band-{number}"]["name"] for number in range(2)),
        by_code["school"]["label"],
    )


@BOTH_WAYS
def test_structure_is_the_same_in_both_languages(translator, source, target):  # noqa: F811
    form = made(translator, source)
    translated = translator.submit(form, target)
    assert compile_form(translated).schema == compile_form(form).schema
    assert FormVersion.objects.count() == 1
    scale = Scale.objects.get(locale=locale(target))
    assert next(b for b in translated.body if b.block_type == "rubric").value["scale"] == scale
    paths = translated.body.get_prep_value()
    assert paths[2]["value"]["list"] == form.body.get_prep_value()[2]["value"]["list"]


@BOTH_WAYS
def test_words_of_all_of_it_are_translated(translator, source, target):  # noqa: F811
    form = made(translator, source)
    translated = translator.submit(form, target)
    scale = Scale.objects.get(locale=locale(target))
    typed = dict(zip(LEVELS[source], LEVELS[target], strict=True))
    assert translator.translate(scale, typed) == 3
    translator.publish_scale(scale)
    typed = dict(zip(BANDS[source], BANDS[target], strict=True))
    assert translator.translate(translated, {**typed, f"សាលា {source}": f"សាលា {target}"}) == 3
    translator.publish_translation(translated)
    version = current_version(form.form_key)
    assert (version.number, FormVersion.objects.count()) == (1, 1)
    for language in (source, target):
        assert words_in(version, language) == (
            LEVELS[language],
            BANDS[language],
            f"សាលា {language}",
        )


@BOTH_WAYS
def test_band_added_later_comes_with_the_next_translation(translator, source, target):  # noqa: F811
    form = made(translator, source)
    translated = translator.submit(form, target)
    bands = form.scoring.get_prep_value()
    bands[0]["value"]["bands"][1]["value"]["start"] = "80"
    form.scoring = bands
    form = translator.publish(form)
    assert current_version(form.form_key).number == 2
    translator.bring_up_to_date(form)
    translated = ObservationForm.objects.get(pk=translated.pk)
    assert compile_form(translated).schema == compile_form(form).schema
    assert current_version(form.form_key).number == 2
