"""A runtime that the platform replaced is told by the first lines of environments alone: a cause if
the errors began with it and could come of it, and no more than a fact otherwise.
"""

import json
from random import Random

import pytest

from casebook.domain.report import Report, Verdict
from tests.evals import logs
from tests.kinds.incidents import Situation, blamed, confidently_blames_other, share, situation

SEEDS = range(6)
HOUR = 3600.0
_LANGUAGES = ("python:3.12", "nodejs:22", "java:21", "ruby:3.3", "dotnet:8")
_OF_CODE = (
    "TypeError: Cannot read properties of undefined (reading '{}')",
    "Runtime.ImportModuleError: Unable to import module 'handler': No module named '{}'",
    "AttributeError: module 'ssl' has no attribute '{}'",
    "certificate verify failed: unable to get local issuer certificate ({}.pem)",
    "/var/task/{}.so: undefined symbol: EVP_MD_size",
)
_OF_OTHERS = (
    "ThrottlingException: Rate exceeded for {}",
    "AccessDeniedException: not authorized to perform {}:Get",
    "connect ECONNREFUSED 10.2.3.4:5432 ({})",
    "certificate verify failed: certificate has expired ({})",
    "FATAL: password authentication failed for user '{}'",
)


def _as_json(dice: Random, at: float, level: str, text: str) -> str:
    """The same line as a function with JSON logs has it."""
    words = text.split()
    record = {"runtimeVersion": words[3], "runtimeVersionArn": words[-1], "phase": "init"}
    return json.dumps({"type": "platform.initStart", "record": record})


def _starts(
    of: Situation, function: str, moment: float, language: str = "", before: float = 0.05
) -> tuple[str, str]:
    """Environments start with one version up to a moment, with the next from then on."""
    language = language or of.dice.choice(_LANGUAGES)
    number, style = of.dice.randint(8, 80), of.dice.choice((logs.bare, _as_json))
    old, new = f"{language}.v{number}", f"{language}.v{number + of.dice.randint(1, 3)}"
    for version, rate, since, until in ((old, before, -6 * HOUR, moment), (new, 1.5, moment, 900)):
        arn = f"arn:aws:lambda:eu-west-1::runtime:{of.dice.getrandbits(256):064x}"
        text = f"INIT_START Runtime Version: {version}\tRuntime Version ARN: {arn}"
        of.it.once(since + 1, f"{function} | {text}", style=style)
        of.it.says(function, text, rate, since + 1, until, style=style)
    return old, new


def _fails(of: Situation, text: str, since: float) -> str:
    rate = of.dice.randint(60, 150)
    function = of.function(rate)
    of.it.says(function, text.format(of.name()), 9, since, level="ERROR")
    of.it.moves(since, f"{function} Errors {rate / 2}")
    of.it.alarm(of.name("a"), function, "Errors", rate / 4, 3)
    return function


def _blames_runtime(report: Report) -> bool:
    return report.change is not None and report.change.diff[0].path == "runtimeVersion"


@pytest.mark.parametrize("text", _OF_CODE)
def test_a_replaced_runtime_with_which_the_code_begins_to_fail_is_found(text: str) -> None:
    def is_found(seed: int) -> bool:
        of = situation(seed, f"replaced {text[:12]}")
        since = of.minutes_ago(8, 60)
        function = _fails(of, text, since)
        _, new = _starts(of, function, since - 5)
        report = of.diagnosed()
        assert blamed(report) == function
        return _blames_runtime(report) and new in report.summary

    assert share(map(is_found, SEEDS)) >= 0.9


@pytest.mark.parametrize("text", _OF_OTHERS)
def test_errors_that_name_another_reason_do_not_come_of_the_runtime(text: str) -> None:
    for seed in SEEDS:
        of = situation(seed, f"others {text[:12]}")
        since = of.minutes_ago(8, 60)
        function = _fails(of, text, since)
        _starts(of, function, since - 5)

        assert not _blames_runtime(of.diagnosed())


@pytest.mark.parametrize("text", _OF_CODE)
def test_a_runtime_that_was_replaced_hours_before_is_not_blamed(text: str) -> None:
    for seed in SEEDS:
        of = situation(seed, f"hours before {text[:12]}")
        since = of.minutes_ago(8, 50)
        function = _fails(of, text, since)
        _starts(of, function, since - of.dice.uniform(1.5, 4) * HOUR)
        report = of.diagnosed()

        assert not _blames_runtime(report)
        assert not confidently_blames_other(report, function)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_runtime_that_is_replaced_after_the_first_error_is_not_blamed(seed: int) -> None:
    of = situation(seed, "runtime too late")
    since = of.minutes_ago(20, 60)
    function = _fails(of, _OF_CODE[0], since)
    _starts(of, function, since + 600)

    report = of.diagnosed()

    assert not _blames_runtime(report)
    assert report.verdict is not Verdict.CONFIRMED


@pytest.mark.parametrize("seed", SEEDS)
def test_a_replaced_runtime_under_healthy_code_raises_no_alarm(seed: int) -> None:
    of = situation(seed, "well on the new runtime")
    function, other = of.function(of.dice.randint(60, 150)), of.host()
    since = of.minutes_ago(8, 40)
    _starts(of, function, since - 5)
    caller = _fails(of, f"{other} answered 503 Service Unavailable ({{}})", since)
    of.it.calls(f"{caller} > {function}")

    assert not _blames_runtime(of.diagnosed())


@pytest.mark.parametrize("seed", SEEDS)
def test_who_fails_alike_on_the_old_runtime_acquits_the_new_one(seed: int) -> None:
    of = situation(seed, "old runtime fails too")
    since = of.minutes_ago(8, 40)
    function = _fails(of, _OF_CODE[0], since)
    control = of.function(90)
    of.it.says(control, _OF_CODE[0].format(of.name()), 9, since, level="ERROR")
    of.it.moves(since, f"{control} Errors 40")
    _starts(of, function, since - 5)

    assert not _blames_runtime(of.diagnosed())


def test_versions_that_take_turns_are_no_switch() -> None:
    """Two aliases of one function may stand on two versions of the runtime."""
    for seed in SEEDS:
        of = situation(seed, "two aliases")
        since = of.minutes_ago(8, 40)
        function = _fails(of, _OF_CODE[0], since)
        for version in ("nodejs:22.v31", "nodejs:22.v32"):
            text = (
                f"INIT_START Runtime Version: {version}\tRuntime Version ARN: arn:aws:x:{version}"
            )
            of.it.says(function, text, 0.8, -5 * HOUR, style=logs.bare)

        assert not _blames_runtime(of.diagnosed())
