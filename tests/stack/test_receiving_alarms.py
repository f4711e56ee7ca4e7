"""Whatever comes in on the alarm topic, nothing crashes and nothing is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from cli.client import Client
from local.state import Stack
from tests.stack.waiting import eventually

FUNCTION = "alarm-received"


def publish(stack: Stack, message: str) -> None:
    stack.aws.client("sns").publish(TopicArn=stack.casebook.alarm_topic_arn, Message=message)


def alarm(name: str) -> str:
    return json.dumps(
        {
            "AlarmName": name,
            "NewStateValue": "ALARM",
            "NewStateReason": "Threshold Crossed",
            "StateChangeTime": datetime.now(UTC).isoformat(),
            "Trigger": {"MetricName": "Errors", "Namespace": "AWS/Lambda", "Dimensions": []},
        }
    )


def log_of_receiver(stack: Stack) -> str:
    logs = stack.aws.client("logs")
    groups = logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/Casebook")["logGroups"]
    (group,) = [g["logGroupName"] for g in groups if g["logGroupName"].endswith(FUNCTION)]
    events = logs.filter_log_events(logGroupName=group)["events"]
    return "\n".join(event["message"] for event in events)


def test_an_alarm_that_matches_nothing_is_kept_and_listed(stack: Stack, client: Client) -> None:
    publish(stack, alarm("nobody-knows-me"))

    assert eventually(lambda: "nobody-knows-me" in json.dumps(client.get("/api/alarms/unmatched")))
    heard = client.get("/api/alarms")["alarms"]
    assert ("nobody-knows-me", "unmatched") in {(each["name"], each["outcome"]) for each in heard}


def test_a_message_that_is_no_alarm_is_counted_and_acknowledged(stack: Stack) -> None:
    publish(stack, "hello, is this the right topic?")

    assert eventually(lambda: "MessagesThatAreNoAlarm" in log_of_receiver(stack))
    assert "Traceback" not in log_of_receiver(stack)


def test_an_alarm_of_a_workload_is_listed_with_the_diagnosis_that_it_started(
    stack: Stack, client: Client, stranger: Client
) -> None:
    name = "listed-errors"
    resources = [{"name": "listed-fn", "type": "lambda"}]
    described = {"name": "listed", "project": "shop", "resources": resources, "alarms": [name]}
    workload = client.register_workload(described)
    publish(stack, alarm(name))

    def started() -> list[dict[str, Any]]:
        heard = client.get("/api/alarms")["alarms"]
        return [each for each in heard if each["name"] == name and "diagnosisId" in each]

    assert eventually(lambda: bool(started()))
    diagnosis = started()[0]["diagnosisId"]
    client.post(f"/api/diagnoses/{diagnosis}/cancel", {})
    assert (started()[0]["workloadId"], started()[0]["outcome"]) == (workload, "started")
    listed = client.get("/api/diagnoses", state="ended")["diagnoses"]
    assert (diagnosis, "cancelled") in {(each["diagnosisId"], each["status"]) for each in listed}
    assert stranger.get("/api/diagnoses")["diagnoses"] == []
    assert name not in {each["name"] for each in stranger.get("/api/alarms")["alarms"]}
