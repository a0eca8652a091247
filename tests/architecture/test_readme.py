"""What README.md says is so: its commands, settings, accounts, addresses, pictures and paths."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import resolve
from django.utils import translation

from mentoring_pages.management.commands.demo import ACCOUNTS

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
INLINE = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", README)
# Read by `run` and by Django themselves, not through config.environment.
OF_DJANGO = {"DJANGO_SETTINGS_MODULE"}


def run_commands() -> list[list[str]]:
    """The words after `./run` wherever the page names it, in blocks and within sentences."""
    found = []
    for text in (*(line for block in BLOCKS for line in block.splitlines()), *INLINE):
        for command in re.findall(r"\./run\b([^|;()`]*)", text):
            found.append(shlex.split(command))
    return found


COMMANDS = run_commands()
OWN = [words for words in COMMANDS if words[:1] != ["manage"]]
OF_MANAGE = [words[1:] for words in COMMANDS if words[:1] == ["manage"] and words[1:] != ["…"]]


def section(title: str) -> str:
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def first_cells(text: str) -> list[str]:
    """The code words in the first column of the table rows of `text`, in order."""
    rows = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row)]


def test_page_is_read_at_all():
    assert len(BLOCKS) >= 3
    assert len(OWN) >= 5
    assert len(OF_MANAGE) >= 5


@pytest.mark.parametrize("words", OWN, ids=" ".join)
def test_run_knows_the_command(words):
    usage = subprocess.run(
        [ROOT / "run", "--help"], capture_output=True, text=True, check=True
    ).stdout
    if words and not words[0].startswith("-"):
        assert f"./run {words[0]}" in usage
    for option in (word for word in words if word.startswith("-")):
        assert option in usage


@pytest.mark.parametrize("words", OF_MANAGE, ids=" ".join)
def test_manage_knows_the_command_with_these_arguments(words):
    name, *arguments = words
    assert name in get_commands()
    command = load_command_class(get_commands()[name], name)
    parser = command.create_parser("manage.py", name)
    parser.parse_args(arguments)  # raises CommandError for what it does not know


def test_settings_table_lists_what_the_settings_read():
    read = set(OF_DJANGO)
    for path in (ROOT / "site" / "config").rglob("*.py"):
        if path.name != "test.py":
            read |= set(
                re.findall(r"environment\.(?:text|flag|items)\(\s*\"(\w+)\"", path.read_text())
            )
    assert len(read) >= 10
    assert set(first_cells(section("Settings"))) == read


def test_accounts_table_lists_the_demonstration_accounts():
    assert first_cells(section("Demonstration accounts")) == ACCOUNTS


@pytest.mark.parametrize(
    "address", sorted({word for word in INLINE if re.fullmatch(r"/[\w/.-]*", word)})
)
def test_address_is_served(address):
    with translation.override("en" if address.startswith("/en/") else "km"):
        resolve(address)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#]+)\)", README))))
def test_link_leads_to_a_file(target):
    assert target.startswith("https://") or (ROOT / target).is_file()


@pytest.mark.parametrize(
    "path",
    sorted({word for word in INLINE if re.match(r"(tests|site|mentoring_pages|locale)/", word)}),
)
def test_named_path_exists(path):
    assert (ROOT / path).exists()
    if path.startswith("tests/") and (ROOT / path).is_dir():
        assert list((ROOT / path).glob("test_*.py"))
