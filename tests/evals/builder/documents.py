"""The documents of a scenario: its alarm, what is expected, and the bytes of its files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tests.evals.builder.sampling import DAY, MINUTE
from tests.evals.builder.series import Series

ACCOUNT = "418295736104"
_WORDS = {
    "GreaterThanThreshold": "greater than",
    "LessThanThreshold": "less than",
    "GreaterThanOrEqualToThreshold": "greater than or equal to",
}


def alarm(
    name: str,
    watched: Series,
    threshold: float,
    periods: int = 2,
    description: str = "",
    breaching: str = "GreaterThanThreshold",
    statistic: str = "SUM",
    missing: str = "missing",
    updated: float = -DAY * 97,
) -> dict[str, Any]:
    """CloudWatch's message. `updated`: when somebody last changed the alarm itself."""
    crossed = f"{periods} datapoints were {_WORDS[breaching]} the threshold ({threshold})."
    return {
        "AlarmName": name,
        "AlarmDescription": description or None,
        "AWSAccountId": ACCOUNT,
        "AlarmConfigurationUpdatedTimestamp": updated,
        "NewStateValue": "ALARM",
        "NewStateReason": f"Threshold Crossed: {crossed}",
        "StateChangeTime": 0,
        "Region": "US East (N. Virginia)",
        "AlarmArn": f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:{name}",
        "OldStateValue": "OK",
        "Trigger": {
            "MetricName": watched.name,
            "Namespace": watched.namespace,
            "StatisticType": "Statistic",
            "Statistic": statistic,
            "Unit": None,
            "Dimensions": [{"value": v, "name": name} for name, v in watched.dimensions.items()],
            "Period": int(MINUTE),
            "EvaluationPeriods": periods,
            "DatapointsToAlarm": periods,
            "ComparisonOperator": breaching,
            "Threshold": threshold,
            "TreatMissingData": missing,
        },
    }


def expected(
    resource: str | list[str | None] | None,
    category: str | None,
    mentions: str,
    blames: str,
    verdict: str,
    faults: str,
) -> dict[str, Any]:
    """Several values that count as right are divided by bars."""
    found = {"verdict": _one_or_several(verdict), "resource": _one_or_several(resource)}
    optional = {
        "category": _one_or_several(category),
        "mentions": _split(mentions),
        "blames": _split(blames),
        "faults": _split(faults),
    }
    return found | {name: value for name, value in optional.items() if value}


def files(
    documents: Mapping[str, Any], entries: Mapping[str, Iterable[Any]], texts: Mapping[str, str]
) -> dict[str, bytes]:
    """What docs/evaluation.md calls a scenario: its files by their names, without empty ones."""
    found = {f"{name}.json": json.dumps(it, indent=2) + "\n" for name, it in documents.items()}
    for name, listed in entries.items():
        lines = (json.dumps(entry, separators=(",", ":")) + "\n" for entry in listed)
        found[f"{name}.jsonl"] = "".join(lines)
    return {name: text.encode() for name, text in (found | dict(texts)).items() if text}


def _split(values: str) -> list[str]:
    return [value.strip() for value in values.split("|")] if values else []


def _one_or_several(values: str | list[str | None] | None) -> object:
    return _split(values) if isinstance(values, str) and "|" in values else values
