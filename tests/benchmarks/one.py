"""Runs one benchmark in the database that TEST_DATABASE_URL names; `./run bench` calls this."""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from tests.benchmarks.benchmark import Finding, all_benchmarks  # noqa: E402


def machine() -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "database": connection.vendor,
        "load": round(os.getloadavg()[0], 1),
    }


def line(finding: Finding) -> str:
    """A finding for people to read."""
    text = f"  {finding.case:34} {finding.name:38} {finding.value:>10,.1f} {finding.unit}"
    if finding.low is not None:
        text += f" ({finding.low:,.1f}–{finding.high:,.1f})"
    if finding.peer is not None:
        text += f", peer {finding.peer:,.1f}"
    if finding.ratio is not None:
        text += f", ratio {finding.ratio:.2f}"
    if finding.goal is not None:
        text += f", goal {finding.goal:.2f}: {'reached' if finding.is_reached else 'MISSED'}"
    return text


def run(name: str, full: bool, as_json: bool) -> bool:
    """Prints every finding; True if no goal is missed."""
    call_command("migrate", verbosity=0)
    benchmark = all_benchmarks()[name]
    if as_json:
        print(json.dumps({"bench": name, "machine": machine()}), flush=True)
    else:
        print(f"{name}: {benchmark.question}\n  {machine()}", flush=True)
    good = True
    for finding in benchmark.run(full):
        good = good and finding.is_reached
        print(json.dumps(finding.as_json()) if as_json else line(finding), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    if as_json:
        print(json.dumps({"bench": name, "name": "memory of the process", "value": peak}))
    else:
        print(f"  memory of the whole process: {peak:,.0f} MB")
    return good


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    return 0 if run(options.name, options.full, options.json) else 1


if __name__ == "__main__":
    sys.exit(main())
