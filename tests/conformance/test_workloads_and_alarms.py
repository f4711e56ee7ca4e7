"""What every store of workloads, alarms and connections promises."""

from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from casebook.adapters.dynamodb.table import Table
from casebook.adapters.dynamodb.workloads import DynamoWorkloadStore
from casebook.domain.alarm import Alarm
from casebook.domain.workload import Resource, Workload, with_standard_telemetry
from casebook.errors import AlreadyExists
from casebook.ports.alarms import AlarmOutcome, HeardAlarm, UnmatchedAlarm
from casebook.ports.connections import Identity, Subscriber
from casebook.ports.workloads import place_of
from local.memory.clock import FakeClock
from tests.conformance.conftest import Stores

ANN = Identity(user="ann", projects=("shop",))


def workload(stores: Stores, number: int = 1, **fields: object) -> Workload:
    described: dict[str, object] = {
        "workload_id": f"wkl_{number}",
        "name": f"shop-{number}",
        "project": "shop",
        "resources": (with_standard_telemetry(Resource(name=f"fn-{number}", type="lambda")),),
        "created_at": stores.clock.now(),
        "updated_at": stores.clock.now(),
    }
    return Workload(**{**described, **fields})


def alarm(stores: Stores, **fields: object) -> Alarm:
    return Alarm(
        **{"name": "some-alarm", "state": "ALARM", "changed_at": stores.clock.now()} | fields
    )


def test_a_workload_is_found_by_id_and_by_project(stores: Stores) -> None:
    stores.workloads.add(workload(stores))
    stores.workloads.add(workload(stores, 2, project="bank"))

    assert stores.workloads.get("wkl_1") == workload(stores)
    assert stores.workloads.get("wkl_404") is None
    assert [w.workload_id for w in stores.workloads.of_projects(["shop"])] == ["wkl_1"]
    assert len(list(stores.workloads.all())) == 2


def test_workloads_are_listed_in_pages_that_miss_none(stores: Stores) -> None:
    for number, project in enumerate(["shop", "bank", "shop", "shop-2", "shop 2", "ops"], 1):
        stores.workloads.add(workload(stores, number, project=project))
    mine = ["shop-2", "shop", "shop 2", "bank"]

    everything = stores.workloads.of_projects(mine)
    pages: list[Workload] = []
    while page := stores.workloads.of_projects(mine, 2, place_of(pages[-1]) if pages else ""):
        assert len(page) <= 2
        pages += page

    assert pages == everything
    assert {each.workload_id for each in pages} == {"wkl_1", "wkl_2", "wkl_3", "wkl_4", "wkl_5"}


def test_a_name_is_taken_once_in_a_project(stores: Stores) -> None:
    stores.workloads.add(workload(stores))

    with pytest.raises(AlreadyExists):
        stores.workloads.add(workload(stores, 2, name="shop-1"))

    stores.workloads.add(workload(stores, 3, name="shop-1", project="bank"))


def test_a_workload_cannot_be_renamed_to_a_name_that_is_taken(stores: Stores) -> None:
    stores.workloads.add(workload(stores, 1))
    stores.workloads.add(workload(stores, 2))

    with pytest.raises(AlreadyExists):
        stores.workloads.replace(workload(stores, 2, name="shop-1"))

    assert stores.workloads.get("wkl_2").name == "shop-2"
    stores.workloads.replace(workload(stores, 2, name="shop-3"))
    stores.workloads.add(workload(stores, 4, name="shop-2"))


def test_a_removed_workload_is_gone_and_its_name_is_free(stores: Stores) -> None:
    stores.workloads.add(workload(stores))
    stores.workloads.remove(workload(stores))

    assert stores.workloads.get("wkl_1") is None
    assert stores.workloads.matching(alarm(stores, dimensions={"FunctionName": "fn-1"})) == []
    stores.workloads.add(workload(stores, 2, name="shop-1"))


