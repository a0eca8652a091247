"""Runs the suite on one database: `python -m tests sqlite|postgresql [pytest arguments]`.

PostgreSQL comes from a wheel and runs in a temporary folder for the length of the run.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.databases import postgresql

ROOT = Path(__file__).resolve().parent.parent


def pytest(arguments: list[str], **environment: str) -> int:
    if not any(argument.startswith(("tests", "-n")) for argument in arguments):
        processes = os.environ.get("TEST_PROCESSES", "2")
        arguments = ["-n", processes, "--dist", "loadgroup", *arguments]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--create-db", "-q", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    ).returncode


def main() -> int:
    database, *arguments = sys.argv[1:]
    if database == "sqlite":
        return pytest(arguments)
    with postgresql() as url:
        return pytest(["-m", "not once", *arguments], TEST_DATABASE_URL=url)


if __name__ == "__main__":
    sys.exit(main())
