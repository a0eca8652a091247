"""What a benchmark is, what it finds, and how all of them are found."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import tests.benchmarks


@dataclass(frozen=True)
class Finding:
    """One figure of ours beside the peer's, if there is one.

    `ratio` says how many times better ours is; `goal` what it must reach, and None where the
    figure is only told. `low` and `high` are the range of the rounds.
    """

    bench: str
    case: str
    name: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    peer: float | None = None
    ratio: float | None = None
    goal: float | None = None

    @property
    def is_reached(self) -> bool:
        return self.goal is None or (self.ratio is not None and self.ratio >= self.goal)

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class Benchmark:
    """`run(full)` makes its data from a seed in the throw-away database and yields findings."""

    name: str
    question: str
    run: Callable[[bool], Iterator[Finding]]


def all_benchmarks() -> dict[str, Benchmark]:
    """Every `BENCHMARK` of a module beside this one, by name. Django must be set up."""
    found = {}
    for module in pkgutil.iter_modules(tests.benchmarks.__path__):
        if module.name in ("__main__", "one"):
            continue
        loaded = importlib.import_module(f"tests.benchmarks.{module.name}")
        benchmark = getattr(loaded, "BENCHMARK", None)
        if isinstance(benchmark, Benchmark):
            found[benchmark.name] = benchmark
    return dict(sorted(found.items()))
