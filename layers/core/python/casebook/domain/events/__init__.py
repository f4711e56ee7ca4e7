"""The event log's vocabulary. design.md fixes the names of the types; front ends rely on them."""

from casebook.domain.events.event import Draft, Event, Payload, payload_types

__all__ = ["Draft", "Event", "Payload", "payload_types"]
