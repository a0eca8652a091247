"""Schools from a spreadsheet: real workbooks, written by openpyxl and by hand where broken."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import Workbook

from people import spreadsheets
from people.actions.import_schools import import_schools
from people.choices import PlaceKind, Role, SchoolPhase
from people.models import Place, School
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db

KHMER = ["លេខកូដសាលា", "ឈ្មោះសាលា", "ឈ្មោះអង់គ្លេស", "កម្រិតសិក្សា", "កម្រងសាលា", "លេខកូដកម្រង", "លេខកូដឃុំ"]
ENGLISH = [
    "EMIS code",
    "Khmer name",
    "English name",
    "Phase",
    "Cluster",
    "Cluster code",
    "Commune code",
]
LOTUS = ["17070100009", "សាលាថ្មី", "New School", "បឋមសិក្សា", "កម្រងថ្មី", "C9", "170710"]


@pytest.fixture
def coordinator(places):
    return make_user(Role.COORDINATOR, places.puok)


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def take(by, *rows, **options):
    return import_schools(file=workbook(*rows), by=by, at=timezone.now(), **options)


def statuses(report):
    return [result.status for result in report.rows]


@pytest.mark.parametrize("headings", [KHMER, ENGLISH], ids=["Khmer", "English"])
def test_import_makes_schools_and_clusters_and_then_finds_them_unchanged(
    places, coordinator, headings
):
    report = take(coordinator, headings, LOTUS)
    assert statuses(report) == ["CREATED"], report
    school = Place.objects.get(kind=PlaceKind.SCHOOL, code="17070100009")
    assert (school.name_km, school.name_en) == ("សាលាថ្មី", "New School")
    assert school.school.phase == SchoolPhase.PRIMARY
    assert school.school.commune_code == "170710"
    cluster = school.get_parent()
    assert (cluster.kind, cluster.code, cluster.name_km) == ("CLUSTER", "C9", "កម្រងថ្មី")
    assert cluster.get_parent().pk == places.puok.pk
    assert statuses(take(coordinator, headings, LOTUS)) == ["UNCHANGED"]
    changed = [*LOTUS[:1], "សាលាឈ្មោះថ្មី", *LOTUS[2:]]
    assert statuses(take(coordinator, headings, changed)) == ["UPDATED"]
    school.refresh_from_db()
    assert school.name_km == "សាលាឈ្មោះថ្មី"


def test_import_reads_a_title_row_khmer_digits_numbers_and_blank_rows(places, coordinator):
    report = take(
        coordinator,
        ["បញ្ជីសាលា ឆ្នាំ២០២៦"],
        KHMER,
        ["១៧០៧០១០០០០៩", "សាលាក", "", "បឋម", "", "", 170710],
        [],
        [17070100010.0, "សាលាខ", None, "Primary", None, None, "១៧០៧១០"],
    )
    assert [(r.row, r.code, r.status) for r in report.rows] == [
        (3, "17070100009", "CREATED"),
        (5, "17070100010", "CREATED"),
    ]
    assert Place.objects.get(code="17070100010").get_parent().pk == places.puok.pk


def test_import_moves_a_school_to_the_cluster_that_the_file_names(places, coordinator):
    take(coordinator, KHMER, LOTUS)
    moved = [*LOTUS[:4], "", "C1707", "170710"]
    assert statuses(take(coordinator, KHMER, moved)) == ["UPDATED"]
    school = Place.objects.get(code="17070100009")
    assert school.get_parent().pk == places.puok_cluster.pk
    assert statuses(take(coordinator, KHMER, moved)) == ["UNCHANGED"]


def test_import_finds_a_cluster_by_its_name(places, coordinator):
    row = [*LOTUS[:4], places.puok_cluster.name_km, "", "170710"]
    assert statuses(take(coordinator, KHMER, row)) == ["CREATED"]
    assert Place.objects.get(code="17070100009").get_parent().pk == places.puok_cluster.pk


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({0: ""}, "EMIS code and Khmer name"),
        ({1: " "}, "EMIS code and Khmer name"),
        ({3: "សាកលវិទ្យាល័យ"}, "សាកលវិទ្យាល័យ"),
        ({6: "999999"}, "No commune has the code 999999"),
        ({6: ""}, "No district has the code"),
        ({6: "210901", 4: "", 5: ""}, "outside the places you coordinate"),
        ({5: "C2109"}, "another district"),
        ({4: "មិនមាន", 5: ""}, "មិនមាន"),
        ({0: "21090100001"}, "outside your places"),
        ({0: "9" * 40}, "too long"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_import_refuses_a_faulty_row_says_what_to_do_and_takes_the_others(
    places, coordinator, change, told
):
    faulty = [change.get(place, cell) for place, cell in enumerate(LOTUS)]
    good = ["17070100010", *LOTUS[1:]]
    with translation.override("en"):
        report = take(coordinator, KHMER, faulty, good)
    assert statuses(report) == ["REFUSED", "CREATED"]
    assert told in report.rows[0].message
    assert not Place.objects.filter(code="17070100009").exists()


def test_import_refuses_a_code_that_stands_twice(places, coordinator):
    report = take(coordinator, KHMER, LOTUS, LOTUS)
    assert statuses(report) == ["CREATED", "REFUSED"]
    assert "២" in report.rows[1].message


def test_import_takes_back_what_a_refused_row_began(places, coordinator):
    """The cluster made for a row goes with the row, and the next row can still make it."""
    row = [*LOTUS, "not a phone"]
    report = take(coordinator, [*KHMER, "លេខទូរស័ព្ទ"], row, [*LOTUS[:1], *LOTUS[1:]])
    assert statuses(report)[0] == "REFUSED"
    other = ["17070100010", *LOTUS[1:]]
    assert statuses(take(coordinator, KHMER, other)) == ["CREATED"]


def test_import_dry_run_tells_all_and_keeps_nothing(places, coordinator):
    before = Place.objects.count()
    report = take(coordinator, KHMER, LOTUS, dry_run=True)
    assert statuses(report) == ["CREATED"]
    assert Place.objects.count() == before


def test_import_is_for_coordinators_and_superusers(places):
    for role in (Role.MENTOR, Role.SCHOOL_LEADER):
        with pytest.raises(PermissionDenied):
            take(make_user(role, places.puok_school), KHMER, LOTUS)
    assert statuses(take(make_superuser(), KHMER, LOTUS)) == ["CREATED"]


def test_cluster_coordinator_imports_into_the_own_cluster_only(places):
    by = make_user(Role.COORDINATOR, places.puok_cluster)
    inside = [*LOTUS[:4], "", "C1707", "170710"]
    beside = ["17070100010", *LOTUS[1:4], "", "", "170710"]
    assert statuses(take(by, KHMER, inside, beside)) == ["CREATED", "REFUSED"]


def lie_about_size():
    """A workbook whose sheet unpacks to far more than any table of schools."""
    good = workbook(KHMER, LOTUS)
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(good) as source,
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(
                    b"</sheetData>", b"<row>" + b" " * 30_000_000 + b"</row></sheetData>"
                )
            target.writestr(name, content)
    return bomb.getvalue()


def with_entities():
    good = workbook(KHMER, LOTUS)
    evil = io.BytesIO()
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(evil, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/workbook.xml":
                content = (
                    b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 1000 + b'">]>' + content.split(b"?>")[-1]
                )
            target.writestr(name, content)
    return evil.getvalue()


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


BAD_FILES = {
    "empty": lambda: b"",
    "blank": lambda: b"  \n",
    "picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "cut short": lambda: workbook(KHMER, LOTUS).getvalue()[:900],
    "other zip": lambda: zipped(a="b"),
    "too large": lambda: b"PK" + b"0" * (spreadsheets.MAX_BYTES + 1),
    "zip bomb": lie_about_size,
    "entities": with_entities,
    "no headings": lambda: workbook(["a", "b"], ["c", "d"]).getvalue(),
    "column missing": lambda: workbook(KHMER[:3], LOTUS[:3]).getvalue(),
    "too many rows": lambda: (
        "EMIS code,Khmer name,Phase,District code\n" + "1\n" * 20_001
    ).encode(),
    "huge csv cell": lambda: ('EMIS code,"' + "x" * 200_000 + '"').encode(),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_import_refuses_a_bad_file_with_words_and_changes_nothing(places, coordinator, name):
    before = Place.objects.count()
    data = BAD_FILES[name]()
    with pytest.raises(ValidationError) as error:
        import_schools(file=io.BytesIO(data), by=coordinator, at=timezone.now())
    assert error.value.messages[0]
    assert Place.objects.count() == before


def test_the_good_twin_of_the_bad_files_is_taken(places, coordinator):
    """Negative control: the workbook that the broken ones are made from."""
    assert statuses(take(coordinator, KHMER, LOTUS)) == ["CREATED"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_import_reads_csv(places, coordinator, encoding, separator):
    text = "\r\n".join(separator.join(row) for row in (KHMER, LOTUS))
    file = io.BytesIO(text.encode(encoding))
    report = import_schools(file=file, by=coordinator, at=timezone.now())
    assert statuses(report) == ["CREATED"]


def test_import_never_runs_a_formula(places, coordinator):
    row = [LOTUS[0], '=HYPERLINK("http://example.org")', *LOTUS[2:]]
    report = take(coordinator, KHMER, row)
    assert statuses(report) == ["REFUSED"]  # no value was stored beside the formula


def test_import_command_reports_and_keeps_nothing_in_a_dry_run(places, tmp_path, capsys):
    with pytest.raises(CommandError):
        call_command("import_schools", tmp_path / "none.xlsx")
    make_superuser(username="chief")
    file = tmp_path / "schools.xlsx"
    file.write_bytes(workbook(KHMER, LOTUS, ["1", "", "", "", "", "", ""]).getvalue())
    call_command("import_schools", file, "--dry-run")
    assert not School.objects.filter(place__code="17070100009").exists()
    call_command("import_schools", file)
    out = capsys.readouterr().out
    assert "2 rows: created 1, refused 1" in out
    assert "row 3" in out
    assert School.objects.filter(place__code="17070100009").exists()
    file.write_bytes(b"nothing of use")
    with pytest.raises(CommandError):
        call_command("import_schools", file)


def test_import_screen_tries_out_then_takes_and_shows_each_row(
    places, coordinator, groups, sign_in
):
    client = sign_in(coordinator)
    address = reverse("import_schools")
    assert client.get(address).status_code == 200

    def send(**data):
        file = SimpleUploadedFile("schools.xlsx", workbook(KHMER, LOTUS, [""] * 3).getvalue())
        return client.post(address, {"file": file, **data})

    page = send(dry_run="on")
    assert "17070100009" in page.content.decode()
    assert not Place.objects.filter(code="17070100009").exists()
    send()
    assert Place.objects.filter(code="17070100009").exists()
    bad = client.post(address, {"file": SimpleUploadedFile("a.xlsx", b"PKnothing")})
    assert bad.status_code == 200
    assert bad.context["form"].errors["file"]
    assert client.post(address, {}).context["form"].errors["file"]


def test_import_screen_is_closed_to_content_admins(places, groups, sign_in):
    client = sign_in(make_user(Role.CONTENT_ADMIN))
    file = SimpleUploadedFile("schools.xlsx", workbook(KHMER, LOTUS).getvalue())
    assert client.post(reverse("import_schools"), {"file": file}).status_code == 302
    assert not Place.objects.filter(code="17070100009").exists()
