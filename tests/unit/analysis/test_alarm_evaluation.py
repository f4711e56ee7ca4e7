"""An alarm's state, against the documentation's own examples and against brute force."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casebook.analysis.alarm_datapoints import Datapoint
from casebook.analysis.alarm_evaluation import evaluate
from casebook.analysis.alarm_history import AlarmState, History
from casebook.domain.alarm import Alarm, AlarmQuery
from casebook.domain.workload import Metric

AT = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
ERRORS = Metric(namespace="AWS/Lambda", name="Errors", dimensions={"FunctionName": "f"})
SEEDS = range(40)
Samples = list[tuple[datetime, float]]


def alarm(**fields: Any) -> Alarm:
    known = {
        "name": "errors", "state": "ALARM", "changed_at": AT, "namespace": "AWS/Lambda",
        "metric": "Errors", "dimensions": {"FunctionName": "f"}, "statistic": "Sum",
        "comparison": "GreaterThanThreshold", "threshold": 5.0,
    }  # fmt: skip
    return Alarm.model_validate(known | fields)


def before(periods: int, seconds: int = 60) -> datetime:
    return AT - timedelta(seconds=periods * seconds)


def state(of: Alarm, samples: Samples, at: datetime = AT, **more: Any) -> AlarmState:
    return evaluate(of, {"m1": samples}, at, **more)


# ── missing data: the two tables of the documentation ──

OK, ALARM, FEW, SAME = "OK", "ALARM", "INSUFFICIENT_DATA", "as it was"
TREATMENTS = ("missing", "ignore", "breaching", "notBreaching")
ROWS: list[tuple[int, str, tuple[str, ...]]] = [
    (3, "0 - X - X", (OK, OK, OK, OK)),
    (3, "0 - - - -", (OK, OK, OK, OK)),
    (3, "- - - - -", (FEW, SAME, ALARM, OK)),
    (3, "0 X X - X", (ALARM, ALARM, ALARM, ALARM)),
    (3, "- - X - -", (ALARM, SAME, ALARM, OK)),
    (2, "0 - X - X", (ALARM, ALARM, ALARM, ALARM)),
    (2, "0 0 X 0 X", (ALARM, ALARM, ALARM, ALARM)),
    (2, "0 - X - -", (OK, OK, ALARM, OK)),
    (2, "- - - - 0", (OK, OK, ALARM, OK)),
    (2, "- - - X -", (ALARM, SAME, ALARM, OK)),
    # "The alarm does not go immediately into ALARM state when the data is either of these."
    (3, "- - - - X", (SAME, SAME, ALARM, OK)),
    (3, "- - - X -", (SAME, SAME, ALARM, OK)),
]


@pytest.mark.parametrize(
    ("needed", "row", "treatment", "expected"),
    [(m, row, t, e) for m, row, states in ROWS for t, e in zip(TREATMENTS, states, strict=True)],
)
@pytest.mark.parametrize("was", ["OK", "ALARM"])
def test_missing_data_is_treated_as_the_documentation_says(
    needed: int, row: str, treatment: str, expected: str, was: str
) -> None:
    of = alarm(
        evaluation_periods=3, datapoints_to_alarm=needed, treat_missing_data=treatment, state=was
    )
    samples = [
        (before(5 - place), 9.0 if mark == "X" else 1.0)
        for place, mark in enumerate(row.split())
        if mark != "-"
    ]

    found = state(of, samples, start=before(5))

    assert found.state == (was if expected == SAME else expected)


def test_an_alarm_on_a_table_keeps_its_state_without_data_unless_told_otherwise() -> None:
    of = alarm(namespace="AWS/DynamoDB", metric="ReadThrottleEvents")

    assert state(of, [(before(30), 9.0)]).state == "ALARM"
    assert state(of, [(before(30), 1.0)]).state == "OK"
    told = of.model_copy(update={"treat_missing_data": "missing"})
    assert state(told, [(before(30), 9.0)]).state == "INSUFFICIENT_DATA"


# ── M of N, operators, statistics ──

OPERATORS = {
    "GreaterThanThreshold": lambda value: value > 5,
    "GreaterThanOrEqualToThreshold": lambda value: value >= 5,
    "LessThanThreshold": lambda value: value < 5,
    "LessThanOrEqualToThreshold": lambda value: value <= 5,
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("comparison", OPERATORS)
def test_m_of_n_is_what_counting_says(seed: int, comparison: str) -> None:
    draw = random.Random(seed)
    length = draw.randint(1, 6)
    needed = draw.randint(1, length)
    values = [float(draw.randint(3, 7)) for _ in range(30)]
    of = alarm(
        comparison=comparison, evaluation_periods=length, datapoints_to_alarm=needed,
        statistic="Average",
    )  # fmt: skip

    found = state(of, [(before(30 - place), value) for place, value in enumerate(values)])

    breaching = sum(map(OPERATORS[comparison], values[-length:]))
    assert found.breaching is (breaching >= needed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("statistic", "fold"),
    [("Sum", sum), ("Maximum", max), ("Minimum", min), ("Average", lambda v: sum(v) / len(v))],
)
def test_a_statistic_is_that_of_its_own_period(seed: int, statistic: str, fold: Any) -> None:
    draw = random.Random(seed)
    period = draw.choice([120, 300, 900, 3_600])
    minutes = {before(m): float(draw.randint(0, 9)) for m in range(1, 4 * period // 60 + 1)}
    of = alarm(statistic=statistic, period_seconds=period, evaluation_periods=1)

    found = state(of, list(minutes.items()))

    for point in found.datapoints:
        inside = [v for at, v in minutes.items() if point.at <= at < point.end]
        assert (point.value is None) == (not inside)
        assert not inside or point.value == pytest.approx(fold(inside))
        assert int(point.at.timestamp()) % period == 0


def test_one_quiet_minute_does_not_clear_a_sum_over_an_hour() -> None:
    of = alarm(period_seconds=3_600, threshold=20.0, evaluation_periods=1)
    errors = [(before(minutes), 1.0) for minutes in range(61, 121)]

    for minutes in (1, 20, 45):
        now = AT - timedelta(hours=1) + timedelta(minutes=minutes)
        assert state(of, [*errors, (now, 1.0)], now).breaching is True


def test_a_count_that_is_over_its_threshold_breaches_before_its_period_ends() -> None:
    now = AT + timedelta(seconds=200)
    of = alarm(period_seconds=300, evaluation_periods=1)

    found = state(of, [(before(1, 300), 0.0), (AT, 9.0)], now)

    assert found.breaching is True
    assert found.decided_by[-1].is_partial


def test_a_count_that_must_not_fall_short_waits_for_its_period_to_end() -> None:
    now = AT + timedelta(seconds=60)
    of = alarm(period_seconds=300, evaluation_periods=1, comparison="LessThanThreshold")

    found = state(of, [(before(1, 300), 50.0), (AT, 2.0)], now)

    assert found.breaching is False


# ── since, and how often ──


@pytest.mark.parametrize("seed", SEEDS)
def test_the_present_breach_began_with_its_first_breaching_datapoint(seed: int) -> None:
    draw = random.Random(seed)
    length = draw.randint(1, 5)
    age = draw.randint(length, 400)
    samples = [(before(m), 9.0 if m <= age else float(draw.randint(0, 5))) for m in range(1, 600)]

    found = state(alarm(evaluation_periods=length), samples)

    assert found.since is not None
    assert found.since.start == before(age)
    assert found.since.end == before(age - 1)
    assert not found.is_older


@pytest.mark.parametrize("seed", SEEDS)
def test_every_breach_of_the_time_that_was_read_is_an_episode(seed: int) -> None:
    draw = random.Random(seed)
    length = draw.randint(1, 4)
    values, wanted, minute = dict.fromkeys(range(1, 700), 0.0), [], 20
    while minute < 600:
        lasted = draw.randint(length, 30)
        wanted.append((before(minute + lasted), before(minute)))
        values |= dict.fromkeys(range(minute + 1, minute + lasted + 1), 9.0)
        minute += lasted + draw.randint(2 * length + 3, 90)

    found = state(alarm(evaluation_periods=length), [(before(m), v) for m, v in values.items()])

    # It is over when too few of the last datapoints breach.
    assert [(w.start, w.end) for w in found.episodes] == sorted(wanted)
    assert found.since is None


@pytest.mark.parametrize("treatment", TREATMENTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_hours_without_data_decide_what_going_through_all_of_them_does(
    seed: int, treatment: str
) -> None:
    draw = random.Random(seed)
    length = draw.randint(1, 5)
    of = alarm(evaluation_periods=length, datapoints_to_alarm=draw.randint(1, length),
               treat_missing_data=treatment)  # fmt: skip
    values = {m: draw.choice((0.0, 9.0)) for m in range(1, draw.randint(2, 60))
              if draw.random() < draw.choice((0.1, 0.6, 1.0))}  # fmt: skip
    minutes = range(draw.randint(60, 300), 0, -1)
    points = [
        Datapoint(int(before(m).timestamp()), 60, value := values.get(m),
                  None if value is None else value > 5.0)
        for m in minutes
    ]  # fmt: skip

    found = state(of, [(before(m), v) for m, v in values.items()], start=before(minutes[0]))

    if values:
        every = History(of, points).told()
        told = ("state", "since", "is_older", "episodes", "gaps")
        assert all(getattr(found, name) == getattr(every, name) for name in told)
        assert found.decided_by[-length:] == every.decided_by[-length:]


def test_what_was_there_when_the_data_begin_is_older_than_they_are() -> None:
    samples = [(before(minutes), 9.0) for minutes in range(1, 60)]

    assert state(alarm(evaluation_periods=2), samples, start=before(59)).is_older


def test_after_silence_it_may_have_begun_at_any_time_since_the_last_datapoint() -> None:
    samples = [(before(30), 1.0), *((before(minutes), 9.0) for minutes in range(1, 11))]

    found = state(alarm(treat_missing_data="ignore"), samples)

    assert found.since is not None
    assert (found.since.start, found.since.end) == (before(29), before(9))


def test_a_gap_is_the_alarm_where_missing_data_breach() -> None:
    of = alarm(comparison="LessThanThreshold", treat_missing_data="breaching")
    samples = [(before(minutes), 50.0) for minutes in range(40, 100)]

    found = state(of, samples)

    assert found.breaching is True
    assert found.since is not None
    assert found.since.start == before(39)


# ── bad input ──


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e200])
def test_a_value_that_is_no_number_is_missing(value: float) -> None:
    found = state(alarm(treat_missing_data="notBreaching"), [(before(1), value)])

    assert found.state == "OK"
    assert all(point.value is None for point in found.datapoints)


def test_without_any_datapoint_its_treatment_decides_and_the_gap_is_told() -> None:
    states = {how: state(alarm(treat_missing_data=how, state="OK"), []) for how in TREATMENTS}

    assert [states[how].state for how in TREATMENTS] == [FEW, OK, ALARM, OK]
    assert all("no datapoints" in found.gaps[0] for found in states.values())


def test_a_single_datapoint_a_day_is_evaluated() -> None:
    of = alarm(period_seconds=86_400, evaluation_periods=1)
    today = AT.replace(hour=0)

    assert state(of, [(today - timedelta(days=1), 9.0)]).breaching is True
    assert state(of, [(today - timedelta(days=1), 1.0), (today, 2.0)]).breaching is False


def test_datapoints_of_the_future_are_not_looked_at() -> None:
    assert state(alarm(), [(before(1), 1.0), (before(-30), 9.0)]).breaching is False


@pytest.mark.parametrize("fields", [{"metric": ""}, {"namespace": ""}, {"metric": "x" * 300}])
def test_an_alarm_without_a_metric_tells_the_gap(fields: dict[str, str]) -> None:
    found = state(alarm(**fields), [])

    assert found.breaching is None
    assert "names no metric" in found.gaps[0]


def test_an_alarm_without_a_threshold_tells_the_gap() -> None:
    found = state(alarm(threshold=None), [(before(1), 1.0)])

    assert found.breaching is None
    assert "no threshold" in found.gaps[0]


# ── bands ──


def banded(comparison: str, width: float = 3) -> Alarm:
    expression = f"ANOMALY_DETECTION_BAND(m1, {width})"
    return alarm(
        threshold=None, threshold_metric="ad1", comparison=comparison, statistic="Average",
        queries=(
            AlarmQuery(id="m1", metric=ERRORS, statistic="Average", period_seconds=300),
            AlarmQuery(id="ad1", expression=expression),
        ),
        period_seconds=300, evaluation_periods=2,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("comparison", "up", "down"),
    [
        ("LessThanLowerOrGreaterThanUpperThreshold", True, True),
        ("LessThanLowerThreshold", False, True),
        ("GreaterThanUpperThreshold", True, False),
    ],
)
def test_a_band_is_left_on_the_side_that_is_watched(
    seed: int, comparison: str, up: bool, down: bool
) -> None:
    draw = random.Random(seed)
    usual = [(before(p, 300), draw.gauss(100, 5)) for p in range(4, 600)]
    calm = [(before(p, 300), 100.0) for p in range(1, 4)]
    high = [(before(p, 300), 200.0) for p in range(1, 4)]
    low = [(before(p, 300), 10.0) for p in range(1, 4)]

    of = banded(comparison)

    assert state(of, usual + calm).breaching is False
    assert state(of, usual + high).breaching is up
    assert state(of, usual + low).breaching is down


def test_too_little_history_for_a_band_is_told() -> None:
    found = state(banded("GreaterThanUpperThreshold"), [(before(1, 300), 5.0)])

    assert found.breaching is None
    assert "too little history" in found.gaps[0]
