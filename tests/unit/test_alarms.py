"""Alarms: how they are read, matched, and made into diagnoses."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from casebook.diagnosis.alarms import AlarmIntake, Handling
from casebook.diagnosis.closing import Closing
from casebook.diagnosis.messages import alarm_texts, read_alarm
from casebook.diagnosis.opening import Opening
from casebook.diagnosis.state import States
from casebook.domain.events.diagnosis import DiagnosisCancelled, DiagnosisStarted, EvidenceFound
from casebook.domain.events.event import Draft, Event
from casebook.domain.ownership import Ownership
from casebook.domain.workload import Resource, Workload, with_standard_telemetry
from casebook.errors import Forbidden, LimitReached, Unavailable
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisHeader
from casebook.settings import Settings
from casebook.streams import Stream
from casebook.workloads.alarm_requests import AlarmsQuery, HeardAlarmView
from casebook.workloads.heard_alarms import HeardAlarms
from casebook.workloads.owned import Ownerships
from local.memory.clock import FakeClock
from local.memory.connections import SilentFrames
from local.memory.diagnoses import MemoryDiagnosisStore
from local.memory.event_log import MemoryEventLog
from local.memory.history import MemoryEvidenceStore
from local.memory.ownership import MemoryOwnershipStore, single_tenant
from local.memory.work import FakeWorkflow
from local.memory.workloads import MemoryAlarmStore, MemoryWorkloadStore
from tests.durability.killing import Effects, Moment


def message(**fields: Any) -> str:
    said = {
        "AlarmName": "checkout-errors",
        "AlarmDescription": None,
        "AWSAccountId": "123456789012",
        "NewStateValue": "ALARM",
        "NewStateReason": "Threshold Crossed: 1 datapoint [5.0] was greater than the threshold.",
        "StateChangeTime": "2026-11-21T18:59:30.123+0000",
        "Region": "Europe (Ireland)",
        "OldStateValue": "OK",
        "Trigger": {
            "MetricName": "Errors",
            "Namespace": "AWS/Lambda",
            "StatisticType": "Statistic",
            "Period": 60,
            "EvaluationPeriods": 2,
            "Dimensions": [{"value": "checkout", "name": "FunctionName"}],
        },
    }
    return json.dumps({**said, **fields})


class Died(Exception):
    """The process was killed."""


def die(*_: object) -> None:
    raise Died


class World:
    def __init__(self, *others: str) -> None:
        """The shop's workload, and others that own the same function."""
        self.clock = FakeClock()
        self.log = MemoryEventLog(self.clock)
        self.diagnoses = MemoryDiagnosisStore(self.log)
        self.workflow = FakeWorkflow()
        self.alarms = MemoryAlarmStore()
        self.evidence = MemoryEvidenceStore()
        now = self.clock.now()
        checkout = with_standard_telemetry(Resource(name="checkout", type="lambda"))
        workloads = MemoryWorkloadStore(
            *(
                Workload(
                    workload_id=f"wkl_{name}",
                    name=name,
                    project=name,
                    resources=(checkout,),
                    created_at=now,
                    updated_at=now,
                )
                for name in ("shop", *others)
            )
        )
        self.intake = AlarmIntake(
            workloads,
            self.alarms,
            Opening(workloads, self.diagnoses, self.workflow, self.clock),
            Closing(self.diagnoses, States(self.log).load, self.clock),
            self.log,
            SilentFrames(),
            self.evidence,
            self.clock,
        )
        self.listed = HeardAlarms(self.alarms, self.clock, single_tenant(self.clock))

    def end_all(self) -> None:
        """End every diagnosis, as somebody who cancels it does."""
        for header in self.diagnoses.of_workload("wkl_shop", 9):
            cancelled = Draft("ann", DiagnosisCancelled(by="ann"))
            Stream(self.log, SilentFrames(), header.diagnosis_id).append(cancelled)
            self.intake.closing.close_by_id(header.diagnosis_id)

    def diagnoses_with(self, alarm: str) -> list[str]:
        """Those that the alarm opened or joined."""
        ids = [each.diagnosis_id for each in self.diagnoses.of_workload("wkl_shop", 9)]
        return [each for each in ids if alarm in _alarms_in(self.log.read(each))]

    def heard(self, *projects: str) -> list[HeardAlarmView]:
        who = Identity(user="ann", projects=projects or ("shop",))
        return list(self.listed.newest(who, AlarmsQuery()).alarms)


