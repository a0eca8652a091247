"""Arithmetic of the charts that the server draws: points over time as SVG coordinates.

Numbers leave here as ASCII text, since a localised number would break a drawing.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WIDTH = 400
HEIGHT = 150
_MARGIN = 12


@dataclass(frozen=True)
class Dot:
    x: str
    y: str


@dataclass(frozen=True)
class GrowthChart:
    """A line of points over time; `points` as they came, oldest first."""

    points: Sequence[Any]
    dots: list[Dot]
    line: str
    area: str
    grid: list[str]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def first(self) -> Any:
        return self.points[0]

    @property
    def last(self) -> Any:
        return self.points[-1]


def percent(points: Any, out_of: Any) -> int:
    """Return points of out_of as a whole number 0 to 100; 0 where nothing could be reached."""
    whole = Decimal(str(out_of))
    if whole <= 0:
        return 0
    return max(0, min(100, round(Decimal(str(points)) * 100 / whole)))


def growth_chart(points: Sequence[Any]) -> GrowthChart:
    """Draw `points`, each a mapping with date, points and out_of, oldest first.

    The height is the share of what could be reached, so that forms of different length compare;
    the distance between dots follows the days between them.
    """
    if not points:
        return GrowthChart(points, [], "", "", _grid())
    days = [_day(point["date"]).toordinal() for point in points]
    span = days[-1] - days[0]
    inner_width, inner_height = WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN
    dots = []
    for position, (point, day) in enumerate(zip(points, days, strict=True)):
        if span:
            along = (day - days[0]) / span
        else:
            along = position / max(1, len(points) - 1)
        share = percent(point["points"], point["out_of"]) / 100
        dots.append(Dot(_text(_MARGIN + along * inner_width), _text(_height(share, inner_height))))
    line = " ".join(f"{dot.x},{dot.y}" for dot in dots)
    floor = _text(HEIGHT - _MARGIN)
    area = f"M{dots[0].x},{floor} L{line} L{dots[-1].x},{floor}Z"
    return GrowthChart(points, dots, line, area, _grid())


def _height(share: float, inner_height: int) -> float:
    return _MARGIN + (1 - share) * inner_height


def _grid() -> list[str]:
    return [_text(_height(quarter / 4, HEIGHT - 2 * _MARGIN)) for quarter in range(5)]


def _day(value: datetime.date | datetime.datetime) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _text(number: float) -> str:
    return f"{number:.1f}"
