"""Each fault is made through AWS' API, its alarm fires by itself, and Casebook finds the cause."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from cli import shop
from cli.client import Client
from cli.errors import ApiError
from cli.experiment import Experiment
from cli.following import follow_diagnosis
from cli.outcome import Outcome
from local.faults import FAULTS
from local.state import Stack

CAUSES = [name for name in FAULTS if name != "blip"]


def diagnosed(stack: Stack, client: Client, fault: str) -> Outcome:
    return Experiment(stack, client, FAULTS[fault], Console()).run()


def test_a_blip_that_healed_by_itself_is_a_false_alarm(stack: Stack, client: Client) -> None:
    outcome = diagnosed(stack, client, "blip")

    assert outcome.as_expected, outcome.conclusion.report.to_json()


@pytest.mark.parametrize("fault", CAUSES)
def test_the_cause_is_found_and_every_claim_cites_evidence(
    fault: str, stack: Stack, client: Client
) -> None:
    outcome = diagnosed(stack, client, fault)

    found = outcome.conclusion.report
    assert outcome.as_expected, found.to_json()
    held = {evidence.id for evidence in found.evidence}
    cited = {
        identity
        for hypothesis in found.hypotheses
        for argument in hypothesis.supports
        for identity in argument.evidence
    }
    assert cited
    assert cited <= held


def test_the_change_names_who_made_it(stack: Stack, client: Client) -> None:
    """Of the dead address that was diagnosed above: its change is the oldest of a configuration."""
    workload = shop.registered(client)
    known = [client.diagnosis(d["diagnosisId"]) for d in client.diagnoses(workload)]
    results = [found["result"] for found in known if found.get("result")]
    changes = [result["change"] for result in results if result.get("change")]
    (change,) = [c for c in changes if "127.0.0.1:9" in json.dumps(c)][-1:]

    # The emulator's CloudTrail has the access key where AWS has the user's name.
    assert change["actor"] in ("release-bot", stack.release_bot.access_key_id)
    assert "PAYMENTS_URL" in json.dumps(change)


def test_what_was_streamed_is_what_the_log_replays(stack: Stack, client: Client) -> None:
    newest = client.diagnoses(shop.registered(client))[0]["diagnosisId"]

    events = client.diagnosis_events(newest, after=0)

    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert events[-1].is_last
    status = client.diagnosis(newest)
    assert status["status"] == "concluded"
    assert (
        status["result"]["verdict"] == json.loads(json.dumps(events[-1].data))["result"]["verdict"]
    )


def test_the_evidence_of_a_diagnosis_can_be_checked_again(client: Client, stranger: Client) -> None:
    newest = client.diagnoses(shop.registered(client))[0]["diagnosisId"]
    rechecked = [client.recheck(newest, each["id"]) for each in client.evidence_of(newest)]

    assert all(each["intact"] for each in rechecked)
    outcomes = {(each["tool"], each["outcome"]) for each in rechecked}
    assert ("alarm", "not-repeatable") in outcomes
    # Since then the shop was settled, so its configuration may differ; what was logged is logged.
    assert ("get_log_patterns", "same") in outcomes, json.dumps(rechecked, indent=2)
    assert not [each for each in rechecked if each["outcome"] in ("failed", "gone")]
    with pytest.raises(ApiError) as refused:
        stranger.recheck(newest, rechecked[0]["evidenceId"])
    assert refused.value.status == 404


def ended(client: Client) -> str:
    """The shop's newest diagnosis, or one by hand if it has none."""
    workload = shop.registered(client)
    if not client.diagnoses(workload):
        started = client.start_diagnosis(workload, "complex")
        follow_diagnosis(client, started, Console(file=io.StringIO()))
    return str(client.diagnoses(workload)[0]["diagnosisId"])


def test_the_metrics_behind_a_diagnosis_are_there_to_be_drawn(
    stack: Stack, client: Client, stranger: Client
) -> None:
    errors = {
        "MetricName": "Errors",
        "Dimensions": [{"Name": "FunctionName", "Value": "checkout-fn"}],
        "Value": 1.0,
    }
    stack.aws.client("cloudwatch").put_metric_data(Namespace="AWS/Lambda", MetricData=[errors])
    newest = client.start_diagnosis(shop.registered(client), "simple")
    follow_diagnosis(client, newest, Console(file=io.StringIO()))
    (metrics, *_) = (e for e in client.evidence_of(newest) if e["tool"] == "query_metrics")

    kept = client.series(newest, metrics["id"])
    wider = client.series(newest, metrics["id"], start=metrics["window"]["start"])

    assert (kept["source"], wider["source"]) == ("evidence", "cloudwatch")
    assert any(value is not None for each in kept["series"] for value in each["values"])
    with pytest.raises(ApiError) as refused:
        stranger.series(newest, metrics["id"])
    assert refused.value.status == 404


def test_a_diagnosis_is_run_again_from_its_assessment_with_a_hint(client: Client) -> None:
    newest = client.start_diagnosis(shop.registered(client), "complex")
    follow_diagnosis(client, newest, Console(file=io.StringIO()))
    events = client.diagnosis_events(newest, after=0)
    assessed = next(event.seq for event in events if event.type == "assessment-made")

    again = client.rerun_diagnosis(newest, assessed, "PAYMENTS_URL of checkout")
    conclusion = follow_diagnosis(client, again, Console(file=io.StringIO()))

    state = client.get(f"/api/diagnoses/{again}/state")
    assert conclusion.report.verdict
    assert state["rerun"] == {"of": newest, "fromSeq": assessed, "hint": "PAYMENTS_URL of checkout"}
    assert set(state["takenOver"]["evidence"]) <= {each["id"] for each in state["evidence"]}
    taken = client.recheck(again, state["takenOver"]["evidence"][-1])
    assert taken["intact"] is True


def test_the_map_shows_every_resource_of_the_shop(client: Client) -> None:
    found = client.workload_map(shop.registered(client))

    assert [each["name"] for each in found["resources"]] == [
        each["name"] for each in shop.WORKLOAD["resources"]
    ]
    assert "checkout-errors" in {each["name"] for each in found["alarms"]}
    assert found.get("notes", []) == []
