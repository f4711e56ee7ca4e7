"""A small run of `make load`: whoever drops, and whatever comes twice, nothing is lost."""

from __future__ import annotations

from local.state import Stack
from tests.load.plan import Size
from tests.load.report import document
from tests.load.running import run
from tests.load.verifying import faults

SIZE = Size(chats=3, messages=2, diagnoses=2, alarms=10, workloads=2, clients=3, seconds=5.0)


def test_everything_ends_and_nothing_is_lost_doubled_out_of_order_or_stuck(stack: Stack) -> None:
    ran = run(stack, SIZE, seed=7, progress=lambda what: None)

    assert faults(ran.witness, ran.stored) == []
    told = document(ran, [])
    assert told["messages"] == {"sent": 6, "answered": 6, "failed": 0}
    assert told["diagnoses"]["concluded"] == told["diagnoses"]["opened"] >= 4
    assert told["alarms"]["started"] + told["alarms"]["joined"] == 10
