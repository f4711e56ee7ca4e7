"""The verifier of `make load` names every fault that is planted in a run without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from cli.events import Event
from tests.load.stored import Heard, Stored
from tests.load.verifying import Fault, Kind, faults
from tests.load.witness import Fired, Followed, Refusal, Said, Witness

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
SESSION, DIAGNOSIS = "ses_1", "dgn_1"


def stream(name: str, *told: tuple[str, dict[str, Any]]) -> tuple[Event, ...]:
    return tuple(
        Event(name, seq, type_, AT, data.get("actor", "casebook"), None, data)
        for seq, (type_, data) in enumerate(told, 1)
    )


def chat() -> tuple[Event, ...]:
    return stream(
        SESSION,
        ("session-started", {}),
        ("message-accepted", {"message": "q1", "clientMessageId": "c1"}),
        ("message-start", {"message": "a1", "inReplyTo": "q1"}),
        ("content-delta", {"message": "a1", "offset": 0, "text": "it is"}),
        ("message-complete", {"message": "a1", "text": "it is"}),
        ("session-ended", {"reason": "user"}),
    )


def evidence(alarm: str) -> tuple[str, dict[str, Any]]:
    return "evidence-found", {"actor": "cloudwatch", "evidence": {"query": {"alarm": alarm}}}


def diagnosis() -> tuple[Event, ...]:
    return stream(
        DIAGNOSIS,
        ("diagnosis-started", {"alarm": {"name": "first"}}),
        evidence("first"),
        evidence("second"),
        ("diagnosis-concluded", {"result": {}}),
    )


def numbers(events: tuple[Event, ...]) -> tuple[int, ...]:
    return tuple(event.seq for event in events)


@pytest.fixture
def witness() -> Witness:
    return Witness(
        said=[Said(SESSION, "c1", "q1", 0.2, 0.9)],
        followed=[Followed(SESSION, numbers(chat())), Followed(DIAGNOSIS, numbers(diagnosis()))],
        refusals=[Refusal("a message too early", 409, True, 2.0, served=True)],
        fired=[Fired("first", AT), Fired("second", AT), Fired("third", AT)],
        by_hand={DIAGNOSIS: 4.0},
        sessions={SESSION: None},  # type: ignore[dict-item]
    )


@pytest.fixture
def stored() -> Stored:
    streams = {SESSION: chat(), DIAGNOSIS: diagnosis()}
    names = ("first", "second", "third")
    return Stored(
        streams=streams,
        read={name: numbers(events) for name, events in streams.items()},
        sessions={SESSION: {"ended": True}},
        diagnoses={DIAGNOSIS: {"status": "concluded", "ended_at": "…"}},
        heard=(
            Heard("first", "started", "wkl_1", DIAGNOSIS),
            Heard("second", "joined", "wkl_1", DIAGNOSIS),
            Heard("third", "over-limit", "wkl_1", None, "200 diagnoses today"),
        ),
        handled=frozenset(names),
        listed_alarms=frozenset(names),
        executions={DIAGNOSIS: "SUCCEEDED"},
    )


def with_stream(stored: Stored, events: tuple[Event, ...]) -> Stored:
    name = events[0].stream
    return replace(
        stored,
        streams={**stored.streams, name: events},
        read={**stored.read, name: numbers(events)},
    )


def only(found: list[Fault]) -> tuple[Kind, str]:
    (fault,) = found
    return fault.kind, fault.what


def has(found: list[Fault], kind: Kind, words: str) -> bool:
    return any(fault.kind is kind and words in fault.what for fault in found)


def test_a_run_in_which_every_promise_held_has_no_fault(witness: Witness, stored: Stored) -> None:
    assert faults(witness, stored) == []


def test_a_gap_in_a_stream_is_a_lost_event(witness: Witness, stored: Stored) -> None:
    gap = tuple(event for event in diagnosis() if event.seq != 3)

    found = faults(witness, with_stream(stored, gap))

    assert has(found, Kind.LOST, "events 3 of dgn_1")


def test_an_event_twice_in_a_stream_is_doubled(witness: Witness, stored: Stored) -> None:
    events = diagnosis()

    found = faults(witness, with_stream(stored, (*events[:2], events[1], *events[2:])))

    assert has(found, Kind.DOUBLED, "event 2 of dgn_1")


def test_an_event_after_the_last_one_is_out_of_order(witness: Witness, stored: Stored) -> None:
    late = replace(chat()[3], seq=7)

    found = faults(witness, with_stream(stored, (*chat(), late)))

    assert has(found, Kind.OUT_OF_ORDER, "ses_1 goes on after its last event 6")


def test_an_event_that_the_api_does_not_read_is_lost(witness: Witness, stored: Stored) -> None:
    found = faults(witness, replace(stored, read={**stored.read, SESSION: (1, 2, 3, 4, 5)}))

    assert only(found) == (Kind.LOST, "the API reads 5 of ses_1's 6 events")


@pytest.mark.parametrize(
    ("seen", "kind", "words"),
    [
        ((1, 2, 4), Kind.LOST, "events 3 of dgn_1 as its client saw it"),
        ((1, 2, 2, 3, 4), Kind.DOUBLED, "event 2 of dgn_1 as its client saw it"),
        ((1, 3, 2, 4), Kind.OUT_OF_ORDER, "dgn_1 as its client saw it"),
        ((1, 2, 3), Kind.LOST, "the events after 3 of 4 of dgn_1"),
    ],
)
def test_what_a_client_missed_saw_twice_or_in_another_order_is_named(
    witness: Witness, stored: Stored, seen: tuple[int, ...], kind: Kind, words: str
) -> None:
    witness.followed[1] = Followed(DIAGNOSIS, seen)

    assert has(faults(witness, stored), kind, words)


def test_text_that_turned_out_to_be_another_is_out_of_order(
    witness: Witness, stored: Stored
) -> None:
    witness.followed[0] = witness.followed[0]._replace(rewritten=("a1",))

    kind, what = only(faults(witness, stored))

    assert (kind, "the text of a1" in what) == (Kind.OUT_OF_ORDER, True)


def test_a_message_without_an_ending_is_stuck(witness: Witness, stored: Stored) -> None:
    stranded = stream(SESSION, *((e.type, dict(e.data)) for e in chat() if e.seq != 5))
    witness.followed[0] = Followed(SESSION, numbers(stranded))

    found = faults(witness, with_stream(stored, stranded))

    assert only(found) == (Kind.STUCK, "the message c1 of ses_1 has no ending")


def test_a_message_that_failed_says_why(witness: Witness, stored: Stored) -> None:
    def ended(reason: str) -> Stored:
        failed = ("message-failed", {"message": "q1", "reason": reason})
        events = [(e.type, dict(e.data)) for e in chat()]
        return with_stream(stored, stream(SESSION, *events[:4], failed, events[5]))

    assert faults(witness, ended("the agent stopped")) == []
    assert has(faults(witness, ended("")), Kind.LOST, "the reason why the message c1")


@pytest.mark.parametrize(
    ("event", "words"), [(2, "the message c1 of ses_1"), (5, "the ending of the message c1")]
)
def test_a_message_or_an_ending_that_is_there_twice_is_doubled(
    witness: Witness, stored: Stored, event: int, words: str
) -> None:
    events = [(e.type, dict(e.data)) for e in chat()]
    twice = stream(SESSION, *events[:event], events[event - 1], *events[event:])
    witness.followed[0] = Followed(SESSION, numbers(twice))

    assert only(faults(witness, with_stream(stored, twice))) == (Kind.DOUBLED, words + where(words))


def where(words: str) -> str:
    return "" if words.endswith(SESSION) else f" of {SESSION}"


def test_a_message_that_was_accepted_and_is_nowhere_is_lost(
    witness: Witness, stored: Stored
) -> None:
    witness.said.append(Said(SESSION, "c2", "q2", None, None))

    assert has(faults(witness, stored), Kind.LOST, "the message c2 of ses_1")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"ended": False}, "ses_1 has not ended"),
        ({"ended": True, "pending": "q1"}, "ses_1 still has pending"),
        ({"ended": True, "lease_until": "…"}, "ses_1 still has lease until"),
        ({"ended": True, "holder": "r1"}, "ses_1 still has holder"),
    ],
)
def test_a_session_that_is_open_or_leased_is_stuck(
    witness: Witness, stored: Stored, header: dict[str, Any], words: str
) -> None:
    found = faults(witness, replace(stored, sessions={SESSION: header}))

    assert only(found) == (Kind.STUCK, words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"marks": {"wkl_1": DIAGNOSIS}}, "wkl_1 still has dgn_1 open"),
        ({"gates": (DIAGNOSIS,)}, "the gate of dgn_1 still waits"),
        ({"executions": {DIAGNOSIS: "RUNNING"}}, "the execution of dgn_1 still runs"),
        ({"diagnoses": {DIAGNOSIS: {"status": "running"}}}, "the header of dgn_1 says running"),
    ],
)
def test_whatever_is_left_of_a_diagnosis_that_ended_is_stuck(
    witness: Witness, stored: Stored, change: dict[str, Any], words: str
) -> None:
    assert only(faults(witness, replace(stored, **change))) == (Kind.STUCK, words)


def test_a_diagnosis_without_a_last_event_is_stuck(witness: Witness, stored: Stored) -> None:
    witness.followed[1] = Followed(DIAGNOSIS, (1, 2, 3))

    found = faults(witness, with_stream(stored, diagnosis()[:3]))

    assert only(found) == (Kind.STUCK, "dgn_1 has no last event")


def test_a_header_that_tells_another_end_than_the_stream_is_named(
    witness: Witness, stored: Stored
) -> None:
    header = {"status": "failed", "ended_at": "…"}

    found = faults(witness, replace(stored, diagnoses={DIAGNOSIS: header}))

    assert only(found) == (Kind.BROKEN, "dgn_1 concluded, its header says failed")


def test_a_diagnosis_by_hand_of_which_nothing_is_known_is_lost(
    witness: Witness, stored: Stored
) -> None:
    witness.by_hand["dgn_2"] = None

    assert has(faults(witness, stored), Kind.LOST, "dgn_2")


def test_an_alarm_that_nobody_heard_is_lost(witness: Witness, stored: Stored) -> None:
    witness.fired.append(Fired("fourth", AT))

    assert only(faults(witness, stored)) == (Kind.LOST, "the alarm fourth")


@pytest.mark.parametrize(
    ("heard", "kind", "words"),
    [
        (Heard("first", "waiting", "wkl_1"), Kind.STUCK, "first in wkl_1 is waiting"),
        (Heard("first", "joined", "wkl_1", "dgn_9"), Kind.LOST, "dgn_9, which it joined"),
        (Heard("second", "started", "wkl_1", DIAGNOSIS), Kind.LOST, "dgn_1, which it started"),
        (Heard("third", "given-up", "wkl_1"), Kind.LOST, "why the alarm third"),
    ],
)
def test_an_alarm_is_in_a_diagnosis_or_listed_with_the_reason_why_not(
    witness: Witness, stored: Stored, heard: Heard, kind: Kind, words: str
) -> None:
    others = tuple(each for each in stored.heard if each.name != heard.name)

    found = faults(witness, replace(stored, heard=(*others, heard)))

    assert has(found, kind, words)


def test_an_alarm_that_a_diagnosis_has_twice_is_doubled(witness: Witness, stored: Stored) -> None:
    events = [(e.type, dict(e.data)) for e in diagnosis()]
    twice = stream(DIAGNOSIS, *events[:3], events[2], events[3])
    witness.followed[1] = Followed(DIAGNOSIS, numbers(twice))

    assert has(faults(witness, with_stream(stored, twice)), Kind.DOUBLED, "the alarm second")


@pytest.mark.parametrize("change", [{"handled": frozenset()}, {"listed_alarms": frozenset()}])
def test_an_alarm_that_is_claimed_only_or_not_listed_is_named(
    witness: Witness, stored: Stored, change: dict[str, Any]
) -> None:
    witness.fired = witness.fired[2:]

    (fault,) = faults(witness, replace(stored, **change))

    assert "the alarm third" in fault.what


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        (Refusal("a diagnosis", 429, True, None, served=True), Kind.UNSAID),
        (Refusal("a diagnosis", 429, False, 3.0, served=True), Kind.UNSAID),
        (Refusal("a diagnosis", 429, True, 3.0, served=False), Kind.STUCK),
    ],
)
def test_a_refusal_says_when_to_come_back_and_who_does_is_served(
    witness: Witness, stored: Stored, refusal: Refusal, kind: Kind
) -> None:
    witness.refusals.append(refusal)

    assert only(faults(witness, stored))[0] is kind


def test_events_that_nobody_could_handle_and_clients_that_broke_are_named(
    witness: Witness, stored: Stored
) -> None:
    witness.failures.append("chat 3: KeyError: 'x'")
    witness.stuck.append("the client of session ses_1")

    found = faults(witness, replace(stored, failed_events=2))

    assert {fault.kind for fault in found} == {Kind.BROKEN, Kind.STUCK}
    assert has(found, Kind.BROKEN, "2 events in the queue of failed events")
