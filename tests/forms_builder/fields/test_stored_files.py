"""Photos, recordings and files: what an answer may say of them. The bytes are tested elsewhere."""

import json
import uuid

import pytest
from django.http import QueryDict

from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db
ID, OTHER = "0d3f5b0e-6f53-4a3c-9f0e-0a6a53b3a001", "0d3f5b0e-6f53-4a3c-9f0e-0a6a53b3a002"
ONE = {"file": ID, "name": "ក្តារ.jpg"}


def question(kind="photo", **value):
    own = {"photo": {"maximum": 2}, "audio": {"minutes": 3}, "file": {}}[kind]
    return Question(block(kind, "it", label="រូបថត", **{**own, **value}))


def post(asked, **fields):
    data = QueryDict(mutable=True)
    for key, value in fields.items():
        data.setlist(key, value if isinstance(value, list) else [value])
    return asked.post(data.urlencode())


def test_photos_are_a_list_and_others_one_file():
    assert question().check([ONE]) == [ONE]
    assert question().check(ONE) == [ONE]
    for kind in ("audio", "file"):
        assert question(kind).check(ONE) == ONE
        assert question(kind).check([ONE]) == ONE
        assert question(kind).refusal([ONE, {**ONE, "file": OTHER}])


def test_more_photos_than_allowed_and_one_named_twice_are_refused():
    photos = [{"file": str(uuid.uuid4()), "name": ""} for _number in range(3)]
    assert question().check(photos[:2]) == photos[:2]
    assert question().refusal(photos)
    assert question().refusal([ONE, ONE])


@pytest.mark.parametrize("kind", ["photo", "audio", "file"])
@pytest.mark.parametrize(
    "raw",
    [
        1,
        True,
        "រូប",
        [[]],
        [1],
        {"file": "x"},
        {"file": 5},
        {"name": "ក"},
        {**ONE, "more": 1},
        {"file": ID, "name": 5},
        {"file": ID, "name": "ក" * 300},
        {"file": ID, "name": "ក\x00"},
    ],
)
def test_what_names_no_file_is_refused(kind, raw):
    assert question(kind).refusal(raw)


@pytest.mark.parametrize("raw", [None, "", [], {}])
def test_no_file_is_left_out_unless_required(raw):
    assert question(required=False).check(raw) is None
    assert question().refusal(raw)


def test_id_is_stored_in_one_way_of_writing():
    assert question("file").check({"file": ID.upper()}) == {"file": ID, "name": ""}


def test_form_names_the_kept_files_in_a_hidden_input():
    two = [ONE, {"file": OTHER, "name": "ខ"}]
    assert post(question(), it=json.dumps(two)) == two
    assert post(question(), it=json.dumps(two), it__drop=[ID]) == two[1:]
    assert post(question("audio"), it=json.dumps([ONE])) == ONE
    assert post(question(), it="") is None
    assert question().refusal(post(question(), it="[[["))


def test_page_shows_what_is_kept_and_asks_for_more():
    html = question().html([ONE])
    assert "ក្តារ.jpg" in html and f"/files/{ID}/" in html
    assert 'type="file" name="it__file" id="id_it" accept="image/*" multiple' in html
    assert 'name="it__drop"' in html
    assert " multiple" not in question(maximum=1).html()
    assert 'data-minutes="3"' in question("audio").html()
    assert question().html("<b>") and question().html([{"file": 1}])


def test_expressions_and_tables_see_ids_and_names():
    kind = registry.get("photo")
    assert kind.typed({}, [ONE, {"file": OTHER, "name": ""}]) == f"{ID} {OTHER}"
    assert kind.export({}, [ONE, {"file": OTHER, "name": ""}], {}) == f"ក្តារ.jpg, {OTHER}"