def test_an_alarm_is_matched_by_its_name_before_its_dimensions(stores: Stores) -> None:
    stores.workloads.add(workload(stores, 1))
    stores.workloads.add(workload(stores, 2, alarms=("some-alarm",)))

    found = stores.workloads.matching(alarm(stores, dimensions={"FunctionName": "fn-1"}))

    assert [each.workload_id for each in found] == ["wkl_2"]


def test_no_project_takes_an_alarm_from_another(stores: Stores) -> None:
    """By listing it, which any member can."""
    stores.workloads.add(workload(stores, 1))
    stores.workloads.add(workload(stores, 2, project="bank", alarms=("some-alarm",)))
    stores.workloads.add(workload(stores, 3, project="club", alarms=("a-child",)))
    fired = alarm(stores, dimensions={"FunctionName": "fn-1"}, children=("a-child",))

    found = {each.workload_id for each in stores.workloads.matching(fired)}

    assert found == {"wkl_1", "wkl_2", "wkl_3"}


def test_an_alarm_is_matched_by_the_resource_in_its_dimensions(stores: Stores) -> None:
    stores.workloads.add(workload(stores, 1))

    found = stores.workloads.matching(alarm(stores, dimensions={"FunctionName": "fn-1"}))

    assert [each.workload_id for each in found] == ["wkl_1"]
    assert stores.workloads.matching(alarm(stores, dimensions={"FunctionName": "other"})) == []


def test_replacing_a_workload_changes_what_it_is_matched_by(stores: Stores) -> None:
    stores.workloads.add(workload(stores, alarms=("old-alarm",)))

    stores.workloads.replace(workload(stores, alarms=("new-alarm",)))

    assert stores.workloads.matching(alarm(stores, name="old-alarm")) == []
    assert len(stores.workloads.matching(alarm(stores, name="new-alarm"))) == 1


WATCHED = ("fn-1", "fn-9", "some-alarm")


class Dying:
    """A table whose writer is killed before one of its writes."""

    def __init__(self, table: Table, writes: int) -> None:
        self._table = table
        self._left = writes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def write(self, *args: Any) -> Any:
        return self._counted(self._table.write, *args)

    def transact(self, *args: Any) -> Any:
        return self._counted(self._table.transact, *args)

    def _counted(self, write: Any, *args: Any) -> Any:
        if self._left == 0:
            raise KeyboardInterrupt
        self._left -= 1
        return write(*args)


def _told(store: DynamoWorkloadStore, stores: Stores) -> list[str]:
    """By which names alarms come to the workload."""
    return [
        name
        for name in WATCHED
        if store.matching(alarm(stores, name=name, dimensions={"FunctionName": name}))
    ]


@pytest.mark.parametrize("writes", range(12))
def test_a_registration_that_dies_is_not_deaf_once_it_stands(table: Table, writes: int) -> None:
    stores = SimpleNamespace(clock=FakeClock())
    store, wanted = DynamoWorkloadStore(table), workload(stores, alarms=("some-alarm",))

    with suppress(KeyboardInterrupt):
        DynamoWorkloadStore(Dying(table, writes)).add(wanted)

    assert _told(store, stores) == (["fn-1", "some-alarm"] if store.get("wkl_1") else [])


@pytest.mark.parametrize("writes", range(12))
def test_a_change_that_dies_is_made_good_by_the_next(table: Table, writes: int) -> None:
    stores = SimpleNamespace(clock=FakeClock())
    store = DynamoWorkloadStore(table)
    store.add(workload(stores))
    resource = with_standard_telemetry(Resource(name="fn-9", type="lambda"))
    wanted = workload(stores, resources=(resource,), alarms=("some-alarm",))

    with suppress(KeyboardInterrupt):
        DynamoWorkloadStore(Dying(table, writes)).replace(wanted)
    after_death = _told(store, stores)
    store.replace(wanted)

    assert after_death in (["fn-1"], ["fn-9", "some-alarm"])
    assert _told(store, stores) == ["fn-9", "some-alarm"]


