"""The two things that are followed: a diagnosis to its conclusion, an answer to its end."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rich.console import Console

from casebook.domain.report import Report
from cli import live
from cli.client import Client
from cli.events import Event, Text
from cli.sources import DiagnosisSource, SessionSource, connect
from cli.stream import Follower


class NotConcluded(Exception):
    """The diagnosis ended without a report: it was cancelled, or it failed."""


class NotAnswered(Exception):
    """The agent gave up on a message."""


@dataclass(frozen=True)
class Conclusion:
    """A diagnosis that concluded."""

    diagnosis: str
    report: Report
    events: int
    at: datetime


@dataclass(frozen=True)
class Answer:
    """What the agent said, and the evidence that it cites."""

    session: str
    text: str
    evidence: tuple[str, ...]


def follow_diagnosis(client: Client, diagnosis: str, console: Console) -> Conclusion:
    """Shows the diagnosis live until it has concluded. Raises NotConcluded."""
    follower = Follower(DiagnosisSource(client, diagnosis), connect)
    last: Event | None = None
    with live.shown(console) as view:
        for item in follower.follow():
            if isinstance(item, Event):
                view.add(item)
                last = item
    if last is None or last.type != "diagnosis-concluded":
        ending = "nothing" if last is None else last.type
        raise NotConcluded(f"The diagnosis {diagnosis} ended with {ending}.")
    report = Report.model_validate(last.data["result"])
    return Conclusion(diagnosis, report, last.seq, last.at)


def ask(client: Client, workload: str, question: str, say: Callable[[str], None]) -> Answer:
    """Asks in a session of its own; `say` gets the words as they come. Raises NotAnswered."""
    started = client.start_session(workload)
    session = str(started["sessionId"])
    follower = Follower(SessionSource(client, workload, session), connect, after=started["seq"])

    def send() -> None:
        client.send_message(workload, session, question, secrets.token_hex(8))

    try:
        for item in follower.follow(when_listening=send):
            if isinstance(item, Text):
                say("\n" + item.text if item.rewrites else item.text)
            elif item.type == "message-complete":
                return Answer(session, item.data["text"], tuple(item.data["evidence"]))
            elif item.type == "message-failed":
                raise NotAnswered(f"The agent gave up: {item.data['reason']}")
    finally:
        client.end_session(workload, session)
    raise NotAnswered("The session ended before the answer came.")
