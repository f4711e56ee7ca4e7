"""Real processes die at named writes, and whoever waits gets what an undisturbed run gives."""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from cli.client import Client
from cli.evaluation.loading import Loaded
from cli.events import Event
from cli.sources import SessionSource, connect
from cli.stream import ConnectionLost, Follower
from local.deaths.dying import Death
from local.deaths.planning import Deaths
from local.errors import DeathNotPossible
from local.state import Stack
from tests.load.incident import bus_event, incident
from tests.stack.waiting import SECONDS, eventually

ALARM, FUNCTION = "deaths-alarm", "deaths-fn"
QUESTION = "What are the errors?"
_OF_THE_RUN = re.compile(r"evd_\w+|\d\d:\d\d:\d\d")
"""What differs from one run to the next: ids of evidence, and the time of day."""


@pytest.fixture
def deaths(stack: Stack) -> Iterator[Deaths]:
    planned = Deaths(stack)
    yield planned
    planned.forget()


@pytest.fixture(scope="module")
def failing(stack: Stack, client: Client) -> Iterator[str]:
    """The id of a workload whose only function fails."""
    loaded = Loaded(stack, client)
    loaded.put(incident("deaths", "shop", [ALARM]), datetime.now(UTC))
    yield loaded.workload
    loaded.remove()


@pytest.fixture(scope="module")
def undisturbed_answer(client: Client, failing: str) -> str:
    chat = Chat(client, failing)
    chat.ask()
    return chat.answer


@pytest.fixture(scope="module")
def undisturbed_cause(client: Client, failing: str) -> Mapping[str, Any]:
    return cause(client, ended(client, client.start_diagnosis(failing, "complex")))


class Chat:
    """A session in which one question is asked."""

    def __init__(self, client: Client, workload: str) -> None:
        self.client, self.workload = client, workload
        self.session = str(client.start_session(workload)["sessionId"])
        self.source = SessionSource(client, workload, self.session)

    def send(self) -> None:
        self.client.send_message(self.workload, self.session, QUESTION, secrets.token_hex(8))

    def ask(self) -> None:
        """Asks while somebody listens, and waits for the answer or the word that there is none."""
        listening = threading.Event()
        threading.Thread(target=self._listen, args=(listening,), daemon=True).start()
        assert listening.wait(SECONDS)
        self.send()
        assert eventually(lambda: bool({"message-complete", "message-failed"} & {*self.types}))

    def _listen(self, listening: threading.Event) -> None:
        """Until the session ends, or the stack does."""
        with suppress(ConnectionLost):
            for _ in Follower(self.source, connect).follow(when_listening=listening.set):
                pass

    @property
    def types(self) -> list[str]:
        return [event.type for event in self.source.events(0)]

    @property
    def answer(self) -> str:
        """The one answer of the session, without what differs from run to run."""
        (text,) = [e.data["text"] for e in self.source.events(0) if e.type == "message-complete"]
        return _OF_THE_RUN.sub("…", text)

    def end(self) -> list[Event]:
        """All events, the session's end among them."""
        self.client.end_session(self.workload, self.session)
        return self.source.events(0)


def is_whole(events: list[Event]) -> bool:
    """Whether there is no gap, no event twice, and none after the last."""
    numbered = [event.seq for event in events] == list(range(1, len(events) + 1))
    return numbered and [event.is_last for event in events].index(True) == len(events) - 1


@pytest.mark.parametrize(
    ("death", "starts"),
    [
        (Death("agent_turn", "tool-finished"), 2),
        (Death("agent_turn", "push", nth=4, moment="before"), 2),
        (Death("agent_turn", "table", nth=3, times=2), 3),
        (Death("agent_turn", "message-complete"), 1),
    ],
    ids=["after tool-finished", "before push 4", "after table 3, twice", "after message-complete"],
)
def test_a_turn_that_dies_is_answered_as_if_it_had_not(
    death: Death,
    starts: int,
    deaths: Deaths,
    client: Client,
    failing: str,
    undisturbed_answer: str,
) -> None:
    deaths.plan(death)
    chat = Chat(client, failing)

    chat.ask()

    assert deaths.planned() == [(death, death.times)]
    assert chat.answer == undisturbed_answer
    assert (chat.types.count("message-start"), chat.types.count("message-failed")) == (starts, 0)
    assert is_whole(chat.end())


def ended(client: Client, diagnosis: str) -> str:
    """The same diagnosis, when it has ended."""
    assert eventually(lambda: client.diagnosis_events(diagnosis, after=0)[-1].is_last)
    return diagnosis


def cause(client: Client, diagnosis: str) -> Mapping[str, Any]:
    """What it concluded, without what differs from run to run."""
    result = client.diagnosis(diagnosis)["result"]
    told = {name: result[name] for name in ("verdict", "confidence", "rootCause")}
    return dict(json.loads(_OF_THE_RUN.sub("…", json.dumps(told))))


class Left(NamedTuple):
    """What is left of a workload's diagnoses."""

    mark: Mapping[str, Any] | None
    executions: list[str]
    under_way: list[str]