def _alarms_in(events: Sequence[Event]) -> set[str]:
    payloads = [event.payload for event in events]
    opened = {
        each.alarm.name for each in payloads if isinstance(each, DiagnosisStarted) and each.alarm
    }
    found = (each.evidence.query for each in payloads if isinstance(each, EvidenceFound))
    return opened | {str(query.get("alarm")) for query in found}


def test_cloudwatchs_own_message_is_read() -> None:
    alarm = read_alarm(message())

    assert alarm is not None
    assert alarm.name == "checkout-errors"
    assert alarm.changed_at.isoformat() == "2026-11-21T18:59:30.123000+00:00"
    assert alarm.dimensions == {"FunctionName": "checkout"}


def test_the_incident_window_comes_from_the_alarms_own_times() -> None:
    alarm = read_alarm(message())

    assert alarm is not None
    window = alarm.incident_window()
    assert window.end == alarm.changed_at
    assert window.duration == timedelta(minutes=3)


@pytest.mark.parametrize(
    "text", ["", "hello", "[]", "{}", '{"AlarmName":"x"}', json.dumps({"AlarmName": 5})]
)
def test_a_message_that_is_no_alarm_is_acknowledged(text: str) -> None:
    assert World().intake.receive(text) is Handling.NOT_AN_ALARM


@pytest.mark.parametrize(
    ("odd", "handled"),
    [
        ({"Trigger": "none"}, Handling.UNMATCHED),
        ({"Trigger": {"Period": -60}}, Handling.UNMATCHED),
        ({"Trigger": {"Dimensions": {"FunctionName": "checkout"}}}, Handling.UNMATCHED),
        ({"Trigger": {"Metrics": [7]}}, Handling.UNMATCHED),
        ({"TriggeringChildren": 3}, Handling.OPENED),
        ({"NewStateReason": {"text": "crossed"}}, Handling.OPENED),
        ({"Region": ["eu"], "AlarmRule": 7}, Handling.OPENED),
    ],
)
def test_an_alarm_of_a_shape_that_nobody_foresaw_is_read_as_far_as_it_can_be(
    odd: dict[str, Any], handled: Handling
) -> None:
    world = World()

    assert world.intake.receive(message(AlarmName="strange", **odd)) is handled

    assert [alarm.name for alarm in world.heard()] == ["strange"]


def test_an_alarm_opens_a_diagnosis_of_the_workload_that_owns_its_resource() -> None:
    world = World()

    assert world.intake.receive(message()) is Handling.OPENED

    (diagnosis_id,) = world.workflow.started
    header = world.diagnoses.header(diagnosis_id)
    assert header is not None
    assert (header.workload_id, header.alarm) == ("wkl_shop", "checkout-errors")


def test_a_second_alarm_of_the_workload_joins_the_open_diagnosis() -> None:
    world = World()
    world.intake.receive(message())

    second = message(AlarmName="other-alarm", StateChangeTime="2026-11-21T18:59:40.000+0000")

    assert world.intake.receive(second) is Handling.JOINED
    (diagnosis_id,) = set(world.workflow.started)
    events = world.log.read(diagnosis_id)
    assert [event.type for event in events] == ["diagnosis-started", "evidence-found"]
    assert "other-alarm" in events[1].data


def test_the_same_delivery_again_changes_nothing() -> None:
    world = World()
    world.intake.receive(message())

    assert world.intake.receive(message()) is Handling.REPEATED
    assert len(world.workflow.started) == 1


