"""Metric math, against Python's own arithmetic."""

import math
import random

import pytest

from casebook.analysis.metric_math import MetricMath, Named
from casebook.analysis.metric_syntax import CannotBeComputed
from casebook.analysis.metric_values import Grid, Series

GRID = Grid(0, 600, 60)
SEEDS = range(60)


def computed(expression: str, **series: Series) -> Series:
    queries = [*(Named(name) for name in series), Named("answer", expression)]
    return MetricMath(series, queries, GRID).series("answer")


def series(draw: random.Random, share: float = 1.0) -> Series:
    return {time: draw.randint(1, 9) + 0.5 for time in GRID.times if draw.random() < share}


def arithmetic(draw: random.Random, depth: int = 0) -> str:
    if depth > 3 or draw.random() < 0.25:
        return draw.choice(["m1", "m2", str(draw.randint(1, 9)), f"{draw.random():.3f}"])
    left, right = arithmetic(draw, depth + 1), arithmetic(draw, depth + 1)
    shapes = ["{} + {}", "{}-{}", "({}) * ({})", "({}) / ({})", "-({})", "{} * {}", "({})^2"]
    return draw.choice(shapes).format(left, right)


@pytest.mark.parametrize("seed", SEEDS)
def test_arithmetic_is_that_of_python(seed: int) -> None:
    draw = random.Random(seed)
    one, two, expression = series(draw), series(draw), arithmetic(draw) + " + 0 * m1"

    found = computed(expression, m1=one, m2=two)

    for time in GRID.times:
        names = {"m1": one[time], "m2": two[time]}
        try:
            wanted = eval(expression.replace("^", "**"), {}, names)
        except ZeroDivisionError:
            assert time not in found
        else:
            assert found[time] == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_operation_has_a_value_where_both_have_one(seed: int) -> None:
    draw = random.Random(seed)
    one, two = series(draw, 0.6), series(draw, 0.6)

    assert computed("m1 / m2", m1=one, m2=two).keys() == one.keys() & two.keys()


def test_a_division_by_zero_has_no_value() -> None:
    assert computed("100 * e / i", e={0: 1.0, 60: 2.0}, i={0: 0.0, 60: 4.0}) == {60: 50.0}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("FILL(a, 0)", {t: float(t == 60) for t in GRID.times}),
        ("FILL(a, REPEAT)", {t: 1.0 for t in GRID.times if t >= 60}),
        ("FILL(b, LINEAR)", {0: 0.0, 60: 1.0, 120: 2.0, 180: 3.0}),
        ("FILL(a, FILL(b, 7))", {**dict.fromkeys(GRID.times, 7.0), 0: 0.0, 60: 1.0, 180: 3.0}),
        ("IF(b > 1, b, 0)", {0: 0.0, 180: 3.0}),
        ("IF(b > 1, b)", {180: 3.0}),
        ("SUM([a, b])", {0: 0.0, 60: 1.0, 180: 3.0}),
        ("SUM(METRICS())", {0: 0.0, 60: 1.0, 180: 3.0}),
        ("MAX(METRICS('b'))", {0: 0.0, 180: 3.0}),
        ("AVG(b) + 0 * b", {0: 1.5, 180: 1.5}),
        ("MIN([b, b - 1])", {0: -1.0, 180: 2.0}),
        ("ABS(-b)", {0: 0.0, 180: 3.0}),
        ("CEIL(b / 2) + FLOOR(b / 2)", {0: 0.0, 180: 3.0}),
        ("DIFF(b)", {180: 3.0}),
        ("RATE(b)", {180: 3.0 / 180}),
        ("b >= 3 AND b < 4", {0: 0.0, 180: 1.0}),
        ("b == 0 || b == 9", {0: 1.0, 180: 0.0}),
        ("-2 ^ 2 + 0 * b", {0: -4.0, 180: -4.0}),
        ("2e1 + .5 * b", {0: 20.0, 180: 21.5}),
        ("PERIOD(b) * b", {0: 0.0, 180: 180.0}),
    ],
)
def test_functions_do_what_the_documentation_says(expression: str, expected: Series) -> None:
    assert computed(expression, a={60: 1.0}, b={0: 0.0, 180: 3.0}) == pytest.approx(expected)


def test_an_expression_may_be_made_of_others() -> None:
    queries = [Named("m1"), Named("twice", "2 * m1"), Named("answer", "twice + m1")]

    assert MetricMath({"m1": {0: 1.0}}, queries, GRID).series("answer") == {0: 3.0}


@pytest.mark.parametrize(
    "expression",
    [
        "SEARCH('{AWS/Lambda}', 'Sum')",
        'SELECT MAX(CPUUtilization) FROM SCHEMA("AWS/EC2", InstanceId)',
        "ANOMALY_DETECTION_BAND(m1, 2)",
        "m1 +",
        "(m1",
        "m1 m1",
        "",
        "m9",
        "answer + 1",
        "[m1, m1]",
        "SUM()",
        "DIFF(3)",
        "FILL(m1)",
        "m1 $ 2",
        '"text"',
        "-" * 5_000 + "m1",
    ],
)
def test_what_is_not_supported_is_refused_and_never_a_crash(expression: str) -> None:
    with pytest.raises(CannotBeComputed):
        computed(expression, m1={0: 1.0})


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_stands_there_is_computed_or_refused(seed: int) -> None:
    draw = random.Random(seed)
    parts = ["m1", "2", "+", "-", "(", ")", ",", "FILL", "IF", "^", "/", "[", "]", "SUM", "<", "0"]
    for _ in range(50):
        expression = " ".join(draw.choice(parts) for _ in range(draw.randint(1, 9)))
        try:
            found = computed(expression, m1=series(draw, 0.5))
        except CannotBeComputed:
            continue
        assert all(math.isfinite(value) for value in found.values())
