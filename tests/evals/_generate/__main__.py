"""Writes every scenario. The index says which part each belongs to; a new one is held out."""

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
INDEX = HERE / "index.json"
SUITES = (
    development,
    retired,
    false_alarms,
    practice,
    held_out,
    exam,
    second_exam,
    third_exam,
    fourth_exam,
)

if __name__ == "__main__":
    index: dict[str, list[str]] = json.loads(INDEX.read_text())
    for suite in SUITES:
        for build in suite.SCENARIOS:
            incident = build()
            incident.write(HERE)
            if not any(incident.name in names for names in index.values()):
                index["held-out"].append(incident.name)
    divided = {part: sorted(names) for part, names in index.items()}
    INDEX.write_text(json.dumps(divided, indent=2) + "\n")