def test_a_delivery_while_another_is_handled_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """SNS and EventBridge may deliver one alarm within the same tenth of a second."""
    world = World()
    start, meanwhile = world.workflow.start, []

    def start_and_meet(diagnosis_id: str) -> None:
        meanwhile.append(world.intake.receive(message()))
        start(diagnosis_id)

    monkeypatch.setattr(world.workflow, "start", start_and_meet)

    assert world.intake.receive(message()) is Handling.OPENED

    assert meanwhile == [Handling.REPEATED]
    (diagnosis,) = world.workflow.started
    assert [event.type for event in world.log.read(diagnosis)] == ["diagnosis-started"]


def test_an_alarm_whose_first_attempt_died_after_it_joined_is_in_the_diagnosis_once() -> None:
    world = World()
    world.intake.receive(message())
    second = message(AlarmName="other-alarm", StateChangeTime="2026-11-21T18:59:40.000+0000")
    with pytest.MonkeyPatch.context() as killed:
        killed.setattr(world.alarms, "mark_handled", die)
        with pytest.raises(Died):
            world.intake.receive(second)
    world.clock.move(minutes=1)  # when Lambda tries again

    assert world.intake.receive(second) is Handling.JOINED

    (diagnosis_id,) = set(world.workflow.started)
    events = world.log.read(diagnosis_id)
    assert [event.type for event in events] == ["diagnosis-started", "evidence-found"]


EFFECTS = 10
"""Of an attempt at an alarm that joins a diagnosis, which has the most."""


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("effect", range(EFFECTS + 1))
@pytest.mark.parametrize("joins", [False, True], ids=["opens", "joins"])
def test_an_attempt_that_died_is_found_however_the_diagnosis_has_ended_since(
    joins: bool, effect: int, moment: Moment
) -> None:
    world = World()
    if joins:
        world.intake.receive(message(AlarmName="other-alarm"))
    effects = Effects()
    effects.of(world.alarms, "claim", "hear", "mark_handled")
    effects.of(world.diagnoses, "open")
    effects.of(world.workflow, "start")
    effects.of(world.evidence, "put")
    effects.of(world.log, "append")
    effects.run(lambda: world.intake.receive(message()), (effect, moment))
    world.end_all()
    world.clock.move(minutes=1)  # when Lambda tries again

    world.intake.receive(message())

    heard = next(each for each in world.heard() if each.name == "checkout-errors")
    assert heard.outcome in ("started", "joined")
    assert world.diagnoses_with("checkout-errors") == [heard.diagnosis_id]
    assert effects.deaths == 0 or effect < EFFECTS  # so that all of them were tried


def test_the_same_alarm_that_went_off_again_joins_again() -> None:
    world = World()
    world.intake.receive(message())
    for second in ("40", "50"):
        at = f"2026-11-21T18:59:{second}.000+0000"
        world.intake.receive(message(AlarmName="other-alarm", StateChangeTime=at))

    (diagnosis_id,) = set(world.workflow.started)
    assert len(world.log.read(diagnosis_id)) == 3


def test_an_alarm_that_went_back_to_ok_starts_nothing() -> None:
    world = World()

    assert world.intake.receive(message(NewStateValue="OK")) is Handling.NOT_ALARMING
    assert world.workflow.started == []


def test_an_alarm_that_matches_nothing_is_kept_with_the_reason() -> None:
    world = World()
    trigger = {"Dimensions": [{"name": "FunctionName", "value": "stranger"}]}

    assert world.intake.receive(message(Trigger=trigger)) is Handling.UNMATCHED

    (kept,) = world.alarms.unmatched(10)
    assert "FunctionName=stranger" in kept.why


def test_an_alarm_over_the_days_limit_is_noted_in_its_workload_alone_and_not_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()

    def refuse(*_: object) -> None:
        raise LimitReached("the limit of 200 diagnoses a day is used up")

    monkeypatch.setattr(world.diagnoses, "open", refuse)

    assert world.intake.receive(message()) is Handling.OVER_LIMIT
    assert world.intake.receive(message()) is Handling.REPEATED
    (heard,) = world.heard()
    assert (heard.outcome, heard.workload_id) == ("over-limit", "wkl_shop")
    assert "used up" in (heard.why or "")
    assert world.alarms.unmatched(1) == []


