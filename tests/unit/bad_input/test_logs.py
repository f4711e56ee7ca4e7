"""Logs as they really come: binary, endless, empty, gone, from clocks that are wrong."""

import json
import time
import tracemalloc

import pytest

from casebook.domain.report import Verdict
from casebook.tools.results.logs import LogPatterns
from tests.unit.bad_input.world import (
    CHECKOUT_LOGS,
    REFUSED,
    World,
    at,
    dead_address,
    diagnose,
    quiet,
)

KB_256 = 256 * 1024
JUNK = {
    "null characters": "\0" * 200,
    "control characters": "".join(map(chr, range(32))),
    "every byte": bytes(range(256)).decode("latin-1"),
    "half of a surrogate pair": "ERROR order \ud83d failed",
    "a surrogate in JSON": '{"level":"ERROR","message":"order \\ud83d failed"}',
    "letters that change the direction": "ERROR \u202edeliaf redro\u202c",
    "a byte order mark": '\ufeff{"level":"ERROR","message":"x"}',
    "nothing": "",
    "blanks": " \t\r\n\x0b\x0c\x85\u2028",
    "JSON that is cut off": '{"level":"ERROR","message":"it broke',
    "JSON within JSON": json.dumps({"level": "ERROR", "message": json.dumps({"a": [1]})}),
    "JSON 900 deep": '{"level":"ERROR","error":' + "[" * 900 + "]" * 900 + "}",
    "JSON deeper than anything": '{"level":"ERROR","error":' + "[" * 100_000,
    "a number beyond all numbers": '{"level":"ERROR","message":' + "9" * 5_000 + "}",
    "a level that is a list": '{"level":["ERROR"],"message":{"a":null}}',
    "a stack of a line number beyond all": 'ERROR File "a.py", line ' + "9" * 5_000 + ", in f",
    "wildcards": "ERROR <*> <*> <password-1> %s {} .* \\d+ (?P<x>",
    "quotation marks": "ERROR ` \" ' “ ” … `",
}


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_a_workload_that_logs_nothing_but_junk_is_told_of_without_a_cause(junk: str) -> None:
    world = World().log(junk, *range(-50, 20, 5))

    report = diagnose(world).report

    assert report.root_cause is None
    assert {run.outcome for run in world.runs if run.tool.endswith(("patterns", "logs"))} <= {
        "success",
        "no-data",
    }


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_junk_beside_a_fault_does_not_hide_it(junk: str) -> None:
    cause = diagnose(dead_address().log(junk, *range(-300, 20, 10))).report.root_cause

    assert cause is not None
    assert (cause.resource, cause.category) == ("checkout-fn", "configuration")


@pytest.mark.parametrize("piece", ["a", "a.", "ERROR ", "at a.b(", '{"a":', '"', "\ud800", "é=1 "])
def test_lines_of_256_kb_take_bounded_time_and_memory(piece: str) -> None:
    line = "ERROR " + piece * (KB_256 // len(piece))
    world = dead_address().log(line, *range(-3_000, 20, 300))
    began = time.process_time()
    tracemalloc.start()

    diagnosed = diagnose(world)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - began < 20
    assert peak < 200 * 1024 * 1024
    assert diagnosed.report.root_cause is not None
    assert max(len(each.excerpt) for each in diagnosed.evidence) <= 6_000


def test_an_empty_log_group_is_a_gap_and_no_verdict() -> None:
    diagnosed = diagnose(World())

    assert diagnosed.report.verdict is Verdict.INCONCLUSIVE
    assert any("Log lines" in gap for gap in diagnosed.gaps)


def test_a_log_group_that_is_gone_is_named() -> None:
    world = World()
    world.logs.lines.clear()

    diagnosed = diagnose(world)

    assert diagnosed.report.verdict is Verdict.INCONCLUSIVE
    assert any(
        f"There is no log group {CHECKOUT_LOGS}." in run.evidence.excerpt for run in world.runs
    )


def test_lines_without_an_error_are_an_answer() -> None:
    world = quiet()
    diagnosed = diagnose(world)

    (patterns,) = (run for run in world.runs if run.tool == "get_log_patterns")
    assert isinstance(patterns.data, LogPatterns)
    assert patterns.data.patterns == ()
    assert patterns.data.total_lines > 0
    assert any(each.rule == "no-new-errors" for each in diagnosed.findings)
    assert diagnosed.report.root_cause is None


@pytest.mark.parametrize("seconds", [1_000, 86_400, -7_200, -10_000_000])
def test_errors_of_a_clock_that_is_wrong_are_not_of_the_incident(seconds: float) -> None:
    world = quiet().log(REFUSED, *(seconds + n for n in range(50)))

    assert diagnose(world).report.root_cause is None


@pytest.mark.parametrize("skew", [-4, 4, 15])
def test_a_clock_that_is_a_little_wrong_hides_nothing(skew: float) -> None:
    world = quiet().log(REFUSED, *(second + skew for second in range(-50, 20, 2)))
    world.measure("Errors", [(-100, 0.0), (-40, 25.0)]).change(-60)

    cause = diagnose(world).report.root_cause

    assert cause is not None
    assert cause.resource == "checkout-fn"


def test_a_window_in_the_future_holds_nothing() -> None:
    world = dead_address()
    world.window = world.window.model_copy(update={"start": at(7_200), "end": at(9_000)})

    report = diagnose(world).report

    assert report.root_cause is None
    assert report.verdict is Verdict.INCONCLUSIVE


def test_a_window_of_no_length_is_looked_at_up_to_now() -> None:
    world = dead_address()
    world.window = world.window.model_copy(update={"start": at(-60), "end": at(-60)})

    assert diagnose(world).assessment is not None
