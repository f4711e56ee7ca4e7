"""Lambda's START, END and REPORT lines as the JSON platform events that its JSON format writes.

https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cli.evaluation.metamorphic.lines import read_line
from cli.evaluation.metamorphic.loggers import lambda_json
from cli.evaluation.metamorphic.relation import Variant
from cli.evaluation.scenario import Line, Scenario

_START = re.compile(r"^START RequestId: (?P<id>\S+) Version: (?P<version>\S+)\s*$")
_END = re.compile(r"^END RequestId: (?P<id>\S+)\s*$")
_REPORT = re.compile(
    r"^REPORT RequestId: (?P<id>\S+)\s+Duration: (?P<duration>[\d.]+) ms\s+"
    r"Billed Duration: (?P<billed>\d+) ms\s+Memory Size: (?P<size>\d+) MB\s+"
    r"Max Memory Used: (?P<used>\d+) MB(?:\s+Init Duration: (?P<init>[\d.]+) ms)?"
    r"(?:\s+Status: (?P<status>\w+)(?:\s+Error Type: (?P<error>\S+))?)?\s*$"
)
_TIMED_OUT = re.compile(
    r"^(?P<time>\S+Z) (?P<id>\S+) Task timed out after (?P<s>[\d.]+) seconds\s*$"
)


def platform_events(scenario: Scenario, chance: random.Random) -> Variant | None:
    """Log groups with Lambda's own lines, in Lambda's JSON format as a whole."""
    groups = {line.group for line in scenario.lines if _event(line.message)}
    if not groups:
        return None
    lines = tuple(_rewritten(line) if line.group in groups else line for line in scenario.lines)
    return Variant("", replace(scenario, lines=lines))


def _rewritten(line: Line) -> Line:
    event = _event(line.message)
    if event:
        return line.model_copy(update={"message": json.dumps(event)})
    read = read_line(line.message)
    if read is None:
        return line
    return line.model_copy(update={"message": lambda_json(read, line.stream)})


def _event(message: str) -> dict[str, Any] | None:
    if match := _START.match(message):
        record = {"requestId": match["id"], "version": match["version"]}
        return {"type": "platform.start", "record": record}
    if match := _END.match(message):
        record = {"requestId": match["id"], "status": "success"}
        return {"type": "platform.runtimeDone", "record": record}
    if match := _TIMED_OUT.match(message):
        seconds = float(match["s"])
        record_of_it = {
            "requestId": match["id"],
            "status": "timeout",
            "metrics": {"durationMs": round(seconds * 1000, 3), "producedBytes": 0},
        }
        return {"time": match["time"], "type": "platform.runtimeDone", "record": record_of_it}
    if match := _REPORT.match(message):
        return {"type": "platform.report", "record": _report(match.groupdict())}
    return None


def _report(parts: Mapping[str, str | None]) -> dict[str, Any]:
    metrics = {
        "durationMs": float(parts["duration"] or 0),
        "billedDurationMs": int(parts["billed"] or 0),
        "memorySizeMB": int(parts["size"] or 0),
        "maxMemoryUsedMB": int(parts["used"] or 0),
    }
    if parts["init"]:
        metrics["initDurationMs"] = float(parts["init"])
    record: dict[str, Any] = {"requestId": parts["id"], "metrics": metrics}
    record["status"] = parts["status"] or "success"
    if parts["error"]:
        record["errorType"] = parts["error"]
    return record
