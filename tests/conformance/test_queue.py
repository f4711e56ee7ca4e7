"""What every store promises of the diagnoses that wait for a place. The caps are `CAPS`: five in
the account, three of one project."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from casebook.adapters.aws import Credentials
from casebook.adapters.dynamodb.diagnoses import DynamoDiagnosisStore
from casebook.adapters.dynamodb.event_log import DynamoEventLog
from casebook.adapters.dynamodb.table import Table
from casebook.domain.diagnosis_queue import Entry
from local.memory.diagnoses import MemoryDiagnosisStore
from tests.conformance.conftest import CAPS, Stores
from tests.conformance.contention import ContendedAws
from tests.conformance.test_diagnoses import conclude, listed, open_diagnosis

ODD = "Q&A #1: Zahlungen / größere"


def opened(stores: Stores, number: int, project: str = "shop") -> bool:
    """Whether it got a place."""
    return not open_diagnosis(stores, f"dgn_{number}", f"wkl_{number}", project).is_queued


def under_way(stores: Stores) -> set[str]:
    return {entry.diagnosis_id for entry in stores.diagnoses.queue().under_way}


def waiting(stores: Stores) -> list[str]:
    return [entry.diagnosis_id for entry in stores.diagnoses.queue().waiting]


def test_beyond_its_projects_cap_a_diagnosis_is_open_and_waits(stores: Stores) -> None:
    got_a_place = [opened(stores, number) for number in range(1, 5)]

    assert got_a_place == [True, True, True, False]
    assert under_way(stores) == {"dgn_1", "dgn_2", "dgn_3"}
    assert waiting(stores) == ["dgn_4"]
    assert stores.diagnoses.header("dgn_4").is_queued
    assert [event.type for event in stores.log.read("dgn_4")] == ["diagnosis-started"]
    assert listed(stores, "shop", status="open") == ["dgn_4", "dgn_3", "dgn_2", "dgn_1"]


def test_beyond_the_accounts_cap_every_projects_waits(stores: Stores) -> None:
    projects = ("shop", "shop", "bank", "bank", ODD)
    assert all(opened(stores, number, project) for number, project in enumerate(projects))

    assert not opened(stores, 7, "ops")
    assert Counter(entry.project for entry in stores.diagnoses.queue().under_way) == Counter(
        projects
    )


def test_who_asks_again_finds_the_one_that_waits(stores: Stores) -> None:
    for number in range(4):
        opened(stores, number)

    again = open_diagnosis(stores, "dgn_9", "wkl_3")

    assert (again.diagnosis_id, again.first, again.is_queued) == ("dgn_3", None, True)
    assert open_diagnosis(stores, "dgn_9", "wkl_1").is_queued is False


@pytest.mark.parametrize("project", ["shop", ODD])
def test_an_end_gives_the_place_to_one_that_waits(stores: Stores, project: str) -> None:
    for number in range(1, 5):
        opened(stores, number, project)
    waits = Entry("dgn_4", project)

    assert not stores.diagnoses.begin(waits)
    conclude(stores, "dgn_2", "likely")

    assert stores.diagnoses.begin(waits)
    assert under_way(stores) == {"dgn_1", "dgn_3", "dgn_4"}
    assert waiting(stores) == []
    assert not stores.diagnoses.header("dgn_4").is_queued


def test_none_begins_twice(stores: Stores) -> None:
    for number in range(1, 5):
        opened(stores, number)
    conclude(stores, "dgn_1", "likely")
    conclude(stores, "dgn_2", "likely")

    assert stores.diagnoses.begin(Entry("dgn_4", "shop"))
    assert not stores.diagnoses.begin(Entry("dgn_4", "shop"))


def test_one_that_ends_while_it_waits_is_out_of_the_queue(stores: Stores) -> None:
    for number in range(1, 5):
        opened(stores, number)

    conclude(stores, "dgn_4", "healthy")
    conclude(stores, "dgn_1", "healthy")

    assert waiting(stores) == []
    assert not stores.diagnoses.begin(Entry("dgn_4", "shop"))
    assert not stores.diagnoses.header("dgn_4").is_queued
    assert under_way(stores) == {"dgn_2", "dgn_3"}


def test_an_end_that_knows_nothing_of_a_late_beginning_gives_the_place_back(
    stores: Stores,
) -> None:
    """Somebody cancels what another process starts at this moment."""
    for number in range(1, 5):
        opened(stores, number)
    as_it_waited = stores.diagnoses.header("dgn_4")
    conclude(stores, "dgn_1", "likely")
    assert stores.diagnoses.begin(as_it_waited.entry)

    stores.diagnoses.update(as_it_waited._replace(status="cancelled", ended_at=stores.clock.now()))

    assert under_way(stores) == {"dgn_2", "dgn_3"}


def test_to_leave_twice_is_as_once(stores: Stores) -> None:
    opened(stores, 1)
    opened(stores, 2)

    for _ in range(2):
        stores.diagnoses.leave(Entry("dgn_1", "shop"))

    assert under_way(stores) == {"dgn_2"}


def test_a_newcomer_does_not_overtake_its_own_project(stores: Stores) -> None:
    for number in range(1, 5):
        opened(stores, number)
    conclude(stores, "dgn_1", "likely")  # and nobody has drained the queue yet

    assert not opened(stores, 5)
    assert opened(stores, 6, "bank")


@pytest.fixture
def contended(stores: Stores, moto_endpoint: str) -> Stores:
    """The same stores, on DynamoDB as it is where transactions meet."""
    if isinstance(stores.diagnoses, MemoryDiagnosisStore):
        return stores
    aws = ContendedAws("us-east-1", Credentials("test", "test"), moto_endpoint)
    table = Table(aws, "casebook")
    log = DynamoEventLog(table, stores.clock, keep_days=90, delta_days=1)
    diagnoses = DynamoDiagnosisStore(table, log, 90, 5, 1800, CAPS)
    return replace(stores, log=log, diagnoses=diagnoses)


def test_openings_and_beginnings_side_by_side_never_pass_the_caps(contended: Stores) -> None:
    stores = contended
    projects = ["shop", "bank", "ops"] * 7

    with ThreadPoolExecutor(8) as pool:
        placed = list(pool.map(lambda n: opened(stores, n, projects[n]), range(len(projects))))
    check_caps(stores)
    # Who found another's turn to be before its own waits, and drains.
    drained = [stores.diagnoses.begin(entry) for entry in stores.diagnoses.queue().startable()]

    queue = stores.diagnoses.queue()
    assert len(queue.under_way) == CAPS.account == sum(placed) + sum(drained)
    assert len(queue.waiting) == len(projects) - CAPS.account
    for entry in queue.under_way[:2]:
        conclude(stores, entry.diagnosis_id, "likely")
    drainers = stores.diagnoses.queue().startable() * 3
    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(stores.diagnoses.begin, drainers))
    check_caps(stores)
    assert sum(begun) == 2


def check_caps(stores: Stores) -> None:
    queue = stores.diagnoses.queue()
    assert len(queue.under_way) <= CAPS.account
    assert max(Counter(entry.project for entry in queue.under_way).values()) <= CAPS.project
