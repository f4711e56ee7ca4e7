"""A whole chat over HTTP and WebSocket, made of the product's own models, so it cannot go stale."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from casebook.chat.messages import AcceptedMessage, SendMessage, SessionLimits, StartedSession
from casebook.domain.events.chat import (
    ContentDelta,
    MessageAccepted,
    MessageComplete,
    MessageStart,
    SessionEnded,
)
from casebook.domain.events.event import Draft, Event, Payload
from casebook.domain.events.tools import ToolFinished, ToolStarted
from casebook.domain.evidence import Evidence
from casebook.domain.model import Model
from casebook.domain.window import Window
from casebook.settings import Settings
from casebook.websocket import Subscribe
from cli.docs.text import as_json, block
from cli.docs.wire import SessionStream, Subscribed, TextFrame

WORKLOAD = "wkl_01KAJ5SCB2N0H4VQ8T7D3E9RWM"
SESSION = "ses_01KAJ5V3Z8W4S1H2Q7T9C6M0NB"
QUESTION = "msg_01KAJ5VQ6D8K3Y5R1A2P4X7ZEJ"
ANSWER = "msg_01KAJ5VQX09G7B4T6H8W2C5NMS"
EVIDENCE = "evd_01KAJ5VR2MT5E8Q3Y7P9A1D4KX"
CALL = "call_01KAJ5VR1C6Z9N2F4J8S5B0GHT"
TICKET = "5pU0n2c8Qm7tq1xkVb3yWg4LrJ9sZaEo6HdTiXfCwNs"
ADDRESS = "wss://api-id.execute-api.us-east-1.amazonaws.com/live"
BEGUN = datetime(2026, 11, 21, 21, 40, tzinfo=UTC)
LAST_HOUR = Window(start=BEGUN - timedelta(hours=1), end=BEGUN)
TEXT = f"Yes: 14 errors since 21:31 UTC, all in checkout-fn [{EVIDENCE}]."
_SPLIT = 27


def example() -> str:
    """The chat, step by step."""
    return "\n\n".join(_steps())


def _steps() -> Iterator[str]:
    agent = f"/api/workloads/{WORKLOAD}/agent"
    yield "**1. Open a session.** Its first event, `session-started`, has seq 1."
    yield _http(f"POST {agent}/start", None, f"201 Created\n\n{_shown(_started())}")
    yield "**2. Ask how to follow it**, from the last event that you have."
    stream = f"GET {agent}/stream?{urlencode({'sessionId': SESSION, 'after': 1})}"
    yield _http(stream, None, f"200 OK\n\n{_shown(_opening())}")
    yield "**3. Connect** with the ticket, within a minute, and subscribe (`→` you, `←` Casebook)."
    yield block(
        f"{ADDRESS}?{urlencode({'ticket': TICKET})}\n"
        f"→ {_sent(Subscribe(action='subscribe', stream=SESSION, after=1))}\n"
        f"← {_sent(Subscribed(stream=SESSION, seq=1, ended=False))}",
        "text",
    )
    yield "**4. Say something**, over HTTP or with a `message` frame. The answer means: accepted."
    asked = SendMessage(
        session_id=SESSION, message="Any errors just now?", client_message_id="tab1-1"
    )
    accepted = AcceptedMessage(session_id=SESSION, message_id=QUESTION, seq=2)
    yield _http(f"POST {agent}/message", asked, f"202 Accepted\n\n{_shown(accepted)}")
    yield (
        "**5. Read the answer.** Events have a `seq`; text frames have none and come the moment "
        "the words are written. The durable `content-delta` and `message-complete` repeat their "
        "text: put each piece at its offset and drop what you have."
    )
    yield block("\n".join(_answer()), "text")
    yield "**6. End it.** Who follows the stream hears that it has ended."
    ending = f"DELETE {agent}?{urlencode({'sessionId': SESSION})}"
    yield _http(ending, None, "204 No Content")
    ended = _event(8, "ann@example.com", SessionEnded(reason="user"), None)
    yield block(_heard(ended), "text")


def _started() -> StartedSession:
    limits = Settings()
    return StartedSession(
        session_id=SESSION,
        workload_id=WORKLOAD,
        seq=1,
        limits=SessionLimits(
            messages_per_session=limits.messages_per_session,
            message_characters=limits.message_characters,
            idle_seconds=limits.idle_seconds,
        ),
        stream=f"/api/workloads/{WORKLOAD}/agent/stream?sessionId={SESSION}",
    )


def _opening() -> SessionStream:
    return SessionStream(
        web_socket_url=ADDRESS,
        ticket=TICKET,
        expires_in_seconds=Settings().ticket_seconds,
        events=(),
    )


def _answer() -> Iterator[str]:
    """What comes over the socket, in the order in which it was sent."""
    accepted = MessageAccepted(
        message=QUESTION,
        client_message_id="tab1-1",
        user="ann@example.com",
        text="Any errors just now?",
    )
    yield _heard(_event(2, "ann@example.com", accepted, None))
    begun = MessageStart(message=ANSWER, in_reply_to=QUESTION, window=LAST_HOUR)
    yield _heard(_event(3, "agent", begun, 2))
    looked = ToolStarted(call_id=CALL, tool="get_log_patterns", parameters={})
    yield _heard(_event(4, "agent", looked, 3))
    found = ToolFinished(
        call_id=CALL,
        tool="get_log_patterns",
        outcome="success",
        duration_ms=412,
        evidence_id=EVIDENCE,
        evidence=_evidence(),
    )
    yield _heard(_event(5, "agent", found, 4))
    yield _heard(_piece(0, TEXT[:_SPLIT]))
    yield _heard(_piece(_SPLIT, TEXT[_SPLIT:]))
    durable = ContentDelta(message=ANSWER, offset=0, text=TEXT)
    yield _heard(_event(6, "agent", durable, 3))
    complete = MessageComplete(message=ANSWER, text=TEXT, evidence=(EVIDENCE,))
    yield _heard(_event(7, "agent", complete, 3))


def _evidence() -> Evidence:
    return Evidence(
        id=EVIDENCE,
        tool="get_log_patterns",
        query={"resources": ["checkout-fn"]},
        window=LAST_HOUR,
        outcome="success",
        sha256="9f2c41…",
        excerpt="14 x checkout failed: cannot reach payments at <*>",
        location=f"evidence/{SESSION}/{EVIDENCE}.json",
        taken_at=BEGUN,
    )


def _piece(offset: int, text: str) -> TextFrame:
    return TextFrame(stream=SESSION, message=ANSWER, offset=offset, text=text)


def _event(seq: int, actor: str, payload: Payload, parent: int | None) -> Event:
    at = BEGUN + timedelta(milliseconds=450 * seq)
    return Event.of(Draft(actor, payload, parent), SESSION, seq, at)


def _http(request: str, body: Model | None, answer: str) -> str:
    sent = f"{request}\nAuthorization: Bearer eyJraWQ…"
    if body is not None:
        sent += f"\nContent-Type: application/json\n\n{_shown(body)}"
    return block(f"{sent}\n\nHTTP/1.1 {answer}", "http")


def _shown(model: Model) -> str:
    return as_json(json.loads(model.model_dump_json(by_alias=True, exclude_none=True)))


def _sent(frame: Model) -> str:
    """A frame without what it does not say."""
    return frame.model_dump_json(by_alias=True, exclude_none=True)


def _heard(what: Model | Event) -> str:
    return f"← {what.to_json()}"
