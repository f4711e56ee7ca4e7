"""An incident of one shop, small enough to see what a transformation does to it."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from typing import Any

from cli.evaluation.metamorphic.relation import Maker, Variant
from cli.evaluation.scenario import Alarm, Change, Datum, Expected, Line, Scenario, Workload

FIRED_AT = datetime(2026, 11, 21, 19, 4, tzinfo=UTC)
ONSET = -300.0
REQUEST = "0f8fad5b-d9cb-469f-a165-70867728950e"


def incident(**fields: Any) -> Scenario:
    """`pay-api` fails for five minutes after a deployment, and has an hour of history."""
    known: dict[str, Any] = {
        "name": "pay",
        "workload": workload(),
        "alarm": alarm(),
        "expected": Expected(
            verdict=("confirmed", "likely"),
            resource=("pay-api",),
            category=("deployment",),
            mentions=("2.0.0",),
            blames=("orders",),
        ),
        "lines": tuple(lines()),
        "data": tuple(data()),
        "changes": (
            change(-3000, "orders", "more capacity"),
            change(-330, "pay-api", "pay-api 2.0.0"),
        ),
    }
    return Scenario(**(known | fields))


def workload() -> Workload:
    dimensions = {"FunctionName": "pay-api"}
    metrics = [
        {"namespace": "AWS/Lambda", "name": name, "dimensions": dimensions}
        for name in ("Errors", "Invocations", "Duration")
    ]
    return Workload.model_validate(
        {
            "name": "shop",
            "project": "retail",
            "resources": [
                {
                    "name": "pay-api",
                    "type": "lambda",
                    "logGroups": ["/aws/lambda/pay-api"],
                    "metrics": metrics,
                },
                {"name": "orders", "type": "dynamodb"},
                {"name": "api.partner.example", "type": "other"},
            ],
            "calls": [["pay-api", "orders"], ["pay-api", "api.partner.example"]],
        }
    )


def alarm() -> Alarm:
    return Alarm.model_validate(
        {
            "AlarmName": "pay-errors",
            "AWSAccountId": "111122223333",
            "AlarmArn": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:pay-errors",
            "NewStateValue": "ALARM",
            "NewStateReason": "Threshold Crossed",
            "StateChangeTime": 0,
            "Trigger": {
                "MetricName": "Errors",
                "Namespace": "AWS/Lambda",
                "StatisticType": "Statistic",
                "Statistic": "SUM",
                "Dimensions": [{"name": "FunctionName", "value": "pay-api"}],
                "Period": 60,
                "EvaluationPeriods": 3,
                "DatapointsToAlarm": 3,
                "ComparisonOperator": "GreaterThanThreshold",
                "Threshold": 5,
                "TreatMissingData": "missing",
            },
        }
    )


def lines() -> list[Line]:
    found = []
    for at in range(-3600, 91, 10):
        fails = at >= ONSET
        said = {
            "level": "ERROR" if fails else "INFO",
            "message": "order of pay-api refused" if fails else "order taken",
            "timestamp": f"2026-03-14T09:{(at // 60) % 60:02}:{at % 60:02}.000Z",
            "order": at,
        }
        if fails:
            said["exception"] = "Traceback (most recent call last):\nTypeError: no price"
        found.append(line(at, json.dumps(said)))
    found.append(line(-100, f"START RequestId: {REQUEST} Version: 7\n"))
    return found


def line(at: float, message: str, group: str = "/aws/lambda/pay-api", stream: str = "a") -> Line:
    return Line(group=group, stream=stream, at=at, message=message)


def data() -> list[Datum]:
    found = []
    for at in range(-3601, 0, 60):
        fails = at >= ONSET
        values = {"Errors": 20.0 if fails else 1.0, "Invocations": 50.0, "Duration": 100.0 + at % 7}
        found += [
            Datum(
                namespace="AWS/Lambda",
                name=name,
                dimensions={"FunctionName": "pay-api"},
                unit="Count",
                at=at,
                value=value,
            )
            for name, value in values.items()
        ]
    return found


def change(at: float, resource: str, summary: str) -> Change:
    return Change.model_validate(
        {"at": at, "kind": "deployment", "resource": resource, "summary": summary}
    )


def made(maker: Maker, scenario: Scenario | None = None, seed: int = 1) -> Variant:
    variant = maker(scenario or incident(), random.Random(seed))
    assert variant is not None
    return variant
