"""The Khmer words of the packages (`locale/packages`): whole, true to their source, in use.

The catalogues hold words of installed packages only. An entry whose msgid a package no longer
has would be dead weight, so every msgid is looked up in the package's own English catalogue or,
where it ships none, among the texts of its source.
"""

import ast
import importlib.util
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.conf import settings as django_settings
from django.utils import translation
from django.utils.translation.trans_real import DjangoTranslation

from khmer.clean import clean

CATALOGUES = Path(__file__).parents[2] / "locale" / "packages"
DOMAINS = ["django", "djangojs"]
FLOOR = {"django": 2000, "djangojs": 120}

# These ship an English catalogue of every text.
WITH_CATALOGUE = ["django", "wagtail", "wagtail_localize", "taggit"]
# These do not: their texts are read from the source.
WITH_SOURCE = [
    "axes",
    "django_filters",
    "django_tasks",
    "drf_spectacular",
    "knox",
    "rest_framework",
    "treebeard",
    "wagtail_localize",
]

# Placeholders and punctuation only, or a name: nothing to say in Khmer.
WITHOUT_KHMER = {
    "%(range_start)s - %(range_end)s",
    "%(status_display)s %(task_name)s %(started_at)s",
}

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr%]|\{[^{}]*\}")
TAG = re.compile(r"<[^<>]+>|&\w+;")
KHMER = re.compile(r"[\u1780-\u17ff]")

# Every English word on the left is said with the Khmer word on the right, everywhere.
GLOSSARY = {
    "draft": "សេចក្តីព្រាង",
    "publish": "ផ្សាយ",
    "workflow": "លំហូរការងារ",
    "preview": "មើល",
    "delete": "លុប",
    "collection": "បណ្តុំ",
    "permission": "សិទ្ធិ",
    "comment": "មតិ",
    "alias": "ឆ្លុះ",
    "revision": "កំណែ",
}

Key = tuple[str | None, str]


def catalogue(domain: str) -> polib.POFile:
    return polib.pofile(str(CATALOGUES / "km" / "LC_MESSAGES" / f"{domain}.po"))


def entries() -> list[tuple[str, polib.POEntry]]:
    return [(domain, entry) for domain in DOMAINS for entry in catalogue(domain)]