def test_unmatched_alarms_are_listed_newest_first(stores: Stores) -> None:
    for name in ("first", "second"):
        stores.clock.move(seconds=1)
        at = stores.clock.now()
        stores.alarms.keep_unmatched(UnmatchedAlarm(alarm(stores, name=name), at, "nobody"))

    assert [each.alarm.name for each in stores.alarms.unmatched(10)] == ["second", "first"]


def hear(stores: Stores, name: str, project: str = "shop", **fields: object) -> HeardAlarm:
    described: dict[str, object] = {
        "name": name,
        "changed_at": stores.clock.now(),
        "reason": "Threshold Crossed",
        "at": stores.clock.now(),
        "outcome": AlarmOutcome.STARTED,
        "workload_id": f"wkl_{project}",
        "project": project,
        "diagnosis_id": "dgn_1",
    }
    heard = HeardAlarm(**{**described, **fields})
    stores.alarms.hear(heard)
    return heard


def test_alarms_are_listed_by_project_together_with_the_unmatched_ones(stores: Stores) -> None:
    first = hear(stores, "first")
    stores.clock.move(seconds=1)
    hear(stores, "foreign", "bank")
    unmatched = UnmatchedAlarm(alarm(stores, name="second"), stores.clock.now(), "nobody")
    stores.alarms.keep_unmatched(unmatched)
    stores.clock.move(seconds=1)
    third = hear(stores, "third", outcome=AlarmOutcome.OVER_LIMIT, diagnosis_id=None, why="limit")

    newest, middle, oldest = stores.alarms.heard(["shop"], 10)

    assert (newest, oldest) == (third, first)
    assert (middle.name, middle.outcome, middle.why) == ("second", "unmatched", "nobody")
    assert len(stores.alarms.heard(["shop", "bank"], 10)) == 4
    assert stores.alarms.unmatched(10) == [unmatched]


def test_alarms_are_listed_in_pages_that_miss_none_and_repeat_none(stores: Stores) -> None:
    for number in range(3):
        hear(stores, "same", workload_id=f"wkl_{number}")
        stores.alarms.keep_unmatched(
            UnmatchedAlarm(alarm(stores, name=f"u{number}"), stores.clock.now(), "nobody")
        )
    hear(stores, "same", "bank")

    pages: list[HeardAlarm] = []
    while page := stores.alarms.heard(["shop", "bank"], 2, pages[-1].place if pages else None):
        pages += page

    assert pages == stores.alarms.heard(["shop", "bank"], 10)
    assert len(pages) == 7


def test_the_last_word_on_an_alarm_replaces_the_one_before(stores: Stores) -> None:
    waiting = hear(stores, "one", outcome=AlarmOutcome.WAITING, diagnosis_id=None)
    stores.clock.move(seconds=30)
    done = hear(stores, "one", changed_at=waiting.changed_at)

    assert stores.alarms.heard(["shop"], 10) == [done]


def test_an_alarm_is_bound_for_the_diagnosis_that_was_kept_last(stores: Stores) -> None:
    fired = alarm(stores, name="one")
    assert stores.alarms.bound_for(fired, "wkl_shop") is None

    for diagnosis_id in ("dgn_1", "dgn_2"):
        hear(stores, "one", changed_at=fired.changed_at, diagnosis_id=diagnosis_id)

    assert stores.alarms.bound_for(fired, "wkl_shop") == "dgn_2"
    assert stores.alarms.bound_for(fired, "wkl_bank") is None
    later = fired.model_copy(update={"changed_at": fired.changed_at + timedelta(minutes=1)})
    assert stores.alarms.bound_for(later, "wkl_shop") is None

    hear(stores, "one", changed_at=fired.changed_at, diagnosis_id=None)
    assert stores.alarms.bound_for(fired, "wkl_shop") is None