def test_an_alarm_is_listed_with_the_diagnosis_that_it_started_or_joined() -> None:
    world = World()
    world.intake.receive(message())
    world.clock.move(seconds=10)
    world.intake.receive(message(AlarmName="other-alarm"))

    joined, started = world.heard()

    assert (joined.name, joined.outcome) == ("other-alarm", "joined")
    assert (started.name, started.outcome) == ("checkout-errors", "started")
    assert started.workload_id == "wkl_shop"
    assert {started.diagnosis_id, joined.diagnosis_id} == set(world.workflow.started)
    assert "greater than the threshold" in started.reason
    assert world.heard("bank") == []


def test_an_alarm_of_two_projects_is_listed_in_each_with_its_own_diagnosis() -> None:
    world = World("bank")
    world.intake.receive(message())

    (shop,), (bank,) = world.heard("shop"), world.heard("bank")

    assert (shop.project, bank.project) == ("shop", "bank")
    assert shop.diagnosis_id != bank.diagnosis_id


def test_a_workload_over_its_limit_keeps_no_other_from_being_diagnosed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World("bank")
    opened = world.diagnoses.open

    def refuse(header: DiagnosisHeader, first: Draft) -> tuple[str, Event | None]:
        if header.project == "shop":
            raise LimitReached("the limit of 200 diagnoses a day is used up")
        return opened(header, first)

    monkeypatch.setattr(world.diagnoses, "open", refuse)

    assert world.intake.receive(message()) is Handling.OPENED

    (limited,), (started,) = world.heard("shop"), world.heard("bank")
    assert (limited.outcome, limited.diagnosis_id) == ("over-limit", None)
    assert "used up" in (limited.why or "")
    assert (started.outcome, started.diagnosis_id) == ("started", world.workflow.started[0])
    assert world.alarms.unmatched(10) == []


def test_an_alarm_whose_every_attempt_failed_is_given_up_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()

    def refuse(_: str) -> None:
        raise Unavailable("StartExecution failed with ThrottlingException")

    monkeypatch.setattr(world.workflow, "start", refuse)
    with pytest.raises(Unavailable):
        world.intake.receive(message())

    (waiting,) = world.heard()
    world.clock.move(minutes=11)
    (given_up,) = world.heard()

    assert (waiting.outcome, given_up.outcome) == ("waiting", "given-up")
    assert "ThrottlingException" in (given_up.why or "")


