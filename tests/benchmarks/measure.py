"""Times and memory: interleaved rounds, median and range."""

from __future__ import annotations

import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7
ROUND_SECONDS = 1.0


@dataclass(frozen=True)
class Times:
    """Milliseconds a call, one figure a round."""

    rounds: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    @property
    def low(self) -> float:
        return min(self.rounds)

    @property
    def high(self) -> float:
        return max(self.rounds)

    def faster_than(self, peer: Times) -> float:
        """How many times faster: the median of the rounds' ratios, since a round's figures were
        taken under the same load."""
        return statistics.median(
            theirs / mine for mine, theirs in zip(self.rounds, peer.rounds, strict=True)
        )


def interleaved(calls: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, Times]:
    """Calls one after the other in turn, so that a busy machine is busy for all of them alike.

    A round lasts about ROUND_SECONDS and at least three turns; its figure for each is the median
    of its calls. Before the rounds each is called twice, untimed.
    """
    for call in calls.values():
        call()
        call()
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _number in range(rounds):
        gc.collect()
        taken: dict[str, list[float]] = {name: [] for name in calls}
        end = time.perf_counter() + ROUND_SECONDS
        while len(next(iter(taken.values()))) < 3 or time.perf_counter() < end:
            for name, call in calls.items():
                start = time.perf_counter()
                call()
                taken[name].append(time.perf_counter() - start)
        for name, found in taken.items():
            times[name].append(statistics.median(found) * 1000)
    return {name: Times(found) for name, found in times.items()}


def memory_peak(call: Callable[[], object]) -> float:
    """Kilobytes that Python held at most during one call, above what it held before."""
    call()
    gc.collect()
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1] / 1000
    finally:
        tracemalloc.stop()
