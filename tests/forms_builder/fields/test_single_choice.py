"""Single choice: one value of the list, as stacked radios."""

import pytest

from forms_builder.models import ObservationForm
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import SUBJECTS, choices

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(choices("single_choice", "it", "មុខវិជ្ជា", SUBJECTS, **value))


def test_single_choice_takes_a_value_of_the_list():
    assert question().check("khmer") == "khmer"


@pytest.mark.parametrize(
    "raw", ["ភាសាខ្មែរ", "Khmer", "nothing", 1, True, ["khmer"], {"khmer": True}]
)
def test_single_choice_refuses_anything_else(raw):
    assert question().refusal(raw)


def test_single_choice_required_must_be_answered():
    assert question(required=True).refusal("")
    assert question(required=False).check("") is None


def test_single_choice_is_a_named_group_of_radios():
    html = question().html("mathematics")
    assert html.count('type="radio"') == 3
    assert '<legend lang="km">មុខវិជ្ជា' in html
    assert 'id="id_it" value="khmer">' in html
    assert 'value="mathematics" checked' in html


def test_single_choice_of_a_refused_answer_shows_nothing_chosen():
    assert "checked" not in question().html(["khmer"], ["ខុស"])


def test_single_choice_is_read_from_a_post():
    assert question().post("it=khmer") == "khmer"
    assert question().post("other=khmer") is None


def test_single_choice_is_exported_in_words():
    from forms_builder.fields import registry

    asked = question()
    assert registry.get("single_choice").export(asked.item, "khmer", asked.words) == "ភាសាខ្មែរ"


def _cleaned(options):
    stream = ObservationForm.body.field.stream_block
    block = choices("single_choice", "it", "មុខវិជ្ជា", {})
    block["value"]["choices"] = [
        {"type": "item", "id": str(number), "value": {"label": label, "value": value}}
        for number, (label, value) in enumerate(options)
    ]
    return stream.clean(stream.to_python([block]))[0].value["choices"]


def test_choice_without_a_value_gets_a_transcription():
    values = [choice["value"] for choice in _cleaned([("ភាសាខ្មែរ", ""), ("ភាសាខ្មែរ", "")])]
    assert all(value.isascii() and value for value in values)
    assert len(set(values)) == 2


def test_two_choices_with_one_value_are_refused():
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        _cleaned([("ក", "same"), ("ខ", "same")])
