"""`./run bench [NAME …] [--json] [--full]`: one benchmark, or all of them in short form.

Each makes its data from a seed in a throw-away database: a SQLite file in a temporary folder, or
a new database of the server that TEST_DATABASE_URL names. Figures are judged by their ratio to a
peer in the same run, never by an absolute time. The exit code is 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.databases import empty_database

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
    "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
}


def names() -> list[str]:
    """Modules beside this one that say they are a benchmark, without loading Django for it."""
    folder = Path(__file__).parent
    return sorted(
        path.stem
        for path in folder.glob("[a-z]*.py")
        if "\nBENCHMARK = " in path.read_text(encoding="utf-8")
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[*names(), []], help="default: all")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--full", action="store_true", help="the size of the whole country")
    parser.add_argument("--short", action="store_true", help="the default: minutes, not an hour")
    options = parser.parse_args()
    # Ended from outside, it still stops its child and takes its folder away.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    missed = []
    for name in options.name or names():
        with (
            tempfile.TemporaryDirectory(prefix="mentoring-bench-") as folder,
            empty_database(Path(folder)) as url,
        ):
            # A process of its own: a clean slate, and memory that is this benchmark's alone.
            command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.one", name]
            command += [f"--{word}" for word in ("json", "full") if getattr(options, word)]
            environment = {**os.environ, "TEST_DATABASE_URL": url, **SETTINGS}
            if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
                missed.append(name)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
