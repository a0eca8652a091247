"""Catalogues: every word of the code is found, kept, filled, checked and compiled."""

import json
import os
import re
import sys
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from khmer.extraction import Text, texts_of

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext_lazy, npgettext, pgettext
a = _("Save")
b = gettext_lazy("Good "
                 "morning, %(name)s")
c = ngettext_lazy("%(count)d school", "%(count)d schools", 3)
d = pgettext("month", "May")
e = npgettext("visit", "%(n)s day", "%(n)s days", 2)
f = _(a)
g = other("Not a text")
h = f"{_('Left out.')} {a:>{d}}"
"""
TEMPLATE = """{% load i18n %}
  {% if x %}<h1 title="{% translate 'Title' %}">
{% blocktranslate trimmed count n=n %}
  {{ n }} visit
    {% plural %}
  {{ n }} <b>visits</b>
{% endblocktranslate %}
      it's {# not #} "odd"
    {% include "a.html" with label=_("Label") %}{{ y|default:_("None yet") }}
 {% endif %}
{% translate "May" context "verb" %} {% blocktranslate %}Dear {{ name }}, 5%{% endblocktranslate %}
"""
SCRIPT = """
import { gettext } from "./words.js";
show(gettext("Sent"), gettext('Waiting'), ngettext("%s row", "%s rows", n));
"""

KHMER = {
    "Save": "រក្សាទុក",
    "Good morning, %(name)s": "អរុណសួស្តី %(name)s",
    "%(count)d school": "សាលា %(count)d",
    "%(count)d schools": "សាលា %(count)d",
    "May": "ឧសភា",
    "%(n)s days": "%(n)s ថ្ងៃ",
    "Left out.": "បានលើកចេញ។",
    "Title": "ចំណងជើង",
    "%(n)s <b>visits</b>": "<b>ដំណើរទស្សនកិច្ច</b> %(n)s",
    "Label": "ស្លាក",
    "None yet": "មិនទាន់មាន",
    "Dear %(name)s, 5%%": "ជូនចំពោះ %(name)s 5%%",
    "Sent": "បានផ្ញើ",
    "Waiting": "កំពុងរង់ចាំ",
    "%s rows": "%s ជួរ",
}


@pytest.fixture
def project(tmp_path: Path, settings) -> Path:
    settings.BASE_DIR = tmp_path
    (tmp_path / "site" / "people" / "migrations").mkdir(parents=True)
    (tmp_path / "site" / "people" / "rules.py").write_text(PYTHON)
    (tmp_path / "site" / "people" / "migrations" / "0001.py").write_text('_("In a migration")')
    (tmp_path / "api" / "templates" / "api").mkdir(parents=True)
    (tmp_path / "api" / "templates" / "api" / "page.html").write_text(TEMPLATE)
    (tmp_path / "site" / "static" / "js" / "vendor").mkdir(parents=True)
    (tmp_path / "site" / "static" / "js" / "sync.js").write_text(SCRIPT)
    (tmp_path / "site" / "static" / "js" / "vendor" / "x.js").write_text('gettext("Vendor")')
    return tmp_path


def run(*arguments: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("catalogues", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def complaints() -> str:
    err = StringIO()
    with pytest.raises(CommandError, match="problems"):
        call_command("catalogues", "check", stdout=StringIO(), stderr=err)
    return err.getvalue()


def catalogue(project: Path, language: str = "km", domain: str = "django") -> Path:
    return project / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def fill(project: Path, words: dict[str, str] = KHMER) -> tuple[str, str]:
    file = project / "words.json"
    file.write_text(json.dumps(words))
    return run("merge", file)


def change(project: Path, msgid: str, **values: object) -> None:
    path = catalogue(project)
    entries = polib.pofile(str(path))
    entry = entries.find(msgid)
    for name, value in values.items():
        setattr(entry, name, value)
    entries.save(str(path))


def test_texts_of_python_and_templates_are_found(project):
    found = texts_of(project, "django")
    assert list(found) == sorted(found)
    assert set(found) == {
        Text("Save"),
        Text("Good morning, %(name)s"),
        Text("%(count)d school", plural="%(count)d schools"),
        Text("May", context="month"),
        Text("%(n)s day", context="visit", plural="%(n)s days"),
        Text("Title"),
        Text("%(n)s visit", plural="%(n)s <b>visits</b>"),
        Text("Label"),
        Text("Left out."),
        Text("None yet"),
        Text("May", context="verb"),
        Text("Dear %(name)s, 5%%"),
    }
    assert found[Text("Save")] == ["site/people/rules.py"]


def test_texts_of_scripts_are_found(project):
    assert set(texts_of(project, "djangojs")) == {
        Text("Sent"),
        Text("Waiting"),
        Text("%s row", plural="%s rows"),
    }


def test_a_text_with_and_without_plural_counts_once(project):
    (project / "site" / "more.py").write_text('_("%(count)d school")')
    found = texts_of(project, "django")
    assert found[Text("%(count)d school", plural="%(count)d schools")] == [
        "site/more.py",
        "site/people/rules.py",
    ]
    assert Text("%(count)d school") not in found


def test_a_file_that_cannot_be_read_is_named(project):
    (project / "api" / "templates" / "api" / "bad.html").write_text(
        "{% blocktranslate %}{% if x %}{% endblocktranslate %}"
    )
    with pytest.raises(SyntaxError, match=r"api/bad\.html"):
        texts_of(project, "django")


def test_collect_writes_both_languages_without_dates_or_lines(project):
    run("collect")
    for language, forms in (
        ("km", "nplurals=1; plural=0;"),
        ("en", "nplurals=2; plural=(n != 1);"),
    ):
        text = catalogue(project, language).read_text()
        assert f"Plural-Forms: {forms}" in text
        assert "Date" not in text
        assert "#: site/people/rules.py\n" in text
        assert catalogue(project, language, "djangojs").exists()


def test_collect_twice_changes_nothing(project):
    run("collect")
    fill(project)
    before = catalogue(project).read_bytes()
    out, _ = run("collect")
    assert catalogue(project).read_bytes() == before
    assert "changed" not in out


def test_collect_keeps_translations_and_drops_what_is_unused(project):
    run("collect")
    fill(project)
    (project / "site" / "people" / "rules.py").write_text(
        '_("Save")\n_("New")\nngettext("Label", "Labels", 2)'
    )
    run("collect")
    entries = polib.pofile(str(catalogue(project)))
    assert entries.find("Save").msgstr == "រក្សាទុក"
    assert entries.find("New").msgstr == ""
    assert entries.find("Label").msgstr_plural == {0: "ស្លាក"}
    assert entries.find("%(count)d school") is None
    assert not entries.obsolete_entries()


def test_check_passes_when_all_is_filled(project):
    run("collect")
    fill(project)
    assert "complete" in run("check")[0]


def test_merge_cleans_and_tells_what_it_does_not_know(project):
    run("collect")
    out, err = fill(project, {**KHMER, "Save": "ពៅ្ន\u200b", "Nobody asks": "គ្មាន"})
    assert "1 unknown" in out
    assert "Nobody asks" in err
    assert polib.pofile(str(catalogue(project))).find("Save").msgstr == "ព្នៅ"
    assert polib.pofile(str(catalogue(project, domain="djangojs"))).find("Sent").msgstr == "បានផ្ញើ"


def test_merge_tells_of_two_files_that_disagree(project):
    run("collect")
    for name, khmer in (("a", "រក្សា"), ("b", "ទុក")):
        (project / f"{name}.json").write_text(json.dumps({"Save": khmer}))
    _, err = run("merge", project / "a.json", project / "b.json")
    assert "b.json" in err


@pytest.mark.parametrize("content", ["{", "[]", '{"Save": 1}'])
def test_merge_refuses_a_file_of_another_shape(project, content):
    (project / "bad.json").write_text(content)
    with pytest.raises(CommandError, match=r"bad\.json"):
        run("merge", project / "bad.json")


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"msgstr": ""}, "not translated"),
        ({"flags": ["fuzzy"]}, "fuzzy"),
        ({"msgstr": "អរុណសួស្តី"}, "placeholders"),
        ({"msgstr": "អរុណសួស្តី %(nam)s"}, "placeholders"),
        ({"msgstr": "អរុណសួស្តី %(name)s %s"}, "placeholders"),
        ({"msgstr": "<b>អរុណសួស្តី</b> %(name)s"}, "HTML tags"),
        ({"msgstr": "អរុណ\u200bសួស្តី %(name)s"}, "not clean"),
    ],
)
def test_check_tells_what_is_wrong(project, values, complaint):
    run("collect")
    fill(project)
    change(project, "Good morning, %(name)s", **values)
    told = complaints()
    assert complaint in told
    assert "Good morning" in told
    assert told.count("\n") == 1


def test_check_looks_into_plurals(project):
    run("collect")
    fill(project)
    change(project, "%(count)d school", msgstr_plural={0: "សាលា"})
    assert "placeholders" in complaints()


def test_check_tells_of_a_text_no_catalogue_has(project):
    run("collect")
    fill(project)
    (project / "site" / "new.py").write_text('_("Brand new")')
    told = complaints()
    assert "km/django: not in the catalogue: 'Brand new'" in told
    assert "en/django: not in the catalogue: 'Brand new'" in told


def test_compile_writes_what_is_newer_and_nothing_else(project):
    run("collect")
    fill(project)
    package = project / "locale" / "packages" / "km" / "LC_MESSAGES" / "django.po"
    package.parent.mkdir(parents=True)
    package.write_text('msgid ""\nmsgstr ""\n"Language: km\\n"\n\nmsgid "Page"\nmsgstr "ទំព័រ"\n')
    out, _ = run("compile")
    assert out.count("wrote") == 5
    compiled = polib.mofile(str(catalogue(project).with_suffix(".mo")))
    assert compiled.find("Save").msgstr == "រក្សាទុក"
    assert polib.mofile(str(package.with_suffix(".mo"))).find("Page").msgstr == "ទំព័រ"
    assert run("compile")[0] == ""
    later = catalogue(project).stat().st_mtime + 5
    os.utime(catalogue(project), (later, later))
    assert run("compile")[0].count("wrote") == 1
    assert not list(project.rglob(".*.mo.*"))


def test_compile_and_merge_need_no_development_package(project, monkeypatch):
    run("collect")
    for name in ("babel", "babel.messages", "babel.messages.extract"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "khmer.extraction")
    fill(project)
    assert run("compile")[0].count("wrote") == 4
    with pytest.raises(ImportError):
        run("collect")


def test_no_message_prints_a_number_in_ascii_digits_whatever_the_language():
    """`%d` does; `khmer.digits.written` and `|khmer_digits` give the reader's own."""
    words = polib.pofile(str(settings.BASE_DIR / "locale/km/LC_MESSAGES/django.po"))
    assert len(words) > 500
    assert [entry.msgid for entry in words if re.search(r"%\(\w+\)[di]", entry.msgid)] == []
