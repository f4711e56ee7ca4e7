"""Metrics are lines on standard output, in the namespace that a function is told of."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Metrics = Callable[[], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _as_in_a_function(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "agent_turn")


@pytest.fixture
def metrics(capsys: pytest.CaptureFixture[str]) -> Metrics:
    """The metrics that were written since it was last asked."""

    def written() -> list[dict[str, Any]]:
        lines = capsys.readouterr().out.splitlines()
        return [json.loads(line) for line in lines if '"_aws"' in line]

    return written
