from collections.abc import Iterator
from datetime import timedelta
from weakref import WeakSet

from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.error_lines import is_error
from casebook.analysis.log_patterns import error_patterns
from casebook.domain.finding import ErrorPattern
from casebook.domain.window import Window
from casebook.ports.logs import LogLine
from tests.fakes.shop import CHECKOUT_LOGS, NOW

WINDOW = Window(start=NOW - timedelta(minutes=10), end=NOW)
BASELINE = WINDOW.before(timedelta(hours=1))


def line(message: str, minutes_ago: float) -> LogLine:
    return LogLine(NOW - timedelta(minutes=minutes_ago), message, CHECKOUT_LOGS, "s")


def patterns(*lines: LogLine) -> tuple[ErrorPattern, ...]:
    return error_patterns(lines, WINDOW, BASELINE, lambda line: "checkout-fn")


def test_error_lines_are_folded_with_their_count_times_and_newest_example() -> None:
    (pattern,) = patterns(
        line("[ERROR] order 2 failed", 3),
        line("[ERROR] order 1 failed", 5),
        line("order 3 was paid", 2),
    )

    assert pattern.template == "order <*> failed"
    assert (pattern.count, pattern.baseline_count) == (2, 0)
    assert pattern.first_at == NOW - timedelta(minutes=5)
    assert pattern.last_at == NOW - timedelta(minutes=3)
    assert pattern.example == "[ERROR] order 2 failed"
    assert pattern.resource == "checkout-fn"


def test_a_new_error_comes_before_one_that_was_always_there_however_frequent() -> None:
    always = [line(f"[ERROR] cache miss {n}", n * 0.7) for n in range(1, 100)]

    first, second = patterns(*always, line("[ERROR] connection refused", 4))

    assert first.template == "connection refused"
    assert second.template == "cache miss <*>"
    assert second.baseline_count > 0


def test_an_error_that_became_frequent_comes_before_one_that_did_not() -> None:
    steady = [line(f"[ERROR] cache miss {n}", n) for n in range(1, 70)]
    surging = [line(f"[ERROR] slow call {n}", 1) for n in range(5)] + [
        line("[ERROR] slow call 9", 30)
    ]

    assert [each.template for each in patterns(*steady, *surging)] == [
        "slow call <*>",
        "cache miss <*>",
    ]


def test_an_error_that_only_the_baseline_has_is_left_out() -> None:
    assert patterns(line("[ERROR] long ago", 30)) == ()


messages = st.one_of(
    st.text(st.characters(), max_size=40),
    st.sampled_from(["[ERROR] order 1 failed", "[ERROR] order 2 failed", "KeyError: 'x'", "ok"]),
)
some_lines = st.builds(line, messages, st.integers(-100_000, 100_000).map(lambda n: n / 7))


@given(st.lists(some_lines, max_size=25), st.integers(0, 200), st.integers(0, 200))
def test_any_lines_are_counted_once_and_ranked_whatever_the_windows(
    some: list[LogLine], minutes: int, baseline_minutes: int
) -> None:
    window = Window(start=NOW - timedelta(minutes=minutes), end=NOW)
    baseline = window.before(timedelta(minutes=baseline_minutes))

    found = error_patterns(some, window, baseline, lambda line: line.log_group)

    errors = [each for each in some if is_error(each.message)]
    assert sum(each.count for each in found) == sum(each.at in window for each in errors)
    assert all(window.start <= each.first_at <= each.last_at <= window.end for each in found)
    new = [each.count for each in found if not each.baseline_count]
    assert new == sorted(new, reverse=True)


class Passing:
    """A line that can be seen to be forgotten."""

    log_group = CHECKOUT_LOGS

    def __init__(self, number: int) -> None:
        self.at = NOW - timedelta(seconds=number)
        self.message = f"[ERROR] order {number} failed"


def test_lines_are_forgotten_as_they_are_counted() -> None:
    alive: WeakSet[Passing] = WeakSet()
    most = 0

    def passing() -> Iterator[Passing]:
        nonlocal most
        for number in range(6_000):
            one = Passing(number)
            alive.add(one)
            most = max(most, len(alive))
            yield one

    (found,) = error_patterns(
        passing(), BASELINE.reaching(NOW), BASELINE, lambda line: line.log_group
    )

    assert found.count + found.baseline_count >= 4_000
    assert most <= 2_100
