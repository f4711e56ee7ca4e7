"""One run: prepares a stack, lets everybody loose on it, and waits until everything has ended."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from casebook.settings import Settings
from cli.client import Client, sign_in
from cli.errors import ApiError
from cli.evaluation.loading import Loaded, alarm_message
from cli.stream import ConnectionLost
from local import accounts
from local.state import Stack
from tests.load.alarming import Alarming
from tests.load.clients import Chatter, diagnose
from tests.load.counts import Asked, Counts
from tests.load.incident import incident, message
from tests.load.machine import Machine, Utilisation
from tests.load.plan import QUESTIONS, Chat, Diagnosis, Plan, Question, Size, plan
from tests.load.stored import Stored, alarms_listed, failed_events, stored
from tests.load.witness import Witness
from tests.stack.people import as_person

_POLL_SECONDS = 5.0
_LOADERS = 4
Progress = Callable[[str], None]


class Run(NamedTuple):
    """What one run did, as far as it can be seen from outside. `seconds` are those from the first
    message or alarm until everything had ended."""

    plan: Plan
    witness: Witness
    stored: Stored
    seconds: float
    machine: Utilisation
    turn: Asked
    diagnosis: Asked
    requests: int
    lag_p99: float


class Workloads(NamedTuple):
    """The ids of the registered workloads, by their number."""

    alarmed: list[str]
    by_hand: list[str]
    warm: str

    @property
    def loaded(self) -> frozenset[str]:
        """Those that the run is about."""
        return frozenset((*self.alarmed, *self.by_hand))


def run(stack: Stack, size: Size, seed: int, progress: Progress) -> Run:
    """Everything of a plan on a fresh stack, whose emulator counts (`counts.MODULE`)."""
    planned = plan(size, seed, Settings().sessions_per_hour)
    progress("preparing people and workloads")
    people = _people(stack, planned.people)
    workloads = _registered(stack, people[0], planned)
    progress("warming the functions: one chat, one diagnosis")
    _warm(stack, people[0], workloads.warm)
    counts, witness = Counts.read(stack.emulator), Witness()
    failed_before = failed_events(stack)
    with Machine(stack.emulator.pid) as machine:
        began = time.monotonic()
        _Crowd(stack, planned, people, workloads, witness, progress).work()
        seconds, used = time.monotonic() - began, machine.utilisation()
    after = Counts.read(stack.emulator)
    progress("reading what is stored")
    left = stored(stack, workloads.loaded, witness.sessions, people[0])
    left = replace(left, failed_events=left.failed_events - failed_before)
    return Run(
        planned,
        witness,
        left,
        seconds,
        used,
        after.a_turn(len(witness.said), counts),
        after.a_diagnosis(len(left.diagnoses), counts),
        after.requests - counts.requests,
        after.lag_p99,
    )


def _people(stack: Stack, number: int) -> list[Client]:
    """Ann first, for she is there already."""
    others = (as_person(stack, f"load-{n}", accounts.PROJECT) for n in range(1, number))
    return [Client(each.casebook.http_api_url, sign_in(each)) for each in (stack, *others)]


def _registered(stack: Stack, client: Client, planned: Plan) -> Workloads:
    now = datetime.now(UTC)

    def put(name: str, alarms: list[str]) -> str:
        loaded = Loaded(stack, client)
        loaded.put(incident(name, accounts.PROJECT, alarms), now)
        return loaded.workload

    with ThreadPoolExecutor(_LOADERS) as pool:
        alarmed = [
            pool.submit(put, workload_name(n), planned.alarms_of(n))
            for n in range(planned.size.workloads)
        ]
        by_hand = [pool.submit(put, f"by-hand-{each.number:02d}", []) for each in planned.diagnoses]
        warm = put("load-warm", [])
        return Workloads([w.result() for w in alarmed], [w.result() for w in by_hand], warm)


def _warm(stack: Stack, client: Client, workload: str) -> None:
    """Each function has started once before the clock does. The local AWS starts them on the
    processors that serve everything else; Lambda starts many side by side."""
    witness = Witness()
    question = Question("load-warm", QUESTIONS[0], drop=None, repeats=False, impatient=False)
    chat = Chatter(client, workload, Chat(0, 0, 0, (question,)), witness)
    by_hand = Diagnosis(0, "complex", 0.0, drop=None)
    with ThreadPoolExecutor(2) as pool:
        work = [pool.submit(chat.run), pool.submit(diagnose, client, workload, by_hand, witness)]
        told = alarm_message(message("load-warm", "load-warm-fn"), datetime.now(UTC))
        stack.aws.client("sns").publish(
            TopicArn=stack.casebook.alarm_topic_arn,
            Message=json.dumps({**told, "NewStateValue": "OK"}),
        )
        for each in work:
            each.result()


def workload_name(number: int) -> str:
    return f"load-{number:02d}"


@dataclass
class _Crowd:
    """Everybody at once."""

    stack: Stack
    plan: Plan
    people: list[Client]
    workloads: Workloads
    witness: Witness
    progress: Progress

    def work(self) -> None:
        """Until everything has ended, or nothing went on for too long."""
        self._began = time.monotonic()
        functions = [f"{workload_name(n)}-fn" for n in range(self.plan.size.workloads)]
        alarming = Alarming(self.stack, functions, self.witness)
        size = self.plan.size
        with (
            ThreadPoolExecutor(max(1, size.clients)) as chatting,
            ThreadPoolExecutor(max(1, size.diagnoses)) as diagnosing,
            ThreadPoolExecutor(1) as firing,
        ):
            work: dict[Future[None], str] = {
                **{chatting.submit(self._chat, n): f"chat {n}" for n in range(size.chats)},
                **{
                    diagnosing.submit(self._diagnose, n): f"by hand {n}"
                    for n in range(size.diagnoses)
                },
            }
            firing_all = firing.submit(self._fire, alarming)
            work[firing_all] = "alarms"
            try:
                self._note_failures(work)
            except BaseException:
                self._give_up(work)
                raise
        self._settle()

    def _give_up(self, work: Iterable[Future[None]]) -> None:
        """So that Ctrl-C waits for nobody."""
        self.witness.patience = 0.0
        for future in work:
            future.cancel()

    def _chat(self, number: int) -> None:
        chat = self.plan.chats[number]
        workload = self.workloads.alarmed[chat.workload]
        Chatter(self.people[chat.person], workload, chat, self.witness).run()
        self._tell()

    def _diagnose(self, number: int) -> None:
        planned = self.plan.diagnoses[number]
        self._wait_until(planned.at)
        diagnose(self.people[0], self.workloads.by_hand[number], planned, self.witness)
        self._tell()

    def _fire(self, alarming: Alarming) -> None:
        for alarm in self.plan.alarms:
            self._wait_until(alarm.at)
            alarming.fire(alarm)
        while alarming.redeliver():
            time.sleep(_POLL_SECONDS)

    def _wait_until(self, at: float) -> None:
        time.sleep(max(0.0, self._began + at - time.monotonic()))

    def _note_failures(self, work: dict[Future[None], str]) -> None:
        for done in as_completed(work):
            if error := done.exception():
                self.witness.failures.append(f"{work[done]}: {type(error).__name__}: {error}")

    def _settle(self) -> None:
        """Waits for what nobody follows: the diagnoses that alarms opened."""
        client, before = self.people[0], -1
        while (open_ones := self._open(client)) != 0:
            if open_ones != before:
                self.witness.progressed()
            before = open_ones
            if time.monotonic() - self.witness.beat > self.witness.patience:
                return
            self._tell(f", {open_ones} alarms and diagnoses open")
            time.sleep(_POLL_SECONDS)

    def _open(self, client: Client) -> int:
        """How many alarms and diagnoses have no end yet; one more than there can be, when nobody
        says."""
        try:
            running = client.all_diagnoses(limit=100, state="open")["diagnoses"]
        except (ApiError, ConnectionLost):
            return len(self.plan.alarms) + self.plan.size.diagnoses + 1
        ours = [each for each in running if each["workloadId"] in self.workloads.loaded]
        return len(self._unheard(client)) + len(ours)

    def _unheard(self, client: Client) -> set[str]:
        """The alarms of which the API does not say yet what became of them."""
        names = {alarm.name for alarm in self.plan.alarms}
        try:
            heard = list(alarms_listed(client))
        except (ApiError, ConnectionLost):
            return names
        return names - {alarm["name"] for alarm in heard if alarm["outcome"] != "waiting"}

    def _tell(self, more: str = "") -> None:
        witness, size = self.witness, self.plan.size
        ended = sum(1 for said in list(witness.said) if said.until_ended is not None)
        by_hand = sum(1 for seconds in list(witness.by_hand.values()) if seconds is not None)
        self.progress(
            f"{time.monotonic() - self._began:.0f} s: "
            f"answers {ended}/{size.chats * size.messages}, "
            f"by hand {by_hand}/{size.diagnoses}, alarms {len(witness.fired)}/{size.alarms}{more}"
        )