def left(stack: Stack, workload: str, diagnosis: str) -> Left:
    table = stack.aws.client("dynamodb")

    def item(pk: str, sk: str) -> Any:
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        found = table.get_item(TableName=stack.casebook.table_name, Key=key, ConsistentRead=True)
        return found.get("Item")

    machine = stack.casebook.state_machine_arn
    pages = stack.aws.client("stepfunctions").get_paginator("list_executions")
    executions = [
        str(each["status"])
        for page in pages.paginate(stateMachineArn=machine)
        for each in page["executions"]
        if each["name"] == diagnosis
    ]
    places = (item("QUEUE", "UNDERWAY") or {}).get("under_way", {}).get("SS", [])
    return Left(
        item(f"WORKLOAD#{workload}", "OPEN"),
        executions,
        [place for place in places if diagnosis in place],
    )


def alarm(stack: Stack) -> None:
    """The workload's alarm, delivered as EventBridge does, which tries again."""
    event = json.dumps(bus_event(ALARM, FUNCTION, datetime.now(UTC)))
    stack.aws.client("lambda").invoke(
        FunctionName="Casebook-local-alarm-received", InvocationType="Event", Payload=event
    )


def test_an_alarm_whose_processes_die_on_the_way_is_diagnosed_once_as_if_they_had_not(
    stack: Stack, deaths: Deaths, client: Client, failing: str, undisturbed_cause: dict[str, Any]
) -> None:
    deaths.plan(Death("alarm_received", "start"))
    deaths.plan(Death("log_agent", "agent-completed", moment="before"))
    deaths.plan(Death("metric_agent", "evidence", times=2))
    deaths.plan(Death("coordinator", "diagnosis-concluded"))
    before = {each["diagnosisId"] for each in client.diagnoses(failing)}

    alarm(stack)

    assert eventually(lambda: len(client.diagnoses(failing)) > len(before))
    (diagnosis,) = {each["diagnosisId"] for each in client.diagnoses(failing)} - before
    ended(client, diagnosis)
    assert eventually(lambda: left(stack, failing, diagnosis) == Left(None, ["SUCCEEDED"], []))
    assert deaths.fired() == [1, 1, 2, 1]
    events = client.diagnosis_events(diagnosis, after=0)
    assert is_whole(events)
    types = [event.type for event in events]
    assert (types.count("diagnosis-started"), types.count("agent-failed")) == (1, 0)
    assert client.diagnosis(diagnosis)["status"] == "concluded"
    assert cause(client, diagnosis) == undisturbed_cause
    assert {each["diagnosisId"] for each in client.diagnoses(failing)} == before | {diagnosis}


def sweep(stack: Stack) -> None:
    """What the schedule does each minute, without waiting for it."""
    swept = stack.aws.client("lambda").invoke(FunctionName="Casebook-local-session-sweeper")
    assert "FunctionError" not in swept, swept["Payload"].read()


def test_the_sweeper_ends_a_diagnosis_that_died_with_every_try(
    stack: Stack, deaths: Deaths, client: Client, failing: str
) -> None:
    deaths.plan(Death("coordinator", "plan-made", moment="before", times=3))
    deaths.plan(Death("diagnosis_failed", "table", moment="before", times=3))
    diagnosis = client.start_diagnosis(failing, "complex")
    assert eventually(lambda: left(stack, failing, diagnosis).executions == ["FAILED"])
    assert deaths.fired() == [3, 3]

    sweep(stack)

    assert left(stack, failing, diagnosis) == Left(None, ["FAILED"], [])
    assert client.diagnosis(diagnosis)["status"] == "failed"
    assert is_whole(client.diagnosis_events(diagnosis, after=0))


def test_the_sweeper_closes_a_message_whose_turn_died_with_every_try(
    stack: Stack, deaths: Deaths, client: Client, failing: str
) -> None:
    deaths.plan(Death("agent_turn", "tool-finished", moment="before", times=3))
    chat = Chat(client, failing)
    chat.send()
    assert eventually(lambda: deaths.fired() == [3])
    stack.aws.client("dynamodb").update_item(
        TableName=stack.casebook.table_name,
        Key={"pk": {"S": f"STREAM#{chat.session}"}, "sk": {"S": "HEAD"}},
        UpdateExpression="SET lease_until = :past",
        ExpressionAttributeValues={":past": {"S": "2026-01-01T00:00:00.000Z"}},
    )

    sweep(stack)

    assert chat.types[-1] == "message-failed"
    assert "message-complete" not in chat.types
    assert is_whole(chat.end())


@pytest.mark.parametrize(
    ("death", "what"),
    [
        (Death("agent_trun", "any"), "There is no function 'agent_trun'; there are agent_end,"),
        (Death("agent_turn", "evnet"), "There is no write 'evnet'; there are agent-completed,"),
        (Death("agent_turn", "any", nth=0), "A process dies of its 1st write or a later one"),
    ],
)
def test_a_death_that_cannot_be_is_refused(death: Death, what: str, deaths: Deaths) -> None:
    with pytest.raises(DeathNotPossible, match=re.escape(what)):
        deaths.plan(death)

    assert deaths.fired() == []
