"""A change that only came before is never confirmed, one that came after the first error never is
the cause, and who fails alike without the change acquits it.
"""

import pytest

from casebook.domain.report import Verdict
from tests.evals import aws
from tests.evals.builder import MINUTE
from tests.kinds.incidents import Situation, blamed, situation

SEEDS = range(2)


def _partner_fails(seed: int, about: str) -> tuple[Situation, str, float]:
    of = situation(seed, about)
    rate, since = of.dice.randint(60, 150), of.minutes_ago(16, 40)
    function, of.right = of.function(rate), of.host()
    of.it.has(aws.outside(of.right, rate))
    of.it.calls(f"{function} > {of.right}")
    text = f"{of.right} answered 503 Service Unavailable for POST /v1/items"
    of.it.says(function, text, 8, since, level="ERROR")
    of.it.moves(since, f"{function} Errors {rate / 2}", f"{of.right} Failures {rate / 2}")
    of.it.alarm(of.name("alarm"), function, "Errors", rate / 4, 3)
    return of, function, since


@pytest.mark.parametrize("seed", SEEDS)
def test_a_release_after_the_first_error_is_never_the_cause(seed: int) -> None:
    of, function, since = _partner_fails(seed, "too late")
    of.it.change(since + 11 * MINUTE, f"deployment {function} | {function} 4.1: new texts")

    report = of.diagnosed()

    assert blamed(report) == of.right


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_elsewhere_with_nothing_measured_stays_below_likely(seed: int) -> None:
    """Errors without a reason, and minutes before a change of what is called, on which nothing is
    measured."""
    of = situation(seed, "elsewhere")
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 30)
    function, callee = of.function(rate), of.function(rate)
    of.it.calls(f"{function} > {callee}")
    of.it.says(function, f"{of.name()} failed: no {of.name()}", 8, since, level="ERROR")
    of.it.moves(since, f"{function} Errors {rate / 2}")
    of.it.change(
        since - 4 * MINUTE, f"configuration {callee} ops | log level", "logLevel: INFO -> WARN"
    )
    of.it.alarm(of.name("alarm"), function, "Errors", rate / 4, 3)

    report = of.diagnosed()

    assert blamed(report) != callee or report.confidence < 0.55


@pytest.mark.parametrize("seed", SEEDS)
def test_a_release_whose_own_code_fails_from_then_on_is_found(seed: int) -> None:
    of = situation(seed, "defect")
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 50)
    of.right = of.function(rate)
    text = f"Unhandled\nTypeError: Cannot read properties of undefined (reading '{of.name()}')"
    of.it.says(of.right, text, 9, since, level="ERROR")
    of.it.moves(since, f"{of.right} Errors {rate / 2}")
    of.it.change(since - 50, f"deployment {of.right} | {of.right} 2.0: rewritten")
    of.it.alarm(of.name("alarm"), of.right, "Errors", rate / 4, 3)

    report = of.diagnosed()

    assert blamed(report) == of.right
    assert report.root_cause
    assert report.root_cause.category in ("deployment", "code-defect")


@pytest.mark.parametrize("seed", SEEDS)
def test_who_fails_alike_without_the_change_acquits_it(seed: int) -> None:
    of = situation(seed, "control group")
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 30)
    front, changed, control = of.function(rate * 2), of.function(rate), of.function(rate)
    of.it.calls(f"{front} > {changed}", f"{front} > {control}")
    what = f"{of.name()} timed out after 3000 ms"
    for name in (changed, control):
        of.it.says(name, f"Error: request timed out: {what}", 8, since, level="ERROR")
        of.it.moves(since, f"{name} Errors {rate / 2}")
    of.it.change(since - 3 * MINUTE, f"deployment {changed} | {changed} 3.2: new texts")
    of.it.alarm(of.name("alarm"), changed, "Errors", rate / 4, 3)

    report = of.diagnosed()

    assert report.verdict is not Verdict.CONFIRMED
    assert report.change is None
