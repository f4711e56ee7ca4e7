"""One message of a chat, by the user or by the agent."""

from enum import StrEnum

from casebook.domain.model import Instant, Model


class Role(StrEnum):
    USER = "user"
    AGENT = "agent"


class MessageStatus(StrEnum):
    STREAMING = "streaming"  # its text still grows
    COMPLETE = "complete"  # final
    FAILED = "failed"  # it will not be finished; the user may ask again


class Message(Model):
    """`evidence` are the ids that the text cites."""

    message_id: str
    role: Role
    text: str
    at: Instant
    status: MessageStatus = MessageStatus.COMPLETE
    in_reply_to: str | None = None
    evidence: tuple[str, ...] = ()
