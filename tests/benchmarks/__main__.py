"""`./run bench [NAME …] [--json] [--full]`: one benchmark, or all of them in short form.

Each makes its data from a seed in a throw-away database: a SQLite file in a temporary folder, or
a new database of the server that TEST_DATABASE_URL names. A benchmark that says ON_BOTH runs on
SQLite and on a PostgreSQL of its own, unless that is set. Figures are judged by their ratio to a
peer in the same run, never by an absolute time. The exit code is 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.databases import empty_database, postgresql

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
    "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
}


def names(saying: str = "BENCHMARK") -> list[str]:
    """Modules beside this one that say they are a benchmark, without loading Django for it."""
    folder = Path(__file__).parent
    return sorted(
        path.stem
        for path in folder.glob("[a-z]*.py")
        if f"\n{saying} = " in path.read_text(encoding="utf-8")
    )


@contextmanager
def servers(name: str) -> Iterator[list[str | None]]:
    """Where the benchmark runs: "" is SQLite, None what TEST_DATABASE_URL names."""
    if name in names("ON_BOTH") and not os.environ.get("TEST_DATABASE_URL"):
        with postgresql() as server:
            yield ["", server]
    else:
        yield [None]


def is_good(name: str, server: str | None, words: list[str]) -> bool:
    """Runs it in a process of its own: a clean slate, and memory that is this benchmark's alone."""
    with (
        tempfile.TemporaryDirectory(prefix="mentoring-bench-") as folder,
        empty_database(Path(folder), server) as url,
    ):
        command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.one", name, *words]
        environment = {**os.environ, "TEST_DATABASE_URL": url, **SETTINGS}
        return not subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[*names(), []], help="default: all")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--full", action="store_true", help="the size of the whole country")
    parser.add_argument("--short", action="store_true", help="the default: minutes, not an hour")
    options = parser.parse_args()
    # Ended from outside, it still stops its child and takes its folder away.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    words = [f"--{word}" for word in ("json", "full") if getattr(options, word)]
    good = True
    for name in options.name or names():
        with servers(name) as found:
            for server in found:
                good = is_good(name, server, words) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
