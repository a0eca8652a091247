"""The one renderer: fields, error summary and result."""

import re
import uuid

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from forms_builder.actions.accept_submission import accept_submission
from forms_builder.answers import check_answers
from forms_builder.models import FormVersion
from forms_builder.queries import text_of
from forms_builder.rendering import error_links, render_fields
from forms_builder.schema import canonical_hash
from forms_builder.templatetags.forms_builder_tags import observation_fields
from tests.factories import make_user
from tests.forms_builder.samples import ANSWERS, NOW, block, make_version, rubric

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return make_version()


def render(source, **context):
    return Template("{% load forms_builder_tags %}" + source).render(Context(context))


def fields(version, answers=None, errors=None):
    return render(
        "{% observation_fields version 'km' answers errors %}",
        version=version,
        answers=answers,
        errors=errors,
    )


def test_every_question_is_wrapped_as_the_contract_says(version):
    html = fields(version)
    assert re.findall(r'data-question="(\w+)" data-kind="(\w+)"', html) == [
        ("subject", "single_choice"),
        ("subject_other", "text"),
        ("students", "integer"),
        ("hours", "decimal"),
        ("day", "date"),
        ("start", "time"),
        ("materials", "multiple_choice"),
        ("clarity", "rubric"),
        ("questions", "rubric"),
        ("thanks", "note"),
    ]
    assert html.count("<section") == 2
    assert "data-form-logic=" in html
    assert "[&quot;ref&quot;, &quot;subject&quot;]" in html


def test_ids_are_unique_and_every_reference_has_its_target(version):
    errors = check_answers(version.schema, {}, texts={}, now=NOW).errors
    html = fields(version, {}, errors)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for attribute in ("for", "aria-labelledby", "aria-describedby"):
        for value in re.findall(rf' {attribute}="([^"]+)"', html):
            assert set(value.split()) <= set(ids), value


def test_khmer_stands_in_khmer_and_nothing_is_inline(version):
    with translation.override("en"):
        html = fields(version)
    assert "<script" not in html and "style=" not in html and "onclick" not in html
    for tag, text in re.findall(r"(<[^/][^>]*>)([^<>]+)", html):
        if re.search("[\u1780-\u17b3]", text):
            assert 'lang="km"' in tag or tag in ("<p>", "<br>"), (tag, text)


def test_what_was_typed_is_shown_again_with_its_error(version):
    answers = {"students": "ច្រើន", "clarity": {"level": "2"}, "materials": ["board"]}
    html = fields(version, answers, {"students": ["សូមសរសេរលេខ។"]})
    assert 'value="ច្រើន"' in html
    assert "សូមសរសេរលេខ។" in html
    assert 'value="2" checked' in html
    assert 'value="board" checked' in html


def test_answers_of_the_wrong_shape_are_shown_without_stumbling(version):
    for raw in (None, 1, "ក", ["ក"], {"level": ["x"], "evidence": 3}, {"level": {}}):
        answers = dict.fromkeys(ANSWERS | {"materials": 1, "day": 1, "start": 1}, raw)
        assert "data-question" in fields(version, answers)


def test_error_summary_links_to_the_first_input_in_the_order_of_the_form(version):
    texts = text_of(version, "km").texts
    errors = {"clarity": ["ខ្វះ"], "subject": ["ខ្វះ"], "": ["ទាំងមូល"], "shoes": ["មិនស្គាល់"]}
    links = error_links(version.schema, texts, errors)
    assert [link["href"] for link in links] == ["", "#id_subject", "#id_clarity", ""]
    html = render_fields(version.schema, texts, {}, errors)
    assert 'id="id_subject"' in html and 'id="id_clarity"' in html
    assert links[1]["text"].startswith("មុខវិជ្ជា")
    shown = render(
        "{% observation_errors version 'km' errors as found %}{{ found|length }}",
        version=version,
        errors=errors,
    )
    assert shown == "4"


def test_result_shows_points_with_their_denominator(version):
    submission = accept_submission(
        id=uuid.uuid4(),
        version=version,
        language="km",
        answers=ANSWERS | {"questions": {"na": True}, "day": "2026-11-21"},
        by=make_user(),
        at=timezone.now(),
    ).submission
    with translation.override("en"):
        html = render("{% observation_result submission 'km' %}", submission=submission)
    assert "3 of 4" in html
    assert "ការបង្រៀន" in html
    assert "រឹងមាំ" in html
    assert "គ្រូពន្យល់ដោយរូបភាព" in html
    assert "1 of 2 criteria rated" in html
    assert "21/11/2026" in html
    assert "subject_other" not in html and "ឈ្មោះមុខវិជ្ជា" not in html


def test_result_is_told_in_the_digits_of_the_page_and_words_as_they_were_written():
    version = make_version(
        [
            rubric("clarity", "ការពន្យល់"),
            block("integer", "students", label="ចំនួនសិស្ស"),
            block("text", "topic", label="ប្រធានបទ"),
        ]
    )
    answers = {"clarity": {"level": 3}, "students": 32, "topic": "ថ្នាក់ 4A"}
    submission = accept_submission(
        id=uuid.uuid4(),
        version=version,
        language="km",
        answers=answers,
        by=make_user(),
        at=timezone.now(),
    ).submission
    for language, shown in {"km": ("៣ រឹងមាំ", "៣២"), "en": ("3 រឹងមាំ", "32")}.items():
        with translation.override(language):
            html = render("{% observation_result submission 'km' %}", submission=submission)
        assert all(f">{text}<" in html for text in [*shown, "ថ្នាក់ 4A"]), language


def test_result_asks_no_query_beyond_the_words(version, django_assert_max_num_queries):
    submission = accept_submission(
        id=uuid.uuid4(),
        version=version,
        language="km",
        answers=ANSWERS,
        by=make_user(),
        at=timezone.now(),
    ).submission
    with django_assert_max_num_queries(1):
        render("{% observation_result submission 'km' %}", submission=submission)
    with django_assert_max_num_queries(1):
        fields(version)


def test_blank_form_is_the_same_remembered_or_not():
    version = make_version()
    first = observation_fields(version, "km")
    assert observation_fields(version, "km") == first
    assert first == render_fields(version.schema, version.texts.get().texts)
    with translation.override("en"):
        assert observation_fields(version, "km") != first


def test_new_words_are_shown_at_once():
    version = make_version()
    observation_fields(version, "km")
    text = version.texts.get()
    text.texts["items"] = {
        key: {**words, "label": "សំណួរថ្មី"} for key, words in text.texts["items"].items()
    }
    text.text_hash = canonical_hash(text.texts)
    text.save()
    assert "សំណួរថ្មី" in observation_fields(FormVersion.objects.get(pk=version.pk), "km")
