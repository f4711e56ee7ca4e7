"""Following a session: by WebSocket with a ticket, or by server-sent events."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from casebook.access import own_session_about, visible_workload
from casebook.chat.messages import StreamQuery
from casebook.domain.events.event import Event, as_page, fitting
from casebook.ports.connections import Identity
from casebook.ports.event_log import EventLog
from casebook.ports.sessions import SessionStore
from casebook.ports.workloads import WorkloadStore
from casebook.tickets import Ticket, Tickets

# API Gateway's HTTP API waits 30 seconds for an answer; a long poll stays well below.
_LONG_POLL_SECONDS = 20.0
_LOOK_SECONDS = 0.5
_RECONNECT_MILLISECONDS = 500


@dataclass(frozen=True)
class Following:
    workloads: WorkloadStore
    sessions: SessionStore
    log: EventLog
    tickets: Tickets
    pause: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def ticket(self, who: Identity) -> Ticket:
        """A ticket for one WebSocket connection, which may follow any number of streams."""
        return self.tickets.issue(who)

    def begin(self, who: Identity, workload_id: str, asked: StreamQuery) -> str:
        """The WebSocket's address, a ticket, and the events after `after` that one answer holds, as
        JSON text."""
        self._check(who, workload_id, asked)
        ticket = self.tickets.issue(who).to_json()
        page = as_page(self.log.read(asked.session_id, asked.after))
        return ticket[:-1] + "," + page[1:]

    def server_sent(self, who: Identity, workload_id: str, asked: StreamQuery) -> str:
        """The events after `after` as server-sent events, waited for if there are none yet.

        `id` is the seq, so a browser's EventSource asks for what comes next by itself. Without news
        a comment keeps the connection's owner patient.
        """
        self._check(who, workload_id, asked)
        until = self.clock() + _LONG_POLL_SECONDS
        while not (events := self.log.read(asked.session_id, asked.after)):
            if self.clock() >= until:
                return f"retry: {_RECONNECT_MILLISECONDS}\n: keep-alive\n\n"
            self.pause(_LOOK_SECONDS)
        return f"retry: {_RECONNECT_MILLISECONDS}\n\n" + "".join(map(_server_sent, fitting(events)))

    def _check(self, who: Identity, workload_id: str, asked: StreamQuery) -> None:
        visible_workload(self.workloads.get(workload_id), who, workload_id)
        found = self.sessions.header(asked.session_id)
        own_session_about(found, who, asked.session_id, workload_id)


def _server_sent(event: Event) -> str:
    return f"id: {event.seq}\nevent: {event.type}\ndata: {event.to_json()}\n\n"
