"""Copies: from the library into a form, and of a whole form with its languages."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext
from openpyxl import Workbook, load_workbook
from wagtail_localize.models import StringTranslation, Translation

from forms_builder.actions.copy_form import copy_form
from forms_builder.actions.import_form import translate
from forms_builder.actions.insert_from_library import insert_from_library
from forms_builder.completeness import missing_counts, missing_in_drafts
from forms_builder.models import FormVersion, LibraryPart, ObservationForm
from forms_builder.queries import current_version, leading_form, text_of
from forms_builder.schema import compile_form, items_of
from tests.forms_builder.samples import NOW, block, locale, make_form, only_if, row_of, rubric

pytestmark = pytest.mark.django_db


def part_body():
    return [
        block("text", "topic", label="ប្រធានបទ"),
        block("text", "why", label="ហេតុអ្វី ${topic}", rules=[only_if("topic", "ក")]),
        rubric("clarity", "ការពន្យល់"),
    ]


def make_part(**fields):
    return LibraryPart.objects.create(
        title="ការពន្យល់", locale=locale("km"), body=part_body(), **fields
    )


def draft_of(form):
    return ObservationForm.objects.get(pk=form.pk).get_latest_revision_as_object()


def english(form, **words):
    """Translate texts of a form into English by content path, and publish both."""
    form.save_revision().publish()
    form.refresh_from_db()
    translate(form, locale("en"), words, None)
    return form.get_translations().get(locale__language_code="en")


def all_words(form):
    """Every text of a form in English, so that nothing is missing."""
    words = {"title": "Observation"}
    for child in form.body:
        words[f"body.{child.id}.label"] = f"English {child.value['code']}"
        for level in child.value.get("levels").bound_blocks if "levels" in child.value else ():
            for name in ("label", "descriptor"):
                words[f"body.{child.id}.levels.{level.id}.{name}"] = f"{name} in English"
    return words


def test_inserted_copy_has_fresh_ids_and_free_codes():
    form = make_form(part_body())
    part = make_part()
    assert insert_from_library(form=form, part=part, by=None, at=NOW) == 3
    draft = draft_of(form)
    assert [child.value["code"] for child in draft.body] == [
        "topic",
        "why",
        "clarity",
        "topic_2",
        "why_2",
        "clarity_2",
    ]
    ids = [child.id for child in draft.body]
    assert len(set(ids)) == 6
    levels = [
        one.id
        for child in (draft.body[2], draft.body[5])
        for one in child.value["levels"].bound_blocks
    ]
    assert len(set(levels)) == 8
    why = draft.body[4].value
    assert why["rules"][0]["question"] == "topic_2"
    assert why["label"] == "ហេតុអ្វី ${topic_2}"


def test_inserting_twice_never_takes_a_code_of_an_earlier_version():
    form = make_form(part_body())
    form.save_revision().publish()
    form.refresh_from_db()
    form.body = part_body()[:1]
    form.save_revision()
    insert_from_library(form=ObservationForm.objects.get(), part=make_part(), by=None, at=NOW)
    assert [child.value["code"] for child in draft_of(form).body] == [
        "topic",
        "topic_2",
        "why_2",
        "clarity_2",
    ]


def test_inserting_keeps_the_unpublished_draft_and_the_published_form():
    form = make_form(part_body()[:1])
    form.save_revision().publish()
    form.refresh_from_db()
    form.title = "សេចក្តីព្រាង"
    form.save_revision()
    insert_from_library(form=ObservationForm.objects.get(), part=make_part(), by=None, at=NOW)
    assert draft_of(form).title == "សេចក្តីព្រាង"
    assert current_version(form.form_key).number == 1
    assert len(list(items_of(current_version(form.form_key).schema))) == 1


def test_inserting_into_a_translation_is_refused_by_name():
    form = make_form(part_body())
    translated = english(form, title="Observation")
    part = make_part()
    with pytest.raises(ValidationError, match=form.title):
        insert_from_library(form=translated, part=part, by=None, at=NOW)


def test_translations_of_a_part_wait_in_the_form():
    form = make_form([block("text", "first", label="ទីមួយ")])
    part = make_part()
    translate(part, locale("en"), {f"body.{part.body[0].id}.label": "Topic"}, None)
    insert_from_library(form=form, part=part, by=None, at=NOW)
    ObservationForm.objects.get().latest_revision.publish()
    translate(ObservationForm.objects.get(pk=form.pk), locale("en"), {}, None)
    other = form.get_translations().get()
    assert other.get_latest_revision_as_object().body[1].value["label"] == "Topic"


def test_copy_of_a_form_has_its_languages_and_no_versions():
    form = make_form(part_body())
    english(form, **{"title": "Observation", f"body.{form.body[0].id}.label": "Topic"})
    new = copy_form(form=form, by=None, at=NOW)
    assert new.form_key != form.form_key and new.code != form.code
    assert not new.live and not FormVersion.objects.filter(form=new.form_key).exists()
    other = new.get_translations().get().get_latest_revision_as_object()
    assert not new.get_translations().get().live
    assert other.title.startswith("Observation") and other.title != "Observation"
    assert other.body[0].value["label"] == "Topic"
    assert leading_form(new.form_key).pk == new.pk
    schemas = [compile_form(one).schema for one in (draft_of(form), draft_of(new))]
    assert [item["code"] for item in items_of(schemas[0])] == [
        item["code"] for item in items_of(schemas[1])
    ]


def test_copy_of_a_form_has_its_scores_bands_and_options():
    score = {
        "code": "both",
        "label": "សរុប",
        "expression": "form_points()",
        "out_of": "form_out_of()",
    }
    band = {"start": "0", "name": "ចាប់ផ្តើម", "tone": "RED", "text": ""}
    bands = [{"type": "item", "id": "low", "value": band}]
    form = make_form(
        part_body(),
        scoring=[
            {"type": "score", "id": "both", "value": score},
            {"type": "bands", "id": "of-both", "value": {"score": "both", "bands": bands}},
        ],
        intro="សូមអាន",
        source="CC BY 4.0",
        tables={"schools": "0" * 64},
        offer_incomplete=True,
        calibration_required=True,
        calibration_percent=85,
    )
    words = {"scoring.both.label": "Total", "scoring.of-both.bands.low.name": "Beginning"}
    english(form, title="Observation", **words)
    new = draft_of(copy_form(form=form, by=None, at=NOW))
    fresh = {"title", "code", "body", "scoring"}
    names = {field.field_name for field in ObservationForm.translatable_fields} - fresh
    assert {name: getattr(new, name) for name in names} == {
        name: getattr(form, name) for name in names
    }
    other = new.get_translations().get().get_latest_revision_as_object()
    for one, label, name in ((new, "សរុប", "ចាប់ផ្តើម"), (other, "Total", "Beginning")):
        compiled = compile_form(one)
        assert compiled.schema["scores"][0]["code"] == "both"
        assert compiled.schema["bands"][0]["of"] == ["score", "both"]
        words = list(compiled.texts["scoring"].values())
        assert [words[0]["label"], words[1]["name"]] == [label, name]
    assert not {child.id for child in new.scoring} & {"both", "of-both"}


def test_copying_twice_gives_two_codes():
    form = make_form(part_body())
    codes = {copy_form(form=form, by=None, at=NOW).code for _number in range(2)}
    assert len(codes | {form.code}) == 3


# Complete languages


def test_incomplete_translation_is_not_offered_and_complete_one_is():
    form = make_form(part_body())
    english(form, title="Observation")
    version = current_version(form.form_key)
    assert text_of(version, "en").language == "km"
    translate(ObservationForm.objects.get(pk=form.pk), locale("en"), all_words(form), None)
    version = current_version(form.form_key)
    assert text_of(version, "en").language == "en"
    assert text_of(version, "km").language == "km"
    assert missing_in_drafts(form)["en"] == []


def test_new_question_takes_the_incomplete_language_back():
    form = make_form(part_body())
    english(form, **all_words(form))
    assert text_of(current_version(form.form_key), "en").language == "en"
    form = ObservationForm.objects.get(pk=form.pk)
    form.body = [*part_body(), block("text", "new", label="សំណួរថ្មី")]
    form.save_revision().publish()
    assert text_of(current_version(form.form_key), "en").language == "km"
    assert [entry.text for entry in missing_in_drafts(form)["en"]] == ["សំណួរថ្មី"]


def test_incomplete_translation_is_offered_if_the_form_says_so():
    form = make_form(part_body(), offer_incomplete=True)
    english(form, title="Observation")
    text = text_of(current_version(form.form_key), "en")
    assert (text.language, text.title) == ("en", "Observation")


def test_no_text_of_an_offered_language_is_in_the_other():
    form = make_form(part_body())
    english(form, **all_words(form))
    texts = text_of(current_version(form.form_key), "en").texts
    assert not any("ក" <= char <= "៿" for char in str(texts))


# In the admin


def address(name, *args):
    return reverse(f"wagtailsnippets_forms_builder_observationform:{name}", args=args)


def test_content_admin_inserts_from_the_library(content):
    form, part = make_form(part_body()), make_part()
    page = content.get(address("library", form.pk))
    assert part.title in page.content.decode()
    response = content.post(address("library", form.pk), {"part": part.pk})
    assert response.url == address("edit", form.pk)
    assert len(draft_of(form).body) == 6
    assert content.get(response.url).status_code == 200
    assert content.post(address("library", form.pk), {"part": "x"}).status_code == 404


def test_content_admin_copies_a_form(content):
    form = make_form(part_body())
    page = content.get(address("copy", form.pk)).content.decode()
    assert '<form method="post">' in page
    assert gettext("Copy this form") + "</button>" in page
    response = content.post(address("copy", form.pk))
    new = ObservationForm.objects.exclude(pk=form.pk).get()
    assert response.url == address("edit", new.pk)
    assert (new.code, row_of(new).place) == ("observation_2", None)


def test_library_is_edited_by_content_admins(content):
    part = make_part()
    urls = "wagtailsnippets_forms_builder_librarypart"
    assert content.get(reverse(f"{urls}:list")).status_code == 200
    assert content.get(reverse(f"{urls}:add") + "?locale=km").status_code == 200
    assert content.get(reverse(f"{urls}:edit", args=[part.pk])).status_code == 200


def sheet(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "form.xlsx"
    return out


def test_texts_go_out_and_come_back_as_a_table(content):
    form = make_form(part_body())
    english(form, title="Observation")
    page = content.get(address("translations", form.pk))
    assert "ប្រធានបទ" in page.content.decode()
    data = content.get(address("translations", form.pk) + "?download=en").content
    rows = list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    assert rows[0] == ("source", "translation", "context")
    assert ("ការសង្កេតក្នុងថ្នាក់រៀន", "Observation", "title") in rows
    back = [
        (source, words or f"EN {number}", path) for number, (source, words, path) in enumerate(rows)
    ]
    response = content.post(
        address("translations", form.pk), {"language": "en", "file": sheet(back)}
    )
    assert response.context["taken"].left_out == []
    assert response.context["taken"].changed == len(rows) - 2
    translation = Translation.objects.get()
    assert len(set(translation.get_progress())) == 1


def test_rows_that_do_not_fit_are_reported_and_nothing_is_lost(content):
    form = make_form(part_body())
    english(form, title="Observation")
    before = set(StringTranslation.objects.values_list("data", flat=True))
    rows = [
        ("context", "source", "translation"),
        ("title", form.title, ""),
        ("title", "ចំណងជើងចាស់", "Old"),
        ("body.gone.label", "ប្រធានបទ", "Topic"),
        (f"body.{form.body[0].id}.label", "  ប្រធានបទ\n", "=Topic"),
        (f"body.{form.body[0].id}.label", "ប្រធានបទ", "Twice"),
    ]
    response = content.post(
        address("translations", form.pk), {"language": "en", "file": sheet(rows)}
    )
    taken = response.context["taken"]
    assert [row.number for row in taken.left_out] == [2, 3, 4, 6]
    assert len({row.reason for row in taken.left_out}) == 4
    assert taken.changed == 1
    assert set(StringTranslation.objects.values_list("data", flat=True)) == before | {"=Topic"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no workbook", b"source,translation\n"])
def test_file_that_is_no_workbook_gets_a_message(content, data):
    form = make_form(part_body())
    english(form, title="Observation")
    file = io.BytesIO(data)
    file.name = "form.xlsx"
    response = content.post(
        address("translations", form.pk), {"language": "en", "file": file}, follow=True
    )
    assert response.status_code == 200
    assert StringTranslation.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [None, b"", b"no catalogue", b'msgid "a"\nmsgstr "b"\n', b"#" * 5_000_001],
    ids=["no file", "empty", "no PO", "foreign PO", "large"],
)
def test_po_file_that_is_none_of_a_translation_gets_a_message(content, data):
    form = make_form(part_body())
    english(form, title="Observation")
    back = address("translations", form.pk)
    po = reverse("wagtail_localize:upload_pofile", args=[Translation.objects.get().pk])
    sent = {} if data is None else {"file": SimpleUploadedFile("form.po", data)}
    response = content.post(po, {"next": back, **sent}, follow=True)
    assert response.redirect_chain == [(back, 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert StringTranslation.objects.count() == 1


def test_po_file_goes_out_and_comes_back(content):
    form = make_form(part_body())
    english(form, title="Observation")
    translation = Translation.objects.get()
    po = translation.export_po()
    po.find("ប្រធានបទ").msgstr = "Topic"
    content.post(
        reverse("wagtail_localize:upload_pofile", args=[translation.pk]),
        {"file": SimpleUploadedFile("form.po", str(po).encode())},
    )
    assert StringTranslation.objects.filter(data="Topic").exists()


def test_language_without_a_translation_is_not_found(content):
    form = make_form(part_body())
    assert content.get(address("translations", form.pk) + "?download=en").status_code == 404


def test_missing_texts_are_counted_before_publishing(content):
    form = make_form(part_body())
    english(form, title="Observation")
    missing = len(missing_in_drafts(form)["en"])
    assert [number for _language, number in missing_counts(form)] == [missing]
    link = f'<p><a href="{address("translations", form.pk)}">'
    for name in ("edit", "changes"):
        assert link in content.get(address(name, form.pk)).content.decode()
    english(form, **all_words(form))
    assert missing_counts(form) == []
    assert link not in content.get(address("changes", form.pk)).content.decode()