def test_each_change_of_an_alarms_state_is_handled_once(stores: Stores) -> None:
    now = stores.clock.now()
    until = now + timedelta(seconds=45)
    assert stores.alarms.claim(alarm(stores), now, until)
    assert not stores.alarms.claim(alarm(stores), now, until)
    stores.alarms.release(alarm(stores))
    assert stores.alarms.claim(alarm(stores), now, until)
    assert stores.alarms.claim(alarm(stores), until + timedelta(seconds=1), until)
    stores.alarms.mark_handled(alarm(stores))

    assert not stores.alarms.claim(alarm(stores), until + timedelta(days=1), until)
    stores.alarms.release(alarm(stores))
    assert not stores.alarms.claim(alarm(stores), until + timedelta(days=1), until)
    later = stores.clock.now() + timedelta(seconds=1)
    assert stores.alarms.claim(alarm(stores, changed_at=later), now, until)


def test_a_ticket_works_once(stores: Stores) -> None:
    now = stores.clock.now()
    stores.connections.issue_ticket("digest", ANN, now + timedelta(seconds=60))

    assert stores.connections.redeem_ticket("digest", now) == ANN
    assert stores.connections.redeem_ticket("digest", now) is None


def test_a_ticket_that_comes_late_is_refused(stores: Stores) -> None:
    now = stores.clock.now()
    stores.connections.issue_ticket("digest", ANN, now + timedelta(seconds=60))

    assert stores.connections.redeem_ticket("digest", now + timedelta(seconds=60)) is None


def test_a_connection_that_left_follows_nothing(stores: Stores) -> None:
    until = stores.clock.now() + timedelta(hours=2)
    stores.connections.connect("c=1", ANN, until)
    stores.connections.subscribe("c=1", "ses_1", until)
    stores.connections.subscribe("c=1", "dgn_1", until)
    stores.connections.subscribe("c=2", "ses_1", until)

    stores.connections.disconnect("c=1")

    assert stores.connections.identity("c=1") is None
    assert stores.connections.subscribers("ses_1") == [Subscriber("c=2")]
    assert stores.connections.subscribers("dgn_1") == []


def test_one_stream_is_followed_no_longer_and_the_others_are(stores: Stores) -> None:
    until = stores.clock.now() + timedelta(hours=2)
    stores.connections.connect("c=1", ANN, until)
    for stream in ("ses_1", "dgn_1"):
        stores.connections.subscribe("c=1", stream, until)
    stores.connections.subscribe("c=2", "ses_1", until)

    for _ in range(2):
        stores.connections.unsubscribe("c=1", "ses_1")

    assert stores.connections.subscribers("ses_1") == [Subscriber("c=2")]
    assert stores.connections.subscribers("dgn_1") == [Subscriber("c=1")]
    assert stores.connections.identity("c=1") == ANN


def test_a_subscription_remembers_its_types_until_it_is_made_anew(stores: Stores) -> None:
    until = stores.clock.now() + timedelta(hours=2)
    types = frozenset({"plan-made", "finding-reported"})

    stores.connections.subscribe("c=1", "dgn_1", until, types)
    chosen = stores.connections.subscribers("dgn_1")
    stores.connections.subscribe("c=1", "dgn_1", until)

    assert chosen == [Subscriber("c=1", types)]
    assert stores.connections.subscribers("dgn_1") == [Subscriber("c=1")]


def test_what_has_expired_is_followed_by_nobody(stores: Stores) -> None:
    now = stores.clock.now()
    stores.connections.connect("c=1", ANN, now + timedelta(minutes=1))
    stores.connections.subscribe("c=1", "ses_1", now + timedelta(minutes=1))
    stores.connections.subscribe("c=2", "ses_1", now + timedelta(minutes=2))

    stores.clock.move(minutes=1)

    assert stores.connections.identity("c=1") is None
    assert stores.connections.subscribers("ses_1") == [Subscriber("c=2")]


def test_any_number_of_connections_follows_a_stream(stores: Stores) -> None:
    until = stores.clock.now() + timedelta(hours=2)
    for number in range(130):
        stores.connections.subscribe(f"c{number:03d}", "ses_1", until)

    assert len(stores.connections.subscribers("ses_1")) == 130
