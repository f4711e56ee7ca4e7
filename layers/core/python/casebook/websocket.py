"""The WebSocket edge: connecting with a ticket, following streams, sending messages."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from casebook.access import own_session, visible_diagnosis
from casebook.chat.messages import SendMessage
from casebook.chat.sessions import Chat
from casebook.domain import ids
from casebook.domain.events.chosen import EventTypes
from casebook.domain.events.event import Seq
from casebook.domain.model import Model, iso
from casebook.errors import CasebookError, NotFound, SignInExpired
from casebook.frames import batched, chosen_of, frame_of
from casebook.observability import logger
from casebook.ports.clock import Clock
from casebook.ports.connections import ConnectionStore, Identity
from casebook.ports.diagnoses import DiagnosisStore
from casebook.ports.event_log import EventLog
from casebook.ports.sessions import SessionStore
from casebook.problems import defect, invalid, problem_body
from casebook.streams import FINAL_TYPES, Push

_REPLAY_PAGE = 500


class Asked(Model):
    """A frame that a client sends. What answers it carries its `id`, if it has one."""

    id: str | None = Field(None, min_length=1, max_length=ids.LONGEST)


class Subscribe(Asked):
    """Follow a stream: first everything after `after`, then what happens. With `types` (a list),
    events of those alone. With `batch`, what comes first comes as `batch` frames."""

    action: Literal["subscribe"]
    stream: ids.Id
    after: Seq = 0
    types: Annotated[EventTypes, Field(min_length=1)] | None = None
    batch: bool = False


class Unsubscribe(Asked):
    """Follow a stream no longer. What was on its way comes for some seconds yet."""

    action: Literal["unsubscribe"]
    stream: ids.Id


class Say(SendMessage, Asked):
    action: Literal["message"]
    workload_id: ids.Id


class Ping(Asked):
    action: Literal["ping"]


Request = Subscribe | Unsubscribe | Say | Ping

_REQUEST: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="action")])


@dataclass(frozen=True)
class WebSocket:
    """What happens on a connection. Answers are pushed; API Gateway returns none."""

    connections: ConnectionStore
    sessions: SessionStore
    diagnoses: DiagnosisStore
    log: EventLog
    push: Push
    chat: Chat
    clock: Clock
    connection_seconds: int

    def receive(self, connection_id: str, text: str) -> None:
        """Handle one frame. Whatever is wrong, with it or in here, is answered with an `error`."""
        try:
            request = self._read(text)
            who = self.connections.identity(connection_id)
            if who is None:
                raise SignInExpired("connect again with a new ticket")
            self._act(connection_id, who, request)
        except CasebookError as error:
            self._refuse(connection_id, text, error)
        except Exception:  # noqa: BLE001  without an answer its sender would wait for ever
            logger.exception("unexpected")
            self._refuse(connection_id, text, defect())

    def _refuse(self, connection_id: str, text: str, error: CasebookError) -> None:
        if error.detail != error.public_detail:
            logger.warning("refused", why=error.detail)
        body = {**problem_body(error), "type": "error", **_named(text)}
        self.push.send(connection_id, [json.dumps(body)])

    def _act(self, connection_id: str, who: Identity, request: Request) -> None:
        match request:
            case Subscribe():
                self._subscribe(connection_id, who, request)
            case Unsubscribe(stream=stream):
                self.connections.unsubscribe(connection_id, stream)
                self._answer(connection_id, request, {"type": "unsubscribed", "stream": stream})
            case Say():
                said = SendMessage(
                    session_id=request.session_id,
                    message=request.message,
                    client_message_id=request.client_message_id,
                )
                accepted = self.chat.send(who, request.workload_id, said)
                body = {
                    "type": "accepted",
                    **accepted.model_dump(by_alias=True),
                    "clientMessageId": request.client_message_id,
                }
                self._answer(connection_id, request, body)
            case Ping():
                body = {"type": "keep-alive", "at": iso(self.clock.now())}
                self._answer(connection_id, request, body)

    def _subscribe(self, connection_id: str, who: Identity, request: Subscribe) -> None:
        """Follow first, replay second: what is written in between comes twice, never not at all."""
        self._check_access(who, request.stream)
        types = request.types or frozenset()
        self.connections.subscribe(connection_id, request.stream, self._expiry(who), types)
        after = request.after
        while True:
            page = self.log.read(request.stream, after, _REPLAY_PAGE)
            frames = chosen_of(map(frame_of, page), request.stream, types)
            self.push.send(connection_id, batched(frames) if request.batch else frames)
            if len(page) < _REPLAY_PAGE:
                break
            after = page[-1].seq
        # Nothing came behind what the client has: then the end says whether anything will.
        newest = page or self.log.read_back(request.stream, None, 1)
        answer = {
            "type": "subscribed",
            "stream": request.stream,
            "seq": newest[-1].seq if newest else after,
            "ended": bool(newest) and newest[-1].type in FINAL_TYPES,
            **({"types": sorted(types)} if types else {}),
        }
        self._answer(connection_id, request, answer)

    def _check_access(self, who: Identity, stream: str) -> None:
        match ids.kind_of(stream):
            case ids.SESSION:
                own_session(self.sessions.header(stream), who, stream)
            case ids.DIAGNOSIS:
                visible_diagnosis(self.diagnoses.header(stream), who, stream)
            case _:
                raise NotFound(f"there is no stream {stream}")

    def _answer(self, connection_id: str, asked: Asked, body: dict[str, object]) -> None:
        named = {} if asked.id is None else {"id": asked.id}
        self.push.send(connection_id, [json.dumps({**body, **named})])

    def _expiry(self, who: Identity) -> datetime:
        return who.served_until(self.clock.now() + timedelta(seconds=self.connection_seconds))

    @staticmethod
    def _read(text: str) -> Request:
        try:
            return _REQUEST.validate_json(text, strict=True)
        except ValidationError as error:
            raise invalid(error) from error


def _named(text: str) -> dict[str, str]:
    """What a frame that was refused says of itself, as far as it can be read: whoever sent several
    knows by it which one it was."""
    try:
        sent = json.loads(text)
    except ValueError:
        return {}
    named = sent if isinstance(sent, dict) else {}
    return {
        name: value
        for name in ("id", "action", "stream", "sessionId", "clientMessageId")
        if isinstance(value := named.get(name), str) and len(value) <= ids.LONGEST
    }
