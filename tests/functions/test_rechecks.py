"""Evidence through its handlers: fetched, checked again, and kept from strangers; and which tools
agents use."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casebook import wiring
from casebook.domain.model import iso
from casebook.settings import Settings
from casebook.wiring import Wiring
from tests.functions.conftest import body_of, http
from tests.functions.test_diagnoses import Load, World


@pytest.fixture
def world(load: Load, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("CASEBOOK_RECHECKS_PER_HOUR", "20")
    world = World(load, monkeypatch)
    world.alarm()
    return world


def recheck(world: World, diagnosis: str, evidence: str, groups: str = "[shop]") -> Any:
    path = f"/api/diagnoses/{diagnosis}/evidence/{evidence}/recheck"
    return world.load("evidence_recheck")(http("POST", path, groups=groups))


def evidence_of(world: World, diagnosis: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = body_of(world.get(f"/api/diagnoses/{diagnosis}"))["result"][
        "evidence"
    ]
    return found


def test_every_piece_of_evidence_can_be_checked_again(world: World) -> None:
    diagnosis = world.run()
    outcomes = {}

    for evidence in evidence_of(world, diagnosis):
        answer = recheck(world, diagnosis, evidence["id"])
        again = body_of(answer)
        assert answer["statusCode"] == 200, again
        assert again["intact"] is True
        assert again["window"] == evidence["window"]
        outcomes[evidence["tool"]] = again["outcome"]

    assert outcomes == {
        "alarm": "not-repeatable",
        "get_log_patterns": "same",
        "search_logs": "same",
        "get_alarm_state": "same",
        "query_metrics": "same",
        "get_workload_state": "same",
        "list_changes": "same",
        "search_past_diagnoses": "same",
        "search_runbooks": "same",
    }


def test_a_recheck_is_for_those_who_may_see_the_diagnosis(world: World) -> None:
    diagnosis = world.run()
    evidence = evidence_of(world, diagnosis)[1]["id"]

    stranger = recheck(world, diagnosis, evidence, groups="[bank]")
    missing = recheck(world, diagnosis, "evd_404")

    assert (stranger["statusCode"], missing["statusCode"]) == (404, 404)
    assert body_of(missing)["retryable"] is False


def test_rechecks_are_limited(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_RECHECKS_PER_HOUR", "1")
    diagnosis = world.run()
    evidence = next(
        each["id"] for each in evidence_of(world, diagnosis) if each["tool"] == "query_metrics"
    )
    wiring.wire.cache_clear()
    first, second = (recheck(world, diagnosis, evidence) for _ in range(2))

    assert (first["statusCode"], second["statusCode"]) == (200, 429)
    assert int(second["headers"]["Retry-After"]) > 0
    assert f"1 rechecks of {diagnosis} in an hour" in body_of(second)["detail"]


def series(
    world: World, diagnosis: str, evidence: str, groups: str = "[shop]", **asked: str
) -> Any:
    path = f"/api/diagnoses/{diagnosis}/evidence/{evidence}/series"
    return world.load("evidence_series")(http("GET", path, query=asked, groups=groups))


def test_the_series_behind_metrics_are_drawn_for_those_who_may_see_them(
    load: Load, aws: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    errors = {"MetricName": "Errors", "Dimensions": [{"Name": "FunctionName", "Value": "checkout"}]}
    put = [{**errors, "Timestamp": now - timedelta(minutes=each), "Value": 5} for each in (1, 2, 3)]
    aws("cloudwatch").put_metric_data(Namespace="AWS/Lambda", MetricData=put)
    world = World(load, monkeypatch)
    world.alarm(StateChangeTime=iso(now))
    diagnosis = world.run()
    found = {each["tool"]: each["id"] for each in evidence_of(world, diagnosis)}

    kept = series(world, diagnosis, found["query_metrics"])
    wider = series(
        world, diagnosis, found["query_metrics"], start=iso(now - timedelta(hours=1)), limit="1"
    )
    stranger = series(world, diagnosis, found["query_metrics"], groups="[bank]")
    no_metrics = series(world, diagnosis, found["list_changes"])

    assert (kept["statusCode"], body_of(kept)["source"]) == (200, "evidence"), kept
    assert 5 in body_of(kept)["series"][0]["values"]
    assert (wider["statusCode"], body_of(wider)["source"]) == (200, "cloudwatch"), wider
    assert (stranger["statusCode"], no_metrics["statusCode"]) == (404, 404)
    assert "reads no metrics" in body_of(no_metrics)["detail"]


def test_a_tool_that_an_agent_may_not_use_is_not_called_and_the_gap_is_named(
    world: World, wired: Wiring
) -> None:
    wired.granting.forbid("metric-agent", "query_metrics")

    diagnosis = world.run()

    events = body_of(world.get(f"/api/diagnoses/{diagnosis}/events"))["events"]
    started = [event for event in events if event["type"] == "tool-started"]
    # The coordinator asks for metrics too, where an alarm has no series of its own.
    called = {event["data"]["tool"] for event in started if event["actor"] != "coordinator"}
    gaps = body_of(world.get(f"/api/diagnoses/{diagnosis}"))["result"]["gaps"]
    assert "query_metrics" not in called
    assert "search_logs" in called
    assert "Metrics could not be read: the metric-agent may not use query_metrics." in gaps


def test_what_is_forbidden_to_one_agent_the_coordinator_alone_still_uses(
    world: World, wired: Wiring
) -> None:
    wired.granting.forbid("metric-agent", "query_metrics")
    asked = {"diagnosisId": world.executions[0]}
    world.load("diagnosis_prepare")(asked)

    world.load("coordinator")({**asked, "step": "investigate"})

    events = body_of(world.get(f"/api/diagnoses/{asked['diagnosisId']}/events"))["events"]
    called = {event["data"]["tool"] for event in events if event["type"] == "tool-started"}
    assert "query_metrics" in called


def test_an_agent_without_any_tool_says_so_and_the_diagnosis_concludes(
    world: World, wired: Wiring
) -> None:
    for tool in ("get_log_patterns", "search_logs"):
        wired.granting.forbid("log-agent", tool)

    diagnosis = world.run()

    status = body_of(world.get(f"/api/diagnoses/{diagnosis}"))
    assert status["status"] == "concluded"
    assert (
        "Error lines could not be read: the log-agent may not use get_log_patterns."
        in (status["result"]["gaps"])
    )


def test_every_run_of_a_diagnosis_is_metered(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    diagnosis = world.run()

    lines = (line for line in capsys.readouterr().out.splitlines() if '"ToolRuns"' in line)
    metered = sorted(json.loads(line)["tool"] for line in lines)
    events = body_of(world.get(f"/api/diagnoses/{diagnosis}/events"))["events"]
    ran = sorted(event["data"]["tool"] for event in events if event["type"] == "tool-finished")
    assert metered == ran


@pytest.fixture
def wired(world: World) -> Wiring:
    return Wiring(Settings.from_environment())
