import datetime

import pytest

from mentoring_pages.charts import HEIGHT, WIDTH, growth_chart, percent


@pytest.mark.parametrize(
    ("points", "out_of", "expected"),
    [("9", "12", 75), ("0", "12", 0), ("12", "12", 100), ("2.5", "7.5", 33), ("0", "0", 0)],
)
def test_percent_is_the_share_of_what_could_be_reached(points, out_of, expected):
    assert percent(points, out_of) == expected


def point(day: int, points: str, out_of: str = "20"):
    return {"date": datetime.date(2026, 1, day), "points": points, "out_of": out_of}


def test_growth_chart_places_dots_by_day_and_share():
    chart = growth_chart([point(1, "0"), point(11, "20"), point(21, "10")])
    assert [(dot.x, dot.y) for dot in chart.dots] == [
        ("12.0", f"{HEIGHT - 12:.1f}"),
        (f"{WIDTH / 2:.1f}", "12.0"),
        (f"{WIDTH - 12:.1f}", f"{HEIGHT / 2:.1f}"),
    ]
    assert chart.line.split() == [f"{dot.x},{dot.y}" for dot in chart.dots]


def test_growth_chart_compares_forms_of_different_length():
    chart = growth_chart([point(1, "8", "16"), point(2, "10", "20")])
    assert chart.dots[0].y == chart.dots[1].y


def test_growth_chart_spreads_dots_of_one_day():
    chart = growth_chart([point(1, "8"), point(1, "9"), point(1, "10")])
    assert len({dot.x for dot in chart.dots}) == 3


def test_growth_chart_of_nothing_draws_nothing():
    assert growth_chart([]).dots == []
    assert len(growth_chart([point(1, "8")]).dots) == 1
