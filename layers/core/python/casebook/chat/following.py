"""Following a session: by WebSocket with a ticket, or by server-sent events."""

from dataclasses import dataclass

from casebook.access import own_session_about, visible_workload
from casebook.chat.messages import StreamQuery
from casebook.domain.events.event import as_page
from casebook.ports.connections import Identity
from casebook.ports.event_log import EventLog
from casebook.ports.sessions import SessionStore
from casebook.ports.workloads import WorkloadStore
from casebook.server_sent import ServerSent
from casebook.tickets import Ticket, Tickets


@dataclass(frozen=True)
class Following:
    workloads: WorkloadStore
    sessions: SessionStore
    log: EventLog
    tickets: Tickets
    server_sent: ServerSent

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

    def events(self, who: Identity, workload_id: str, asked: StreamQuery, after: int) -> str | None:
        """The events behind `after` as server-sent events; None when there will be none."""
        self._check(who, workload_id, asked)
        return self.server_sent.after(asked.session_id, after)

    def _check(self, who: Identity, workload_id: str, asked: StreamQuery) -> None:
        visible_workload(self.workloads.get(workload_id), who, workload_id)
        found = self.sessions.header(asked.session_id)
        own_session_about(found, who, asked.session_id, workload_id)
