"""What must hold after a run, whatever happened in it: nothing lost, doubled, out of order, stuck.

A pure function of what clients saw and of what is stored, so that a test can plant each fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from cli.events import Event
from tests.load.clients import ENDINGS
from tests.load.stored import Heard, Stored
from tests.load.witness import Refusal, Said, Witness

_FINAL_STATUS = {
    "diagnosis-concluded": "concluded",
    "diagnosis-cancelled": "cancelled",
    "diagnosis-failed": "failed",
}
_WITH_DIAGNOSIS = frozenset({"started", "joined"})
_WITHOUT = frozenset({"over-limit", "given-up"})
"""Outcomes of alarms that say why there is no diagnosis."""
_RUNNING = frozenset({"RUNNING", "PENDING_REDRIVE"})


class Kind(StrEnum):
    LOST = "lost"
    DOUBLED = "doubled"
    OUT_OF_ORDER = "out of order"
    STUCK = "stuck"
    UNSAID = "refused without saying when to come back"
    BROKEN = "broken"


class Fault(NamedTuple):
    """One thing that must not be; `what` names where."""

    kind: Kind
    what: str


def faults(witness: Witness, stored: Stored) -> list[Fault]:
    """Everything that is wrong; empty when every promise held."""
    return [
        *_streams(stored),
        *_clients(witness, stored),
        *_messages(witness.said, stored.streams),
        *_sessions(witness, stored),
        *_diagnoses(stored),
        *_by_hand(witness, stored),
        *_alarms([fired.name for fired in witness.fired], stored),
        *_refusals(witness.refusals),
        *(Fault(Kind.STUCK, what) for what in witness.stuck),
        *(Fault(Kind.BROKEN, what) for what in witness.failures),
        *_failed_events(stored.failed_events),
    ]


def _streams(stored: Stored) -> Iterator[Fault]:
    for stream, events in stored.streams.items():
        yield from _numbers([event.seq for event in events], stream)
        ends = [event for event in events if event.is_last]
        if ends and events[-1] is not ends[0]:
            yield Fault(Kind.OUT_OF_ORDER, f"{stream} goes on after its last event {ends[0].seq}")
    for stream, seqs in stored.read.items():
        kept = tuple(event.seq for event in stored.streams.get(stream, ()))
        if seqs != kept:
            yield from _numbers(seqs, f"{stream} as the API reads it")
            if len(seqs) < len(kept):
                yield Fault(
                    Kind.LOST, f"the API reads {len(seqs)} of {stream}'s {len(kept)} events"
                )


def _numbers(seqs: Sequence[int], where: str) -> Iterator[Fault]:
    """They are 1, 2, 3 … in this order, each once."""
    twice = [seq for seq, times in Counter(seqs).items() if times > 1]
    yield from (Fault(Kind.DOUBLED, f"event {seq} of {where}") for seq in twice)
    if missing := sorted(set(range(1, max(seqs, default=0) + 1)) - set(seqs)):
        yield Fault(Kind.LOST, f"events {_list(missing)} of {where}")
    if list(seqs) != sorted(seqs):
        yield Fault(Kind.OUT_OF_ORDER, f"the events of {where}")


def _clients(witness: Witness, stored: Stored) -> Iterator[Fault]:
    """Every client, however often its connection broke, saw its whole stream."""
    for followed in witness.followed:
        where = f"{followed.stream} as its client saw it"
        yield from _numbers(followed.seqs, where)
        kept = len(stored.streams.get(followed.stream, ()))
        if max(followed.seqs, default=0) != kept:
            yield Fault(Kind.LOST, f"the events after {len(followed.seqs)} of {kept} of {where}")
        for answer in followed.rewritten:
            yield Fault(Kind.OUT_OF_ORDER, f"the text of {answer} in {where}")


def _messages(said: Iterable[Said], streams: Mapping[str, Sequence[Event]]) -> Iterator[Fault]:
    """Each message that was accepted is in its stream once and has one ending."""
    for each in said:
        events, where = streams.get(each.session, ()), f"{each.client_id} of {each.session}"
        accepted = [
            event.data["message"]
            for event in events
            if event.type == "message-accepted" and event.data["clientMessageId"] == each.client_id
        ]
        if each.message not in accepted:
            yield Fault(Kind.LOST, f"the message {where}")
        if len(accepted) > 1:
            yield Fault(Kind.DOUBLED, f"the message {where}")
        endings = _endings(each.message, events)
        if not endings:
            yield Fault(Kind.STUCK, f"the message {where} has no ending")
        if len(endings) > 1:
            yield Fault(Kind.DOUBLED, f"the ending of the message {where}")
        if any(not e.data.get("reason") for e in endings if e.type == "message-failed"):
            yield Fault(Kind.LOST, f"the reason why the message {where} failed")


def _endings(message: str, events: Sequence[Event]) -> list[Event]:
    """How the message ended: its answers say what they reply to, and one that never began fails
    under its own id."""
    answers = {e.data["message"] for e in events if _replies(e, message)} | {message}
    return [e for e in events if e.type in ENDINGS and e.data["message"] in answers]


def _replies(event: Event, message: str) -> bool:
    return event.type == "message-start" and event.data["inReplyTo"] == message


def _sessions(witness: Witness, stored: Stored) -> Iterator[Fault]:
    """One that nobody holds, for the answer to its start was lost, ends when it has been idle."""
    for session in witness.sessions:
        if session not in stored.sessions:
            yield Fault(Kind.LOST, f"the session {session}")
        elif not stored.sessions[session]["ended"]:
            yield Fault(Kind.STUCK, f"{session} has not ended")
    for session, header in stored.sessions.items():
        for mark in ("pending", "lease_until", "holder"):
            if mark in header:
                yield Fault(Kind.STUCK, f"{session} still has {mark.replace('_', ' ')}")
        if session not in stored.streams:
            yield Fault(Kind.LOST, f"the events of {session}")


def _diagnoses(stored: Stored) -> Iterator[Fault]:
    for diagnosis, header in stored.diagnoses.items():
        events = stored.streams.get(diagnosis, ())
        last = _FINAL_STATUS.get(events[-1].type) if events else None
        if "ended_at" not in header:
            yield Fault(Kind.STUCK, f"the header of {diagnosis} says {header['status']}")
        elif last is not None and header["status"] != last:
            yield Fault(Kind.BROKEN, f"{diagnosis} {last}, its header says {header['status']}")
        if last is None:
            yield Fault(Kind.STUCK, f"{diagnosis} has no last event")
        if diagnosis not in stored.executions:
            yield Fault(Kind.LOST, f"the execution of {diagnosis}")
    for workload, diagnosis in stored.marks.items():
        yield Fault(Kind.STUCK, f"{workload} still has {diagnosis} open")
    for diagnosis in stored.gates:
        yield Fault(Kind.STUCK, f"the gate of {diagnosis} still waits")
    for diagnosis, status in stored.executions.items():
        if status in _RUNNING:
            yield Fault(Kind.STUCK, f"the execution of {diagnosis} still runs")


def _by_hand(witness: Witness, stored: Stored) -> Iterator[Fault]:
    for diagnosis in witness.by_hand:
        if diagnosis not in stored.diagnoses:
            yield Fault(Kind.LOST, f"{diagnosis}, which was started by hand")


def _alarms(fired: Iterable[str], stored: Stored) -> Iterator[Fault]:
    """Each alarm started a diagnosis, is in one, or is listed with why it is not."""
    heard: dict[str, list[Heard]] = {}
    for each in stored.heard:
        heard.setdefault(each.name, []).append(each)
    for name in fired:
        if name not in heard:
            yield Fault(Kind.LOST, f"the alarm {name}")
            continue
        if name not in stored.handled:
            yield Fault(Kind.STUCK, f"the alarm {name} is claimed, and not handled")
        if name not in stored.listed_alarms:
            yield Fault(Kind.LOST, f"the alarm {name} in the list of alarms")
        for each in heard[name]:
            yield from _outcome(each, stored.streams)


def _outcome(heard: Heard, streams: Mapping[str, Sequence[Event]]) -> Iterator[Fault]:
    where = f"the alarm {heard.name} in {heard.workload}"
    if heard.outcome in _WITHOUT:
        if not heard.why:
            yield Fault(Kind.LOST, f"why {where} has no diagnosis")
        return
    if heard.outcome not in _WITH_DIAGNOSIS:
        yield Fault(Kind.STUCK, f"{where} is {heard.outcome}")
        return
    opened, added = _times_in(heard.name, streams.get(heard.diagnosis or "", ()))
    if not (opened if heard.outcome == "started" else added):
        yield Fault(Kind.LOST, f"{where}: {heard.diagnosis}, which it {heard.outcome}, lacks it")
    if added > 1:
        yield Fault(Kind.DOUBLED, f"{where}: {heard.diagnosis} has it {added} times")


def _times_in(alarm: str, events: Sequence[Event]) -> tuple[int, int]:
    """How often the alarm opened the diagnosis, and how often it is among its evidence."""
    openers = [event.data.get("alarm") for event in events if event.type == "diagnosis-started"]
    found = [
        event.data["evidence"]["query"].get("alarm")
        for event in events
        if event.type == "evidence-found" and event.actor == "cloudwatch"
    ]
    opened = [opener for opener in openers if opener and opener["name"] == alarm]
    return len(opened), found.count(alarm)


def _refusals(refusals: Iterable[Refusal]) -> Iterator[Fault]:
    for each in refusals:
        where = f"{each.what} ({each.status})"
        if not each.retryable or not each.retry_after_seconds:
            yield Fault(Kind.UNSAID, where)
        if not each.served:
            yield Fault(Kind.STUCK, f"{where} was refused, and not served later")


def _failed_events(failed: int) -> Iterator[Fault]:
    if failed:
        yield Fault(Kind.BROKEN, f"{failed} events in the queue of failed events")


def _list(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:5]))
    return shown + (" …" if len(numbers) > 5 else "")