def texts_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def folder_of(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    assert spec and spec.submodule_search_locations
    return Path(next(iter(spec.submodule_search_locations)))


@cache
def english_of_catalogues(domain: str) -> dict[Key, str]:
    """Context and msgid → plural msgid, of every English catalogue the packages ship."""
    found: dict[Key, str] = {}
    for package in WITH_CATALOGUE:
        for path in folder_of(package).rglob(f"locale/en/LC_MESSAGES/{domain}.po"):
            for entry in polib.pofile(str(path)):
                if not entry.obsolete:
                    found.setdefault((entry.msgctxt, entry.msgid), entry.msgid_plural)
    return found


def literals_of(package: str) -> Iterator[str]:
    folder = folder_of(package)
    for path in folder.rglob("*.py"):
        if "migrations" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
    for path in folder.rglob("templates/**/*.html"):
        for groups in re.findall(
            r"""trans(?:late)?\s+(?:"([^"]*)"|'([^']*)')""", path.read_text(encoding="utf-8")
        ):
            yield from groups


@cache
def english_of_sources() -> frozenset[str]:
    return frozenset(text for package in WITH_SOURCE for text in literals_of(package))


def is_known(domain: str, key: Key) -> bool:
    in_catalogue = key in english_of_catalogues(domain)
    return in_catalogue or (domain == "django" and key[1] in english_of_sources())


def marks_of(text: str) -> tuple[set[str], Counter[str]]:
    """Placeholders as a set (a plural may leave its count out), tags with their number."""
    return set(PLACEHOLDER.findall(text)), Counter(TAG.findall(text))


@pytest.mark.parametrize("domain", DOMAINS)
def test_catalogue_header_names_language_and_plural_and_nothing_else(domain: str) -> None:
    metadata = catalogue(domain).metadata
    assert metadata["Language"] == "km"
    assert metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert set(metadata) == {
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Plural-Forms",
    }


@pytest.mark.parametrize("domain", DOMAINS)
def test_catalogue_is_sorted_whole_and_without_doubles(domain: str) -> None:
    keys = [(entry.msgid, entry.msgctxt or "") for entry in catalogue(domain)]
    assert len(keys) >= FLOOR[domain]
    assert keys == sorted(set(keys))


def test_every_entry_is_translated_in_clean_khmer() -> None:
    faults = [
        entry.msgid
        for _domain, entry in entries()
        if entry.obsolete
        or entry.flags
        or not entry.translated()
        or any(clean(text).strip() != text.strip() for text in texts_of(entry))
        or not (entry.msgid in WITHOUT_KHMER or all(KHMER.search(t) for t in texts_of(entry)))
    ]
    assert faults == []


def test_every_plural_has_one_form() -> None:
    for _domain, entry in entries():
        if entry.msgid_plural:
            assert list(entry.msgstr_plural) == [0], entry.msgid


def test_every_entry_keeps_placeholders_tags_and_outer_space() -> None:
    for _domain, entry in entries():
        sources = [entry.msgid, *([entry.msgid_plural] if entry.msgid_plural else [])]
        for text in texts_of(entry):
            assert marks_of(text) in [marks_of(source) for source in sources], entry.msgid
            for end in (slice(0, 1), slice(-1, None)):
                assert text[end].isspace() == entry.msgid[end].isspace(), entry.msgid


def test_marks_of_sees_a_lost_placeholder_and_a_changed_tag() -> None:
    assert marks_of("%(a)s and {b}") != marks_of("%(a)s and")
    assert marks_of('<a href="%(u)s">x</a>') != marks_of('<a href="%(v)s">x</a>')
    assert marks_of("<b>x</b><b>y</b>") != marks_of("<b>x</b>")


def test_every_msgid_still_stands_in_a_package() -> None:
    gone = [e.msgid for domain, e in entries() if not is_known(domain, (e.msgctxt, e.msgid))]
    assert gone == []
    assert not is_known("django", (None, "A sentence that no package has ever said"))


def test_every_plural_msgid_is_the_packages_own() -> None:
    for domain, entry in entries():
        plural = english_of_catalogues(domain).get((entry.msgctxt, entry.msgid))
        if plural:
            assert entry.msgid_plural == plural, entry.msgid


def test_the_reader_is_addressed_politely() -> None:
    addressed = 0
    for _domain, entry in entries():
        for text in texts_of(entry):
            assert "ឯង" not in text, entry.msgid
            assert not re.search("(?<!លោក)អ្នក(អាច|មិន|គ្មាន|បាន|ចង់|ប្រាកដ)", text), entry.msgid
            addressed += "លោកអ្នក" in text
    assert addressed > 100


def test_terms_are_the_same_everywhere() -> None:
    seen: Counter[str] = Counter()
    for _domain, entry in entries():
        english = re.sub(r"%\(\w+\)s|\{[^}]*\}|<[^>]*>", " ", entry.msgid).lower()
        for word, khmer in GLOSSARY.items():
            if re.search(rf"\b{word}\b", english):
                seen[word] += 1
                assert khmer in texts_of(entry)[0], entry.msgid
    assert set(seen) == set(GLOSSARY)


@pytest.fixture
def compiled(tmp_path: Path, settings: django_settings) -> Path:
    """The catalogues compiled into a folder of their own, alone on LOCALE_PATHS."""
    folder = tmp_path / "km" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for domain in DOMAINS:
        catalogue(domain).save_as_mofile(str(folder / f"{domain}.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    return tmp_path


@pytest.mark.parametrize(
    ("english", "khmer"),
    [
        ("Save draft", "រក្សាទុកសេចក្តីព្រាង"),  # wagtail.admin
        ("Sign in", "ចូលប្រើ"),
        ("Publish", "ផ្សាយ"),
        ("live", "កំពុងផ្សាយ"),  # wagtail
        ("Snippets", "ធាតុមាតិកា"),  # wagtail.snippets
        ("Users", "អ្នកប្រើ"),  # wagtail.users
        ("Add an image", "បន្ថែមរូបភាព"),  # wagtail.images
        ("Add a document", "បន្ថែមឯកសារ"),  # wagtail.documents
        ("Redirects", "ការបញ្ជូនបន្ត"),  # wagtail.contrib.redirects
        ("Translate this page", "បកប្រែទំព័រនេះ"),  # wagtail_localize
        ("This field is required.", "សូមបំពេញប្រអប់នេះ។"),  # django, wagtail, rest_framework
        ("Enter a valid date.", "សូមបញ្ចូលកាលបរិច្ឆេទត្រឹមត្រូវ។"),  # django
        ("This account is inactive.", "គណនីនេះមិនសកម្មទេ។"),  # django.contrib.auth
        ("Not found.", "រកមិនឃើញ។"),  # rest_framework
        ("Invalid token.", "កូដចូលមិនត្រឹមត្រូវ។"),  # knox
        ("Select a lookup.", "ជ្រើសរើសវិធីប្រៀបធៀប។"),  # django_filters
        (
            "Account locked: too many login attempts. Please try again later.",
            "គណនីត្រូវបានចាក់សោ៖ ព្យាយាមចូលច្រើនដងពេក។ សូមព្យាយាមម្តងទៀតនៅពេលក្រោយ។",
        ),  # axes
    ],
)
def test_words_of_every_package_come_out_in_khmer(compiled: Path, english: str, khmer: str) -> None:
    assert translation.to_locale("km") == "km"
    with translation.override("en"):
        assert translation.gettext(english) == english
    with translation.override("km"):
        assert translation.gettext(english) == khmer


def test_plurals_and_contexts_come_out_in_khmer(compiled: Path) -> None:
    with translation.override("km"):
        for number in (1, 3):
            text = translation.ngettext("%(num)d week", "%(num)d weeks", number)
            assert text % {"num": number} == f"{number} សប្តាហ៍"
        assert translation.pgettext("abbrev. month", "Jan.") == "មករា"


@pytest.mark.parametrize(
    ("package", "english", "khmer"),
    [
        ("wagtail.admin", "Insert a block", "បញ្ចូលប្លុក"),
        ("wagtail.admin", "Autosave in progress…", "កំពុងរក្សាទុកស្វ័យប្រវត្តិ…"),
        ("wagtail_localize", "Not translated", "មិនទាន់បកប្រែ"),
    ],
)
def test_words_of_the_editors_scripts_come_out_in_khmer(
    compiled: Path, package: str, english: str, khmer: str
) -> None:
    own = [str(folder_of(package) / "locale")]
    assert DjangoTranslation("km", "djangojs", own).gettext(english) == khmer
