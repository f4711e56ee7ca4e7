"""A workload that is another project's by now, as could happen before it was forbidden: what reads
its old streams sees nothing of it since, and its new project nothing of before."""

from types import SimpleNamespace
from typing import Any

import pytest

from casebook.chat.turn import situation_of
from casebook.diagnosis.desk import Desk
from casebook.diagnosis.reading import Reading
from casebook.diagnosis.requests import PageQuery
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.diagnosis import DiagnosisStarted
from casebook.domain.events.event import Draft
from casebook.errors import NotFound
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisHeader
from casebook.tools.search_past_diagnoses import SearchPastDiagnoses
from casebook.tools.tool import NoData
from local.memory.clock import FakeClock
from local.memory.diagnoses import MemoryDiagnosisStore
from local.memory.event_log import MemoryEventLog
from local.memory.workloads import MemoryWorkloadStore
from tests.fakes.shop import NOW, scope, shop

BANK = Identity(user="eve", projects=("bank",))


class World:
    """The shop's workload was diagnosed, and is the bank's by now."""

    def __init__(self) -> None:
        clock = FakeClock(NOW)
        self.diagnoses = MemoryDiagnosisStore(MemoryEventLog(clock))
        header = DiagnosisHeader(
            "dgn_1", "wkl_1", "team", "concluded", NOW, ended_at=NOW, verdict="confirmed",
            summary="Mrs Miller's order",
        )  # fmt: skip
        started = DiagnosisStarted(
            workload_id="wkl_1", project="team", requested_mode="auto", window=scope().window
        )
        self.diagnoses.open(header, Draft("cloudwatch", started))
        self.moved = shop().model_copy(update={"project": "bank"})
        self.workloads = MemoryWorkloadStore(self.moved)


@pytest.fixture
def world() -> World:
    return World()


def test_a_diagnosis_does_not_go_on_in_the_new_project(world: World) -> None:
    none: Any = None
    desk = Desk(world.workloads, none, none, none, none, none, none, none)
    of_shop = Diagnosis("dgn_1", workload_id="wkl_1", project="team")

    with pytest.raises(NotFound, match="removed while it was diagnosed"):
        desk.workload(of_shop)
    assert desk.workload(Diagnosis("dgn_2", workload_id="wkl_1", project="bank")) == world.moved


def test_the_new_project_lists_none_of_the_old_ones_diagnoses(world: World) -> None:
    none: Any = SimpleNamespace()
    reading = Reading(world.workloads, world.diagnoses, none, none, none)

    assert reading.of_workload(BANK, "wkl_1", PageQuery()).diagnoses == ()


def test_neither_a_tool_nor_a_chat_recalls_them(world: World) -> None:
    tool = SearchPastDiagnoses(world.diagnoses)
    of_bank = scope()
    found = tool.run(tool.parameters(), type(of_bank)(world.moved, of_bank.window, NOW))

    assert isinstance(found, NoData)
    assert situation_of(world.moved, world.diagnoses).last_summary is None
    assert situation_of(shop(), world.diagnoses).last_summary == "Mrs Miller's order"
