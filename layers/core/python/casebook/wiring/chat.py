"""The use cases of a chat, and the sockets that carry events."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from casebook.wiring.models import Models
from casebook.wiring.tools import CHAT_AGENT, Tools, grantable

if TYPE_CHECKING:
    from casebook.chat.conversing.conversation import ModelConversation
    from casebook.chat.evidence import SessionEvidence
    from casebook.chat.following import Following
    from casebook.chat.listing import SessionList
    from casebook.chat.sessions import Chat
    from casebook.chat.turn import Speaker, Turns
    from casebook.models.chain import Chain
    from casebook.ports.sessions import SessionHeader
    from casebook.sockets import Sockets
    from casebook.tickets import Tickets
    from casebook.websocket import WebSocket


class Chats(Tools, Models):
    """The use cases of a chat, and the sockets that carry it."""

    @cached_property
    def tickets(self) -> "Tickets":
        from casebook.tickets import Tickets

        return Tickets(
            self.connections,
            self.clock,
            self.settings.websocket_url,
            self.settings.ticket_seconds,
        )

    @cached_property
    def chat(self) -> "Chat":
        from casebook.chat.sessions import Chat

        return Chat(
            self.workloads,
            self.sessions,
            self.log,
            self.push,
            self.dispatcher,
            self.clock,
            self.settings,
            self.session_accounts,
        )

    @cached_property
    def session_list(self) -> "SessionList":
        from casebook.chat.listing import SessionList

        return SessionList(self.workloads, self.sessions, self.log, self.settings)

    @cached_property
    def session_evidence(self) -> "SessionEvidence":
        from casebook.chat.evidence import SessionEvidence

        return SessionEvidence(self.sessions, self.log)

    @cached_property
    def following(self) -> "Following":
        from casebook.chat.following import Following
        from casebook.server_sent import ServerSent

        return Following(
            self.workloads, self.sessions, self.log, self.tickets, ServerSent(self.log)
        )

    @cached_property
    def sockets(self) -> "Sockets":
        from casebook.sockets import Sockets

        return Sockets(self.connections, self.clock, self.settings.connection_seconds)

    @cached_property
    def websocket(self) -> "WebSocket":
        from casebook.websocket import WebSocket

        return WebSocket(
            self.connections,
            self.sessions,
            self.diagnoses,
            self.log,
            self.push,
            self.chat,
            self.clock,
            self.settings.connection_seconds,
        )

    @cached_property
    def turns(self) -> "Turns":
        from casebook.chat.turn import Turns

        return Turns(
            self.owned_workloads,
            self.sessions,
            self.diagnoses,
            self.log,
            self.push,
            self.clock,
            self.settings,
            self.bookings,
            self.team_knowledge,
            open_toolbox=partial(self.toolbox, CHAT_AGENT, grantable()),
            choose_speaker=self.speaker,
        )

    def speaker(self, header: "SessionHeader") -> "Speaker":
        """Who answers in the session at this moment."""
        from casebook.chat.speaking import choose_speaker

        return choose_speaker(header, self.engine, self.model_chain, self._conversation)

    def _conversation(self, chain: "Chain", header: "SessionHeader") -> "ModelConversation":
        from casebook.agents.with_model.loop import LoopLimits
        from casebook.budget import spenders
        from casebook.chat.conversing.background import Backgrounds
        from casebook.chat.conversing.conversation import ModelConversation

        limits = LoopLimits(self.settings.answer_steps, self.settings.answer_seconds)
        return ModelConversation(
            chain,
            self.spending(spenders.of_session(header)),
            header.session_id,
            limits,
            partial(Backgrounds(self.evidence_store).of, header.session_id),
        )
