"""The structure of a form: canonical, without words, the same in every language."""

import copy
import json

import pytest

from forms_builder.expressions import parse
from forms_builder.logic.outline import items_of
from forms_builder.models import ObservationForm
from forms_builder.schema import canonical, canonical_hash, compile_form, ids_of
from tests.forms_builder.samples import block, every_kind, locale, make_domain, make_form, rubric

pytestmark = pytest.mark.django_db


def compiled(body, **fields):
    form = make_form(body, **fields)
    return compile_form(ObservationForm.objects.get(pk=form.pk))


def test_structure_holds_no_word_in_any_language():
    schema = compiled(every_kind(make_domain())).schema
    assert not any("\u1780" <= char <= "\u17ff" for char in canonical(schema))


def test_structure_is_what_the_contract_says():
    schema, texts = compiled(every_kind(make_domain()))
    assert schema["format"] == 1
    assert schema["code"] == "observation"
    items = {item["code"]: item for item in items_of(schema)}
    assert items["subject_other"]["logic"] == {"relevant": parse("${subject} = 'other'")}
    assert schema["order"][:3] == ["lesson", "subject", "subject_other"]
    assert {key: items["questions"][key] for key in ("weight", "domain", "allow_na")} == {
        "weight": "2",
        "domain": "teaching",
        "allow_na": True,
    }
    assert items["hours"]["maximum"] == "8"
    assert items["students"]["minimum"] == 0
    assert texts["domains"] == {"teaching": "ការបង្រៀន"}
    assert set(texts["items"]) | set(texts["sections"]) == ids_of(schema)
    json.dumps(schema)


def test_structure_hash_is_the_same_after_a_round_trip_through_the_database():
    schema = compiled(every_kind(make_domain())).schema
    assert canonical_hash(schema) == canonical_hash(json.loads(json.dumps(schema)))


def test_wording_does_not_change_the_structure():
    form = make_form(every_kind())
    before = compile_form(form)
    body = every_kind()
    body[1]["value"]["label"] = "មុខវិជ្ជាដែលបង្រៀន"
    body[9]["value"]["levels"][0]["value"]["descriptor"] = "សិស្សស្តាប់។"
    form.body, form.title, form.intro = body, "ចំណងជើងថ្មី", "សេចក្តីណែនាំ"
    after = compile_form(form)
    assert after.structure_hash == before.structure_hash
    assert after.texts != before.texts


def _weight(body):
    body[9]["value"]["weight"] = "3"


def _order(body):
    body[1], body[3] = body[3], body[1]


def _required(body):
    body[3]["value"]["required"] = False


def _level(body):
    body[9]["value"]["levels"].pop()


def _condition(body):
    body[2]["value"]["rules"][0]["value"]["value"] = "khmer"


def _limit(body):
    body[3]["value"]["maximum"] = 90


def _removed(body):
    del body[-1]


@pytest.mark.parametrize("edit", [_weight, _order, _required, _level, _condition, _limit, _removed])
def test_every_structural_edit_changes_the_hash(edit):
    form = make_form(every_kind())
    before = compile_form(form).structure_hash
    body = copy.deepcopy(every_kind())
    edit(body)
    form.body = body
    assert compile_form(form).structure_hash != before


def test_domain_names_are_in_the_forms_language_where_there_is_one():
    khmer = make_domain("teaching", "ការបង្រៀន")
    english = khmer.copy_for_translation(locale("en"))
    english.name = "Teaching"
    english.save()
    body = [rubric("clarity", "Clarity", domain=khmer.pk)]
    assert compiled(body, language="en").texts["domains"] == {"teaching": "Teaching"}
    assert compiled(body, code="other").texts["domains"] == {"teaching": "ការបង្រៀន"}


def test_words_are_stored_clean():
    body = [block("text", "a", label="ខ្មេេ\u200bរ", help="ក\r\nខ")]
    words = next(iter(compiled(body).texts["items"].values()))
    assert words == {"label": "ខ្មែរ", "help": "ក\nខ"}


def test_form_that_was_never_saved_compiles_for_a_preview():
    form = ObservationForm(locale=locale("km"), body=[{"type": "text", "value": {"label": "ក"}}])
    schema = compile_form(form).schema
    assert [item["code"] for item in items_of(schema)] == ["q1"]