def test_an_attempt_that_is_killed_leaves_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()

    def die(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(world.workflow, "start", die)
    with pytest.raises(KeyboardInterrupt):
        world.intake.receive(message())
    world.clock.move(minutes=11)

    (given_up,) = world.heard()
    assert given_up.outcome == "given-up"
    assert given_up.why


def test_a_later_attempt_finds_the_diagnosis_that_an_earlier_one_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    start = world.workflow.start

    def refuse(_: str) -> None:
        raise Unavailable("StartExecution failed with ThrottlingException")

    monkeypatch.setattr(world.workflow, "start", refuse)
    with pytest.raises(Unavailable):
        world.intake.receive(message())
    monkeypatch.setattr(world.workflow, "start", start)

    assert world.intake.receive(message()) is Handling.OPENED

    (started,) = world.heard()
    assert (started.outcome, started.why) == ("started", None)
    (diagnosis_id,) = world.workflow.started
    assert [event.type for event in world.log.read(diagnosis_id)] == ["diagnosis-started"]


def test_an_alarm_that_matches_nothing_is_listed_for_everybody_in_a_project() -> None:
    world = World()
    trigger = {"Dimensions": [{"name": "FunctionName", "value": "stranger"}]}
    world.intake.receive(message(Trigger=trigger))

    (unmatched,) = world.heard("bank")

    assert (unmatched.outcome, unmatched.project) == ("unmatched", None)
    assert "FunctionName=stranger" in (unmatched.why or "")
    with pytest.raises(Forbidden):
        world.listed.newest(Identity(user="eve", projects=()), AlarmsQuery())


def test_alarms_are_paged_by_what_the_page_before_said() -> None:
    world = World()
    for number in range(3):
        world.clock.move(seconds=1)
        world.intake.receive(message(AlarmName=f"alarm {number} ünï #1"))
    who = Identity(user="ann", projects=("shop",))

    first = world.listed.newest(who, AlarmsQuery(limit=2))
    rest = world.listed.newest(who, AlarmsQuery(limit=2, before=first.next))

    names = [alarm.name for alarm in (*first.alarms, *rest.alarms)]
    assert names == [f"alarm {number} ünï #1" for number in (2, 1, 0)]
    assert rest.next is None


def test_an_alarm_without_a_metric_is_still_an_alarm() -> None:
    alarm = read_alarm(message(Trigger={"AlarmRule": "ALARM(a) OR ALARM(b)"}))

    assert alarm is not None
    assert alarm.period_seconds == 60


def test_both_ways_of_delivery_say_the_same() -> None:
    by_bus = {
        "detail-type": "CloudWatch Alarm State Change",
        "account": "123456789012",
        "region": "eu-west-1",
        "detail": {
            "alarmName": "checkout-errors",
            "state": {
                "value": "ALARM",
                "reason": "because",
                "timestamp": "2026-11-21T18:59:30.123+0000",
            },
            "configuration": {
                "metrics": [
                    {
                        "metricStat": {
                            "metric": {
                                "namespace": "AWS/Lambda",
                                "name": "Errors",
                                "dimensions": {"FunctionName": "checkout"},
                            },
                            "period": 60,
                        }
                    }
                ]
            },
        },
    }
    by_topic = {"Records": [{"Sns": {"Message": message()}}]}

    (from_bus,) = map(read_alarm, alarm_texts(by_bus))
    (from_topic,) = map(read_alarm, alarm_texts(by_topic))

    assert from_bus is not None
    assert from_topic is not None
    assert (from_bus.name, from_bus.dimensions) == (from_topic.name, from_topic.dimensions)
    assert from_bus.changed_at == from_topic.changed_at


def test_an_alarm_that_nobody_claims_is_shown_to_those_who_own_it() -> None:
    world = World()
    owned = MemoryOwnershipStore(
        Ownership(project="shop", version=1, names=("stranger",)),
        Ownership(project="bank", version=1, names=("bank-*",), alarms=("bank-*",)),
        Ownership(project="club", version=1, alarms=("checkout-*",)),
    )
    ownerships = Ownerships(owned, world.clock, Settings())
    listed = HeardAlarms(world.alarms, world.clock, ownerships)
    trigger = {"Dimensions": [{"name": "FunctionName", "value": "stranger"}]}
    world.intake.receive(message(Trigger=trigger))

    def seen(project: str) -> tuple[int, int]:
        who = Identity(user="ann", projects=(project,))
        heard = listed.newest(who, AlarmsQuery()).alarms
        return len(listed.unmatched(who).alarms), len(heard)

    assert seen("bank") == (0, 0)
    assert seen("shop") == (1, 1)
    assert seen("club") == (1, 1)


def test_an_alarm_is_kept_without_its_secrets_and_harmless_and_still_found_by_its_names() -> None:
    secret = "hunter" + "2" * 3
    world = World()
    said = f"see https://ops:{secret}@wiki.example\x1b]52;c;x\x07"
    text = message(AlarmDescription=said, NewStateReason=f"password={secret} \u202e")

    assert world.intake.receive(text) is Handling.OPENED

    (event,) = world.log.read(world.workflow.started[0])
    (heard,) = world.heard()
    for kept in (event.to_json(), heard.to_json()):
        assert secret not in kept
        assert "\x1b" not in json.loads(kept).get("reason", "")
        assert "u202e" not in kept.replace(r"\\u202e", "")


def test_an_alarm_that_nobody_claims_is_kept_without_its_secrets() -> None:
    secret = "hunter" + "2" * 3
    world = World()
    trigger = {"MetricName": "Errors", "Namespace": "X", "Dimensions": []}
    text = message(AlarmName="x", AlarmDescription=f"password={secret}", Trigger=trigger)

    assert world.intake.receive(text) is Handling.UNMATCHED

    page = world.listed.unmatched(Identity(user="ann", projects=("shop",)))
    assert "<password-1>" in page.to_json()
    assert secret not in page.to_json()
