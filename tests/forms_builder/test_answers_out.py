"""Answers as files: every version in one table, nothing a spreadsheet would run, in scope."""

import csv
import io
import json
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from forms_builder.actions.accept_submission import accept_submission
from forms_builder.actions.export_answers import export_answers
from forms_builder.actions.publish_version import publish_version
from forms_builder.answer_files import plain
from forms_builder.answer_tables import AnswerTables
from forms_builder.models import ObservationForm, submission
from forms_builder.signals import answers_exported
from tests.factories import make_superuser, make_user
from tests.forms_builder.samples import ANSWERS, NOW, block, make_version, rubric

pytestmark = pytest.mark.django_db
LESSONS = [
    block("text", "remark", label="កំណត់សម្គាល់", required=False),
    block("repeat", "lessons", label="មេរៀន", minimum=1, maximum=3),
    rubric("clarity", "ការពន្យល់ច្បាស់លាស់", required=False),
    block("repeat", "parts", label="ផ្នែក", minimum=0, maximum=5),
    block("integer", "length", label="រយៈពេល", required=False),
    block("repeat_end"),
    block("repeat_end"),
]


@pytest.fixture
def mentor():
    return make_user()


@pytest.fixture(autouse=True)
def _own_submissions(monkeypatch):
    """Here, everybody sees what they sent themselves."""
    own = [lambda user: Q(submitted_by=user)]
    monkeypatch.setattr(submission, "submission_scopes", own)


def send(version, by, answers=ANSWERS):
    return accept_submission(
        id=uuid.uuid4(),
        version=version,
        language="km",
        answers=answers,
        by=by,
        at=timezone.now(),
        finished_at=NOW,
    ).submission


def export(version, by, file="csv", **options) -> bytes:
    made = export_answers(form_key=version.form_id, file=file, by=by, at=timezone.now(), **options)
    return b"".join(made.pieces)


def table(version, by, **options) -> list[dict[str, str]]:
    raw = export(version, by, **options)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def test_one_row_a_submission_by_code(mentor):
    version = make_version()
    first, second = send(version, mentor), send(version, mentor, ANSWERS | {"students": 40})
    rows = table(version, mentor)
    assert [row["_submission"] for row in rows] == [str(first.pk), str(second.pk)]
    assert rows[1]["students"] == "40"
    assert (
        rows[0]
        | {
            "subject": "khmer",
            "clarity": "3",
            "clarity__evidence": "គ្រូពន្យល់ដោយរូបភាព",
            "questions": "2",
            "_version": "1",
            "_points": "7",
            "_out_of": "12",
            "_points__teaching": "7",
            "_finished_at": "2026-11-23T15:30:00+07:00",
        }
        == rows[0]
    )


def test_labels_are_words_of_the_wanted_language(mentor):
    version = make_version()
    send(version, mentor)
    (row,) = table(version, mentor, labels=True)
    assert row["មុខវិជ្ជា"] == "ភាសាខ្មែរ"
    assert row["ការពន្យល់ច្បាស់លាស់"] == "3 រឹងមាំ"
    assert row["ចំនួនសិស្ស"] == "32"
    assert "Version" in table(version, mentor, labels=True, language="en")[0]
    assert "_version" in table(version, mentor, language="en")[0]


def test_removed_question_keeps_its_column(mentor):
    version = make_version([block("text", "old", label="ចាស់"), block("text", "kept", label="នៅ")])
    send(version, mentor, {"old": "មុន", "kept": "ក"})
    form = ObservationForm.objects.get()
    form.body = [block("text", "kept", label="នៅ"), block("text", "new", label="ថ្មី")]
    form.save()
    newer = publish_version(form=form, at=timezone.now())
    send(newer, mentor, {"kept": "ខ", "new": "ក្រោយ"})
    rows = table(newer, mentor)
    assert [(row["_version"], row["old"], row["kept"], row["new"]) for row in rows] == [
        ("1", "មុន", "ក", ""),
        ("2", "", "ខ", "ក្រោយ"),
    ]


FORMULAS = ["=1+1", "+855 12 345", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text):
    assert plain(text) == f"'{text}"
    assert plain(-3) == -3
    assert plain("ក=1") == "ក=1"


