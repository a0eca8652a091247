"""Bands and score formulas: compiled, worked out, refused where unreadable, shown in words."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from forms_builder.actions.accept_submission import accept_submission
from forms_builder.actions.import_form import import_form
from forms_builder.actions.publish_version import publish_version
from forms_builder.models import ObservationForm
from forms_builder.queries import current_version, text_of
from forms_builder.rendering import render_points, render_result
from forms_builder.schema import compile_form
from forms_builder.scores import score
from tests.factories import make_user
from tests.forms_builder.samples import NOW, block, locale, make_domain, make_form, rubric

pytestmark = pytest.mark.django_db

BANDS = [
    ("75", "រឹងមាំ", "GREEN", "បន្តចែករំលែក។"),
    ("0", "កំពុងចាប់ផ្តើម", "RED", "ធ្វើការជាមួយគ្នា។"),
    ("50", "កំពុងរីកចម្រើន", "YELLOW", ""),
]


def bands(domain=None, score="", rows=BANDS):
    items = [
        {
            "type": "item",
            "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{domain}{score}{start}")),
            "value": {"start": start, "name": name, "tone": tone, "text": text},
        }
        for start, name, tone, text in rows
    ]
    value = {"domain": domain.pk if domain else None, "score": score, "bands": items}
    return {
        "type": "bands",
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{domain} {score}")),
        "value": value,
    }


def formula(code, expression, out_of="100", label="ពិន្ទុរួម"):
    value = {"label": label, "expression": expression, "out_of": out_of, "code": code}
    return {"type": "score", "id": str(uuid.uuid5(uuid.NAMESPACE_OID, code)), "value": value}


def body():
    teaching, climate = make_domain(), make_domain("climate", "បរិយាកាស")
    return [
        rubric("a", "ក", domain=teaching.pk),
        rubric("b", "ខ", domain=climate.pk),
        block("integer", "students", label="សិស្ស", required=False),
        block("repeat", "lessons", label="មេរៀន", minimum=0, maximum=3),
        block("integer", "minutes", label="នាទី", required=False),
        block("repeat_end"),
    ]


def compiled(*scoring):
    form = ObservationForm(
        code="one",
        title="គំរូ",
        locale=locale("km"),
        body=body(),
        scoring=list(scoring),
        translation_key=uuid.uuid4(),
    )
    return compile_form(form)


def scored(schema, **answers):
    ids = {item["code"]: item["id"] for item in schema["sections"][0]["items"]}
    values = {
        ids[code]: value if code == "students" else {"level": value} if value else {"na": True}
        for code, value in answers.items()
    }
    return score(schema, values, now=NOW)


def test_form_without_scoring_compiles_as_before():
    schema, texts = compiled()
    assert not {"scores", "bands"} & schema.keys()
    assert "scoring" not in texts
    assert "band" not in scored(schema, a=3)["form"]


@pytest.mark.parametrize(
    ("a", "b", "name"),
    [
        (1, 1, "កំពុងចាប់ផ្តើម"),  # 2 of 8
        (1, 2, "កំពុងចាប់ផ្តើម"),  # 3 of 8
        (2, 2, "កំពុងរីកចម្រើន"),  # exactly half
        (2, 3, "កំពុងរីកចម្រើន"),
        (3, 3, "រឹងមាំ"),  # exactly three quarters
        (4, None, "រឹងមាំ"),  # N/A is in neither
        (None, None, None),
    ],
)
def test_band_of_the_form_follows_the_share_of_points(a, b, name):
    schema, texts = compiled(bands())
    band = scored(schema, a=a, b=b)["form"]["band"]
    assert (texts["scoring"][band]["name"] if band else None) == name


def test_domains_have_bands_of_their_own():
    schema, texts = compiled(bands(make_domain()))
    result = scored(schema, a=4, b=1)
    assert texts["scoring"][result["domains"]["teaching"]["band"]]["name"] == "រឹងមាំ"
    assert "band" not in result["form"]
    assert "band" not in result["domains"]["climate"]


def test_formula_works_with_points_and_answers():
    source = "domain_points('teaching') * 2 + form_points() + ${students} div 4"
    out_of = 'domain_out_of("teaching") * 2 + form_out_of() + 10'
    schema, texts = compiled(formula("total", source, out_of), bands(score="total"))
    result = scored(schema, a=3, b=2, students=10)["scores"]["total"]
    assert (result["points"], result["out_of"]) == ("13.5", "26")
    assert texts["scoring"][result["band"]]["name"] == "កំពុងរីកចម្រើន"


def test_formula_without_an_answer_gives_no_score():
    schema, _texts = compiled(formula("total", "${students} div 2"), bands(score="total"))
    result = scored(schema, a=3)["scores"]["total"]
    assert (result["points"], result["band"]) == (None, None)
    schema, _texts = compiled(formula("share", "form_points() div form_out_of()"))
    assert scored(schema)["scores"]["share"]["points"] is None


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("form_points() +", "ពិន្ទុរួម"),
        ("domain_points('nothing')", "nothing"),
        ("${nobody}", "nobody"),
        ("${minutes}", "minutes"),
        ("system('rm')", "system"),
        (". + 1", "ពិន្ទុរួម"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(source, says):
    form = make_form(body(), scoring=[formula("total", source)])
    with pytest.raises(ValidationError) as error:
        publish_version(form=form, at=timezone.now())
    assert says in " ".join(error.value.message_dict["scoring"])


def test_bands_need_their_score_once_and_codes_are_unique():
    for scoring in (
        [bands(score="none")],
        [bands(), bands()],
        [formula("x", "1"), formula("x", "2")],
    ):
        form = make_form(body(), code=f"f{uuid.uuid4().hex[:8]}", scoring=scoring)
        with pytest.raises(ValidationError):
            publish_version(form=form, at=timezone.now())
    readable = [formula("x", "sum(${minutes})"), bands(score="x"), bands()]
    form = make_form(body(), code="good", scoring=readable)
    assert publish_version(form=form, at=timezone.now()).schema["scores"][0]["code"] == "x"


def test_editor_refuses_bands_with_a_gap_below():
    stream = ObservationForm.scoring.field.stream_block
    for rows in (BANDS[:1] + BANDS[2:], [BANDS[1], ("0", "ខ", "RED", "")]):
        with pytest.raises(ValidationError):
            stream.clean(stream.to_python([bands(rows=rows)]))
    stream.clean(stream.to_python([bands()]))


def test_changed_bands_make_a_version_and_changed_words_do_not():
    form = make_form(body(), scoring=[bands()])
    first = publish_version(form=form, at=timezone.now())
    worded = [(start, f"{name}ៗ", tone, text) for start, name, tone, text in BANDS]
    form.scoring = [bands(rows=worded)]
    form.save()
    assert publish_version(form=form, at=timezone.now()) == first
    assert "រឹងមាំៗ" in str(first.texts.get().texts["scoring"])
    form.scoring = [bands(rows=[("80", *BANDS[0][1:]), *BANDS[1:]])]
    form.save()
    assert publish_version(form=form, at=timezone.now()).number == 2


def test_page_shows_band_denominator_and_version_in_words():
    form = make_form(body(), scoring=[bands(), formula("total", "form_points()", "form_out_of()")])
    version = publish_version(form=form, at=timezone.now())
    submission = accept_submission(
        id=uuid.uuid4(),
        version=version,
        language="km",
        answers={"a": {"level": 4}, "b": {"level": 3}},
        by=make_user(),
        at=timezone.now(),
    ).submission
    for html in (render_result(submission, "km"), render_points(submission, "km")):
        assert "រឹងមាំ" in html and "បន្តចែករំលែក" in html
        assert "band--green" in html and "<svg" in html
        assert "ពិន្ទុរួម" in html
        assert "៨" in html
        assert "១" in html


def test_scoring_is_imported_and_translated():
    band = {"tone": "GREEN", "text": {"km": "បន្ត។", "en": "Go on."}}
    data = {
        "code": "imported",
        "title": {"km": "ការសង្កេត", "en": "Observation"},
        "domains": [],
        "body": [
            {
                "kind": "rubric",
                "code": "a",
                "label": {"km": "ក", "en": "A"},
                "levels": [
                    {"value": value, "label": {"km": f"កម្រិត {value}", "en": f"Level {value}"}}
                    for value in (1, 2)
                ],
                "weight": "1",
                "domain": None,
                "evidence": "NONE",
                "allow_na": True,
            }
        ],
        "scoring": [
            {
                "kind": "score",
                "code": "share",
                "label": {"km": "ចំណែក", "en": "Share"},
                "expression": "form_points()",
                "out_of": "form_out_of()",
            },
            {
                "kind": "bands",
                "score": "share",
                "bands": [
                    {"start": "0", "name": {"km": "ចាប់ផ្តើម", "en": "Beginning"}, **band},
                    {"start": "60", "name": {"km": "រឹងមាំ", "en": "Strong"}, **band},
                ],
            },
        ],
    }
    form = import_form(data=data, by=None, at=timezone.now())
    version = current_version(form.form_key)
    assert version.number == 1
    for language, names in (("km", {"ចាប់ផ្តើម", "រឹងមាំ"}), ("en", {"Beginning", "Strong"})):
        words = text_of(version, language).texts["scoring"]
        assert {one["name"] for one in words.values() if "name" in one} == names
    import_form(data=data, by=None, at=timezone.now())
    assert current_version(form.form_key).number == 1
