"""A newcomer on a fresh machine: one command, an address, accounts, and Ctrl-C."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command

from mentoring_pages.management.commands.demo import ACCOUNTS
from people.models import User
from tests import system as newcomer
from tests.system import ROOT, System

SECOND_START_SECONDS = 60  # on a busy machine; alone it takes about five


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "run", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def row_counts(system: System) -> dict[str, int]:
    """How many rows each table of the running system has."""
    address = system.environment["DATABASE_URL"]
    if address.startswith("sqlite:///"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as database:
            return _count(database, "SELECT name FROM sqlite_master WHERE type = 'table'")
    with psycopg.connect(address) as database:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        return _count(database, tables)


def _count(database, tables: str) -> dict[str, int]:
    names = [row[0] for row in database.execute(tables).fetchall()]
    return {
        name: database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names
    }


def settled_row_counts(system: System) -> dict[str, int]:
    """The same, once the worker has delivered every message."""
    for _try in range(120):
        rows = row_counts(system)
        if rows["messaging_notice"] == rows["messaging_outboxmessage"]:
            return rows
        time.sleep(0.5)
    pytest.fail("the worker does not deliver")


def family(pid: int) -> set[int]:
    """A process and all that descend from it."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:  # it has just ended
            continue
        parents[int(stat.parent.name)] = int(text.rpartition(")")[2].split()[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


def test_run_prints_its_address_and_every_account(system):
    printed = system.printed()
    port = system.url.rpartition(":")[2]
    assert f"http://localhost:{port}/" in printed
    assert system.password in printed
    for name in ACCOUNTS:
        assert re.search(rf"^  {name} ", printed, re.MULTILINE), name
    assert "Traceback" not in printed


def test_ctrl_c_stops_all_and_a_second_start_changes_nothing(system):
    rows = settled_row_counts(system)
    assert rows["people_user"] > len(ACCOUNTS)
    assert rows["people_place"] > 16_000
    processes = family(system.process.pid)
    assert len(processes) >= 3, "./run, web and worker"
    installed = (ROOT / ".venv" / "bin" / "python").stat().st_mtime_ns
    assert newcomer.stop(system) == 0
    assert alive(processes) == set()
    assert not newcomer.answers(system.url)

    environment = system.environment
    log = system.log.with_name("second-start.log")
    begun = time.monotonic()
    again = newcomer.start(
        Path(environment["DATA_DIR"]),
        environment["DATABASE_URL"],
        log,
        port=int(system.url.rpartition(":")[2]),
    )
    took = time.monotonic() - begun
    system.process = again.process
    assert again.url == system.url
    assert row_counts(system) == rows
    assert took < SECOND_START_SECONDS
    assert (ROOT / ".venv" / "bin" / "python").stat().st_mtime_ns == installed
    printed = again.printed()
    assert "Installing" not in printed and "Loading" not in printed
    for name in ACCOUNTS:
        assert re.search(rf"^  {name} ", printed, re.MULTILINE), name


def test_port_that_is_taken_is_said_before_anything_is_done(system):
    port = system.url.rpartition(":")[2]
    result = run("--port", port)
    assert result.returncode == 1
    assert f"port {port}" in result.stderr
    assert f"./run --port {int(port) + 1}" in result.stderr


def test_help_names_every_command():
    result = run("--help")
    assert result.returncode == 0
    for command in ("test", "check", "bench", "manage", "lock"):
        assert f"./run {command}" in result.stdout
    assert "--port" in result.stdout and "--host" in result.stdout


@pytest.mark.parametrize("words", [["serve"], ["check", "all"], ["--prot", "80"]])
def test_unknown_word_is_named_with_the_usage(words):
    result = run(*words)
    assert result.returncode == 2
    assert " ".join(words) in result.stderr
    assert "usage: ./run" in result.stderr


def test_missing_venv_names_the_package_to_install(tmp_path):
    shutil.copy(ROOT / "run", tmp_path / "run")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    broken = tmp_path / "broken" / "venv"
    broken.mkdir(parents=True)
    (broken / "__init__.py").touch()
    (broken / "__main__.py").write_text("raise SystemExit('ensurepip is not available')")
    result = subprocess.run(
        [tmp_path / "run", "manage", "check"],
        env={**os.environ, "PYTHONPATH": str(broken.parent)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 1
    assert re.search(r"sudo apt install python3\.\d+-venv", result.stderr)
    assert not (tmp_path / ".venv").exists(), "the next try must begin anew"


def test_token_command_prints_a_token_that_works(program):
    me = program("mentor").get("me/")
    assert (me.status, me.body["username"]) == (200, "mentor")


@pytest.mark.skipif(
    not shutil.which("curl") and not os.environ.get("CI"),
    reason="the README's example needs curl, which CI installs",
)
def test_readme_calls_the_api_as_it_says(system):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```sh\n(TOKEN=.*?)```", readme, re.DOTALL).group(1)
    assert block.count("curl ") == 2
    script = block.replace("curl ", "curl --fail --silent --show-error --write-out '\\n' ")
    result = subprocess.run(
        ["bash", "-e", "-c", script.replace("http://127.0.0.1:8000", system.url)],
        cwd=ROOT,
        env=system.environment,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    sessions, form = (json.loads(line) for line in result.stdout.splitlines())
    assert {session["status"] for session in sessions["results"]} == {"SCHEDULED"}
    assert form["code"] == "classroom_observation"


@pytest.mark.django_db
def test_demonstration_is_refused_where_debug_is_off(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="--yes-really"):
        call_command("demo")
    call_command("demo", "--once")  # what `./run` says: it leaves a real installation alone
    assert not User.objects.exists()
