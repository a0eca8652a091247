"""Texts inside JSON are cleaned, however deep."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmer.clean import clean
from khmer.jsontext import Utf8Encoder, clean_json, utf8_json
from tests.khmer.test_clean import TYPED


def cleaned(value):
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): cleaned(item) for key, item in value.items()}
    return value


def test_clean_json_cleans_texts_and_keys():
    value = {"ឈ្មោះ\u200b": ["ពៅ្នលិច", {"ទី": "១\x00"}, 3, 2.5, True, None, []], "b": {}}
    assert clean_json(value) == {
        "ឈ្មោះ": ["ព្នៅលិច", {"ទី": "១"}, 3, 2.5, True, None, []],
        "b": {},
    }


def test_clean_json_leaves_its_argument_alone():
    value = {"a": ["ពៅ្ន"]}
    clean_json(value)
    assert value == {"a": ["ពៅ្ន"]}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | TYPED,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(TYPED, inner, max_size=3).filter(
                lambda value: len({clean(key) for key in value}) == len(value)
            )
        ),
        max_leaves=12,
    )
)
def test_clean_json_does_what_recursion_would(value):
    assert clean_json(value) == cleaned(value)


def test_clean_json_works_at_any_depth():
    value: object = "ពៅ្ន"
    for level in range(10_000):
        value = [value] if level % 2 else {"k\u200b": value}
    result = clean_json(value)
    for level in reversed(range(10_000)):
        result = result[0] if level % 2 else result["k"]
    assert result == "ព្នៅ"


def test_clean_json_refuses_to_lose_a_value():
    with pytest.raises(ValueError, match="two keys"):
        clean_json({"ក": 1, "ក\u200b": 2})


def test_json_is_written_with_khmer_as_it_is():
    value = {"ខ": "ពាក្យ", "a": [1, None, 0.5]}
    assert utf8_json(value) == '{"ខ":"ពាក្យ","a":[1,null,0.5]}'
    assert utf8_json(value, sort_keys=True) == '{"a":[1,null,0.5],"ខ":"ពាក្យ"}'
    assert json.dumps(value, cls=Utf8Encoder) == utf8_json(value)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_no_number_is_written_that_no_database_takes(number):
    with pytest.raises(ValueError, match="JSON compliant"):
        utf8_json({"a": [number]})
    with pytest.raises(ValueError, match="JSON compliant"):
        json.dumps({"a": [number]}, cls=Utf8Encoder)


@pytest.mark.parametrize("value", [2**70, "\ud800"])
def test_what_is_beyond_utf8_or_64_bits_is_written_as_ever(value):
    assert json.dumps([value], cls=Utf8Encoder) == json.dumps([value])
