"""Writes every scenario and the index of the two parts."""

from __future__ import annotations

import json
from pathlib import Path

from tests.evals._generate import (
    development,
    exam,
    false_alarms,
    fourth_exam,
    held_out,
    practice,
    retired,
    second_exam,
    third_exam,
)

HERE = Path(__file__).resolve().parent.parent

if __name__ == "__main__":
    parts = {
        "development": [
            *development.SCENARIOS,
            *retired.SCENARIOS,
            *false_alarms.SCENARIOS,
            *practice.SCENARIOS,
        ],
        "held-out": [
            *held_out.SCENARIOS,
            *exam.SCENARIOS,
            *second_exam.SCENARIOS,
            *third_exam.SCENARIOS,
            *fourth_exam.SCENARIOS,
        ],
    }
    index = {}
    for part, builders in parts.items():
        incidents = [build() for build in builders]
        for incident in incidents:
            incident.write(HERE)
        index[part] = sorted(incident.name for incident in incidents)
    (HERE / "index.json").write_text(json.dumps(index, indent=2) + "\n")
