"""A refusal that a program tells as mere information is a symptom if it began with the incident and
the errors do not say otherwise; one that was always told, or dealt with, is none.
"""

import pytest

from casebook.analysis.error_lines import informs_of_trouble
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.finding import FindingKind
from tests.kinds.incidents import Situation, blamed, confidently_blames_other, share, situation

SEEDS = range(8)
HOUR = 3600.0
_TROUBLE = {
    "throttling": "request to {} was throttled (429 Too Many Requests), attempt <1..5>",
    "permission": "AccessDenied when calling {}:GetItem, item <1..99999> skipped",
    "resource-exhaustion": "pool {} exhausted: all <20..20> in use, waited <900..999> ms",
}
_ENDS = frozenset({FindingKind.CAUSE, FindingKind.SYMPTOM})


def _slow(of: Situation, since: float) -> str:
    """A function that becomes slow, without an error."""
    function = of.function(of.dice.randint(60, 150))
    of.it.series(function, "Duration").shift(since, 900)
    of.it.alarm(of.name("a"), function, "Duration", 400, 3, statistic="Maximum")
    return function


def _seen(diagnosis: Diagnosis, words: str) -> bool:
    """True if lines with these words are a symptom or a cause to it."""
    return any(
        words in error.example
        for finding in diagnosis.findings
        if finding.kind in _ENDS
        for error in finding.errors
    )


@pytest.mark.parametrize("category", _TROUBLE)
def test_information_that_began_with_the_incident_says_what_is_wrong(category: str) -> None:
    def is_right(seed: int) -> bool:
        of = situation(seed, f"informed {category}")
        since = of.minutes_ago(8, 25)
        function, text = _slow(of, since), _TROUBLE[category].format(of.name())
        of.it.says(function, text, 9, since)
        cause = of.diagnosed().root_cause
        return cause is not None and cause.category == category

    assert share(map(is_right, SEEDS)) >= 0.85


@pytest.mark.parametrize("category", _TROUBLE)
def test_information_that_was_always_told_is_no_symptom(category: str) -> None:
    def is_seen(seed: int) -> bool:
        of = situation(seed, f"always informed {category}")
        name = of.name()
        function = _slow(of, of.minutes_ago(8, 25))
        of.it.says(function, _TROUBLE[category].format(name), 9, -6 * HOUR)
        return _seen(of.diagnosis(), name)

    assert share(map(is_seen, SEEDS)) <= 0.1


@pytest.mark.parametrize("category", _TROUBLE)
def test_information_that_came_long_before_is_none_of_it(category: str) -> None:
    def is_seen(seed: int) -> bool:
        of = situation(seed, f"informed before {category}")
        name, since = of.name(), of.minutes_ago(8, 15)
        function = _slow(of, since)
        of.it.says(function, _TROUBLE[category].format(name), 9, since - 2400, since - 1500)
        return _seen(of.diagnosis(), name)

    assert share(map(is_seen, SEEDS)) <= 0.1


def test_errors_that_say_what_is_wrong_are_heard_before_information() -> None:
    for seed in SEEDS:
        of = situation(seed, "errors say otherwise")
        since, host, name = of.minutes_ago(8, 25), of.host(), of.name()
        function = _slow(of, since)
        text = f"connect ECONNREFUSED {host}:443"
        of.it.says(function, text, 9, since, level="ERROR")
        of.it.says(function, _TROUBLE["permission"].format(name), 9, since)
        diagnosis = of.diagnosis()

        assert not _seen(diagnosis, f"{name}:GetItem")
        assert diagnosis.report
        assert not confidently_blames_other(diagnosis.report, function, host)
        assert blamed(diagnosis.report) in (None, function, host)


@pytest.mark.parametrize(
    ("line", "informs"),
    [
        ("INFO call of ledger was throttled, 3 of 5", True),
        ('{"level":"info","msg":"lease denied by the coordinator"}', True),
        ("[INFO] Connection refused by 10.0.1.4:6379", True),
        ("[INFO] AccessDenied, throttled: all handled", False),
        ("INFO 0 requests throttled in the last minute", False),
        ("INFO no message was rejected", False),
        ('{"level":"info","rejected":0,"accepted":411}', False),
        ("DEBUG lease denied by the coordinator", False),
        ("WARN lease denied by the coordinator", False),
        ("ERROR lease denied by the coordinator", False),
        ("INFO request done in 12 ms", False),
    ],
)
def test_information_about_trouble(line: str, informs: bool) -> None:
    assert informs_of_trouble(line) is informs