@pytest.mark.parametrize("file", ["csv", "xlsx"])
def test_typed_formulas_stay_text(mentor, file):
    version = make_version([block("text", "remark", label="=cmd()")])
    send(version, mentor, {"remark": "=1+1"})
    raw = export(version, mentor, file, labels=True)
    if file == "csv":
        cells = {cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"))) for cell in row}
    else:
        sheet = load_workbook(io.BytesIO(raw)).worksheets[0]
        cells = {cell.value for row in sheet.iter_rows() for cell in row}
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert {"'=1+1", "'=cmd()"} <= cells


NESTED = {
    "remark": "ល្អ",
    "lessons": [
        {"clarity": {"level": 3}, "parts": [{"length": 10}, {"length": 20}]},
        {"clarity": {"na": True}},
    ],
}


def test_repeats_stand_on_sheets_of_their_own_with_keys(mentor):
    version = make_version(LESSONS)
    id = str(send(version, mentor, NESTED).pk)
    book = load_workbook(io.BytesIO(export(version, mentor, "xlsx")))
    main, lessons, parts = book.worksheets
    assert (lessons.title, parts.title) == ("lessons", "parts")

    def rows(sheet):
        head, *others = sheet.iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in others]

    (row,) = rows(main)
    assert (row["_submission"], row["lessons"], row["remark"]) == (id, 2, "ល្អ")
    assert [
        (row["_key"], row["_parent"], row["clarity"], row["parts"]) for row in rows(lessons)
    ] == [
        (f"{id}/lessons[1]", id, 3, 2),
        (f"{id}/lessons[2]", id, "na", 0),
    ]
    assert [(row["_parent"], row["_number"], row["length"]) for row in rows(parts)] == [
        (f"{id}/lessons[1]", 1, 10),
        (f"{id}/lessons[1]", 2, 20),
    ]


def test_csv_of_a_repeat_has_its_instances(mentor):
    version = make_version(LESSONS)
    send(version, mentor, NESTED)
    assert [row["clarity"] for row in table(version, mentor, table="lessons")] == ["3", "na"]
    with pytest.raises(ValidationError):
        export(version, mentor, table="remark")
    with pytest.raises(ValidationError):
        export(version, mentor, "pdf")


def test_json_nests_repeats_and_can_be_worded(mentor):
    version = make_version(LESSONS)
    send(version, mentor, NESTED)
    found = json.loads(export(version, mentor, "json"))
    assert found["form"] == "observation"
    (one,) = found["submissions"]
    assert one["answers"] == NESTED
    assert one["scores"]["form"]["out_of"] == "4"
    worded = json.loads(export(version, mentor, "json", labels=True))["submissions"][0]["answers"]
    assert worded["lessons"][0]["clarity"] == "3 រឹងមាំ"


def test_file_without_submissions_is_whole(mentor):
    version = make_version(LESSONS)
    assert table(version, mentor) == []
    assert json.loads(export(version, mentor, "json"))["submissions"] == []
    assert load_workbook(io.BytesIO(export(version, mentor, "xlsx"))).worksheets[0].max_row == 1


def test_only_what_one_may_see_goes_out(mentor):
    version = make_version()
    send(version, mentor)
    other = make_user()
    assert table(version, other) == []
    assert len(table(version, mentor)) == 1


@pytest.mark.parametrize("file", ["csv", "xlsx", "json"])
def test_number_of_queries_does_not_depend_on_rows(mentor, file):
    version = make_version()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            export(version, mentor, file)
        return len(queries)

    send(version, mentor)
    cost()  # content types are looked up once
    one = cost()
    send(version, mentor)
    send(version, mentor)
    assert cost() == one


def test_first_rows_come_before_the_last_are_read(mentor, monkeypatch):
    version = make_version()
    for _ in range(4):
        send(version, mentor)
    read = []
    original = AnswerTables.rows_of
    monkeypatch.setattr(
        AnswerTables,
        "rows_of",
        lambda self, submission: read.append(submission.pk) or original(self, submission),
    )
    made = export_answers(form_key=version.form_id, file="csv", by=mentor, at=timezone.now())
    pieces = [next(made.pieces) for _ in range(3)]
    assert len(pieces) == 3 and len(read) == 1


def test_export_is_logged_and_told(mentor):
    version = make_version()
    send(version, mentor)
    told = []

    def listen(submissions, by, **_):
        told.append((submissions.count(), by))

    answers_exported.connect(listen)
    try:
        export(version, mentor)
    finally:
        answers_exported.disconnect(listen)
    assert told == [(1, mentor)]
    entry = ModelLogEntry.objects.get(action="forms_builder.export_answers")
    assert entry.user == mentor
    assert entry.data == {"file": "csv", "submissions": 1}


def test_admin_page_asks_what_the_file_should_be_like_and_gives_it(client):
    version = make_version()
    form = ObservationForm.objects.get()
    superuser = make_superuser()
    send(version, superuser)
    send(version, make_user())
    client.force_login(superuser)
    listing = client.get(reverse("wagtailsnippets_forms_builder_observationform:list"))
    address = reverse("wagtailsnippets_forms_builder_observationform:answers", args=[form.pk])
    assert address in listing.content.decode()
    page = client.get(address)
    assert (page.context["visible"], page.context["total"]) == (1, 2)
    response = client.get(address, {"file": "csv", "words": "codes", "language": "km"})
    assert response["Content-Disposition"] == 'attachment; filename="observation.csv"'
    assert b"".join(response.streaming_content).decode().count("\r\n") == 2
    assert client.get(address, {"file": "exe"}).status_code == 200


def test_admin_page_is_for_those_who_edit_forms(client):
    make_version()
    address = reverse(
        "wagtailsnippets_forms_builder_observationform:answers",
        args=[ObservationForm.objects.get().pk],
    )
    client.force_login(make_user())
    assert client.get(address).status_code in (302, 403, 404)
