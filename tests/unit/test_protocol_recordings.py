"""What front ends are tested with is what Casebook's own fold says today."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from tests.protocol import recording


def stored(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((recording.RECORDINGS / f"{name}.json").read_text())
    return document


@pytest.mark.parametrize("name", recording.STATES)
def test_a_recording_has_the_states_that_its_events_come_to(name: str) -> None:
    recorded = stored(name)
    log = [recording.parse(raw) for raw in recorded["events"]]

    states = {seq: recording.STATES[name](log[: int(seq)]) for seq in recorded["states"]}

    assert states == recorded["states"]
    assert str(len(log)) in states


def test_a_new_recording_has_what_the_stored_one_has() -> None:
    recorded = json.loads(recording.document(recording.chat(), recording.session_state))

    types = [event["type"] for event in recorded["events"]]

    assert types == [event["type"] for event in stored("chat")["events"]]


def test_recorded_raw_results_are_those_that_the_state_cites() -> None:
    recorded = stored("evidence")

    cited = {each["id"]: each for each in recorded["state"]["evidence"]}

    assert {key: raw["evidence"] for key, raw in recorded["evidence"].items()} == cited
    for key, found in recorded["evidence"].items():
        raw = json.dumps(
            found["raw"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()
        assert hashlib.sha256(raw).hexdigest() == cited[key]["sha256"]
