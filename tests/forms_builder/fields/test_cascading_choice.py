"""A choice in steps: places and lists of one's own, pinned by their content."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from forms_builder.fields import registry
from forms_builder.fields.choice_table import tree_of
from forms_builder.list_forms import ChoiceListForm
from forms_builder.models import ChoiceList, ChoiceListContent, ObservationForm
from forms_builder.schema import canonical_hash
from people.spreadsheets import read_table
from tests.factories import PlaceFactory
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db

TABLE = """ខេត្ត,ខេត្ត_en,ខេត្ត_code,សាលា
សៀមរាប,Siem Reap,siemreap,បឋមសិក្សាពួក
សៀមរាប,Siem Reap,siemreap,បឋមសិក្សាបន្ទាយស្រី
តាកែវ,Takeo,takeo,បឋមសិក្សាត្រាំកក់
"""


def tree(text=TABLE):
    return tree_of(read_table(io.BytesIO(text.encode())))


def own_list(text=TABLE, code="schools"):
    content = tree(text)
    row, _made = ChoiceListContent.objects.get_or_create(
        hash=canonical_hash(content), defaults={"content": content}
    )
    return ChoiceList.objects.update_or_create(
        code=code, defaults={"title": "សាលារៀន", "content": row}
    )[0]


def question(**value):
    return Question(block("cascading_choice", "it", label="សាលាណា?", **value))


def own_question(**value):
    return question(list=own_list().pk, **value)


SCHOOLS = [node[2] for node in tree()["nodes"] if node[0] == 1]


def test_table_becomes_a_tree_with_codes():
    content = tree()
    assert [step["km"] for step in content["steps"]] == ["ខេត្ត", "សាលា"]
    assert [node[0] for node in content["nodes"]] == [0, 1, 1, 0, 1]
    assert content["nodes"][0] == [0, -1, "siemreap", "សៀមរាប", "Siem Reap"]
    assert all(code.isascii() for code in SCHOOLS)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ខេត្ត,សាលា\n", ""),
        ("ខេត្ត,សាលា\nតាកែវ,\n", "សាលា"),
        ("ខេត្ត,ខេត្ត_code\nតាកែវ,ta keo\n", "ta keo"),
        ("ខេត្ត,ខេត្ត_code\nតាកែវ,t\nសៀមរាប,t\n", "t"),
        ("ខេត្ត,សាលា\nតាកែវ,ក\nតាកែវ,ក\n", ""),
        ("ខេត្ត,ស្រុក_en\nតាកែវ,x\n", "ស្រុក_en"),
        ("a,b,c,d,e,f,g\n1,2,3,4,5,6,7\n", ""),
    ],
)
def test_table_that_cannot_be_taken_is_reported_by_row(text, word):
    with pytest.raises(ValidationError) as caught:
        tree(text)
    assert word in " ".join(caught.value.messages)


def test_many_bad_rows_are_reported_as_far_as_twenty():
    with pytest.raises(ValidationError) as caught:
        tree("ខេត្ត,សាលា\n" + "តាកែវ,\n" * 50)
    assert len(caught.value.messages) == 21


def test_answer_is_a_path_of_codes():
    asked = own_question()
    assert asked.check(["siemreap", SCHOOLS[0]]) == ["siemreap", SCHOOLS[0]]
    assert asked.check(f"siemreap {SCHOOLS[0]}") == ["siemreap", SCHOOLS[0]]


@pytest.mark.parametrize(
    "raw",
    [
        ["siemreap", SCHOOLS[2]],
        ["nothing"],
        ["siemreap", SCHOOLS[0], "more"],
        [["siemreap"]],
        ["siemreap\x00"],
        {"province": "siemreap"},
        5,
        "x" * 5000,
    ],
)
def test_what_is_no_path_is_refused(raw):
    assert own_question().refusal(raw)


def test_next_step_is_named_where_every_step_is_asked():
    assert "សាលា" in own_question().refusal(["siemreap"])
    assert own_question(every_step=False).check(["siemreap"]) == ["siemreap"]


def test_answer_keeps_its_meaning_when_the_list_gets_another_content():
    asked = own_question()
    own_list(TABLE.replace("សៀមរាប", "បាត់ដំបង").replace("siemreap", "battambang"))
    assert asked.check(["siemreap", SCHOOLS[0]])
    said = registry.get("cascading_choice").export(asked.item, ["siemreap", SCHOOLS[0]], {})
    assert "សៀមរាប" in said or "Siem Reap" in said
    assert own_question().item["list"] == asked.item["list"]


def test_places_narrow_each_other():
    province = PlaceFactory.create(kind="PROVINCE", code="17", name_km="សៀមរាប")
    PlaceFactory.create(kind="PROVINCE", code="21", name_km="តាកែវ")
    district = PlaceFactory.create(kind="DISTRICT", code="1710", name_km="ពួក", parent=province)
    PlaceFactory.create(kind="SCHOOL", code="S1", name_km="បឋមសិក្សាពួក", parent=district)
    asked = question(places="SCHOOL")
    assert asked.check(["17", "1710", "S1"]) == ["17", "1710", "S1"]
    assert asked.refusal(["21", "1710"])
    assert question(places="DISTRICT").check(["17", "1710"])


def test_lists_show_what_the_answer_so_far_leaves_open():
    asked = own_question()
    html = asked.html(["siemreap"])
    assert 'value="siemreap"' in html and " selected" in html
    assert SCHOOLS[0] in html and SCHOOLS[2] not in html
    assert SCHOOLS[0] not in asked.html()
    first, second = asked.item["steps"]
    assert asked.post(f"it__{first}=siemreap&it__{second}=") == ["siemreap"]
    assert asked.post("it=siemreap+x") == ["siemreap", "x"]
    assert asked.post(f"it__{first}=&it=") is None


def list_form(text, **fields):
    from forms_builder.viewsets import ChoiceListViewSet

    form_class = ChoiceListViewSet.edit_handler.bind_to_model(ChoiceList).get_form_class()
    assert issubclass(form_class, ChoiceListForm)
    files = {"file": SimpleUploadedFile("list.csv", text.encode())} if text else {}
    return form_class({"title": "សាលារៀន", "code": "", **fields}, files)


def test_list_is_made_from_a_file_in_the_editor():
    form = list_form(TABLE)
    assert form.is_valid(), form.errors
    saved = form.save()
    assert saved.code and saved.rows == 3
    assert list_form("").errors["file"]
    assert list_form("ខេត្ត\n").errors["file"]


def test_cascading_choice_can_be_saved_in_the_editor():
    stream = ObservationForm.body.field.stream_block
    body = [block("cascading_choice", "it", label="ក", list=own_list().pk)]
    assert stream.clean(stream.to_python(body))[0].value["list"].code == "schools"
