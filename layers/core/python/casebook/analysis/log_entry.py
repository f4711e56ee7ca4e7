"""The one reader of a log line: how bad it is, what it says, of which error, with which stack.

Who finds the errors and who reasons about them read a line with this, so they cannot disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from casebook.analysis.access_logs import access_of
from casebook.analysis.cluster_events import (
    ClusterEvent,
    ClusterObject,
    event_in,
    event_of,
    journal_event,
    writer_of,
)
from casebook.analysis.log_fields import (
    Fields,
    first,
    first_text,
    flattened,
    has_field,
    text_of,
    values,
)
from casebook.analysis.log_levels import level_of_fields, severity_of_fields, severity_of_text
from casebook.analysis.log_parsing import Parsed, parsed
from casebook.analysis.log_text import kind_in, text_parts, thrown_in
from casebook.knowledge.log_fields import LogField, Severity

_LONGEST = 1_000
# A line in a wrapper in a wrapper: an application's JSON, Docker's, Fluent Bit's.
_MOST_WRAPPERS = 3
_MOST_CAUSES = 4


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A log line, taken apart.

    `kind` is the error's type (`KeyError`), `parts` is what the line says of it, the most general
    first, of which `leading` stand before the type; `stack` is the trace as text. `resources` are
    names of who wrote the line or of whom it tells, as its fields have them, the most exact first.
    `is_platform` is true for what a platform says of those who run on it. `event` is what
    Kubernetes said, `writer` the pod that wrote the line.
    """

    severity: Severity = Severity.UNKNOWN
    kind: str = ""
    parts: tuple[str, ...] = ()
    stack: str = ""
    request_id: str = ""
    resources: tuple[str, ...] = ()
    is_platform: bool = False
    leading: int = 1
    event: ClusterEvent | None = None
    writer: ClusterObject | None = None

    @property
    def about(self) -> ClusterObject | None:
        """The object of Kubernetes that the line is about, else that which wrote it."""
        return (self.event and self.event.about) or self.writer

    @property
    def message(self) -> str:
        """What is said of the error, in its parts."""
        return " | ".join(self.parts)

    @property
    def essence(self) -> str:
        """What the line says, without times, request ids and stack frames; one line of text."""
        said = self.parts
        if self.kind and not any(self.kind in part for part in said):
            said = (*said[: self.leading], self.kind, *said[self.leading :])
        return _joined(said)


def severity_of(line: str) -> Severity:
    """How bad the line says that it is."""
    found = parsed(line)
    return severity_of_text(line) if found is None else _severity(found, line)


def essence_of(line: str) -> str:
    """The essence of the line's entry, without the work for the rest of it."""
    found = parsed(line)
    if found is None:
        return _joined(_of_plain(line).parts)
    return _of_parsed(found, line, _MOST_WRAPPERS).essence


def read_entry(line: str) -> LogEntry:
    """The line, taken apart. Never raises."""
    return _read(line, _MOST_WRAPPERS)


def _read(line: str, wrappers: int) -> LogEntry:
    found = parsed(line)
    if found is None:
        return replace(_of_plain(line), severity=severity_of_text(line))
    return _of_parsed(found, line, wrappers)


def _of_parsed(found: Parsed, line: str, wrappers: int) -> LogEntry:
    entry = _of_fields(flattened(found.fields), wrappers)
    parts = _around(found, entry.parts)
    return LogEntry(
        severity=_severity(found, line),
        kind=entry.kind or ("" if parts is entry.parts else kind_in(" ".join(parts))),
        parts=parts or text_parts(line).parts,
        stack=entry.stack or " | ".join(parts),
        request_id=entry.request_id,
        resources=entry.resources,
        is_platform=entry.is_platform,
        leading=1 if found.before.strip() else entry.leading,
        event=entry.event,
        writer=entry.writer,
    )


def _of_plain(line: str) -> LogEntry:
    if event := event_in(line):
        return _of_event(event)
    text = text_parts(line)
    return LogEntry(kind=kind_in(" ".join(text.parts)), parts=text.parts, stack=text.stack)


def _of_event(event: ClusterEvent) -> LogEntry:
    return LogEntry(
        parts=_distinct([event.said]),
        resources=(event.about.name,) if event.about else (),
        is_platform=True,
        event=event,
    )


def _severity(found: Parsed, line: str) -> Severity:
    if found.before.strip():
        # A program's own level, inside what the runtime has given one of its own to.
        level = level_of_fields(found.fields)
        return severity_of_text(line) if level is Severity.UNKNOWN else level
    severity = severity_of_fields(flattened(found.fields))
    return _severity_within(found.fields) if severity is Severity.UNKNOWN else severity


def _severity_within(entry: Fields) -> Severity:
    """That of the line, or of the object, inside a wrapper that has no level of its own."""
    inner = first(entry, LogField.MESSAGE)
    if isinstance(inner, dict):
        return severity_of_fields(flattened(inner))
    return severity_of(inner) if isinstance(inner, str) else Severity.UNKNOWN


def _of_fields(entry: Fields, wrappers: int) -> LogEntry:
    if event := event_of(entry):
        return _of_event(event)
    resources = tuple(_named(entry))
    request_id = first_text(entry, LogField.REQUEST_ID)
    is_platform = _is_platform(entry)
    if access := access_of(entry):
        parts = _distinct([access.said, *_details(entry)])
        return LogEntry(
            parts=parts, resources=resources, request_id=request_id, is_platform=is_platform
        )
    message, inner = _message(entry, wrappers)
    writer = writer_of(entry)
    if inner.event:
        return replace(inner, writer=writer)
    event = journal_event(entry)
    thrown = first(entry, LogField.THROWN)
    chain = _objects(thrown)
    inside = chain[0] if chain else {}
    kind = first_text(entry, LogField.ERROR_TYPE) or first_text(inside, LogField.TYPE_WITHIN)
    stack = _stack(entry, inside) or inner.stack
    said = [*message, *_error_messages(entry, inside, thrown), *_details(entry), *thrown_in(stack)]
    said += [text_of(first(cause, LogField.MESSAGE_WITHIN)) for cause in chain[1:_MOST_CAUSES]]
    parts = _distinct(part.removeprefix(f"{kind}: ") if kind else part for part in said)
    return LogEntry(
        kind=kind or inner.kind or kind_in(" ".join(parts)) or kind_in(stack),
        parts=parts,
        stack=stack,
        request_id=request_id or inner.request_id,
        resources=(*resources, *inner.resources),
        is_platform=is_platform or inner.is_platform,
        leading=1 if message else 0,
        event=event,
        writer=inner.writer or writer,
    )


def _message(entry: Fields, wrappers: int) -> tuple[list[str], LogEntry]:
    """What the entry says, and the line that it wraps."""
    if _is_platform_event(entry):
        return [_platform_event(entry)], LogEntry()
    value = first(entry, LogField.MESSAGE)
    if isinstance(value, dict):
        inner = _of_fields(flattened(value), wrappers - 1) if wrappers else LogEntry()
        return list(inner.parts) or [text_of(value)], inner
    text = text_of(value)
    has_own_level = level_of_fields(entry) is not Severity.UNKNOWN
    is_line = text.lstrip()[:1] == "{" or "\n" in text or not has_own_level
    if not (wrappers and text and is_line):
        return ([text] if text else []), LogEntry()
    inner = _read(text, wrappers - 1)
    return list(inner.parts), inner


def _error_messages(entry: Fields, inside: Fields, thrown: Any) -> list[str]:
    if not inside and thrown is None and not has_field(entry, LogField.ERROR_MESSAGE):
        return []
    said = [text_of(first(entry, LogField.ERROR_MESSAGE))]
    said.append(text_of(first(inside, LogField.MESSAGE_WITHIN)))
    if isinstance(thrown, str):
        said += text_parts(thrown).parts
    return [part for words in said for part in _cause_within(words)]


def _cause_within(words: str) -> tuple[str, ...]:
    """Step Functions hands on what a function has said as JSON in a text."""
    if words[:1] != "{":
        return (words,)
    entry = _read(words, 0)
    kind = (entry.kind,) if entry.kind else ()
    return (*kind, *entry.parts)


def _objects(thrown: Any) -> list[Fields]:
    """The objects that stand for what was thrown: one, or one and its causes (structlog)."""
    found = thrown if isinstance(thrown, list) else [thrown]
    return [item for item in found if isinstance(item, dict)]


def _details(entry: Fields) -> list[str]:
    return [value for value in values(entry, LogField.DETAILS) if isinstance(value, str)]


def _stack(entry: Fields, inside: Fields) -> str:
    if stack := text_of(first(inside, LogField.STACK_WITHIN)):
        return stack
    if not has_field(entry, LogField.STACK):
        return ""
    found = values(entry, LogField.STACK)
    return next((text_of(value) for value in found if isinstance(value, (str, list))), "")


def _is_platform_event(entry: Fields) -> bool:
    return str(entry.get("type", "")).startswith("platform.") and "message" not in entry


def _platform_event(entry: Fields) -> str:
    """Lambda's own events, in the words that its text logs have for the same."""
    status = str(entry.get("status", ""))
    ended = ", the function timed out" if status == "timeout" else ""
    return f"{entry['type']} {status}{ended}".strip()


def _is_platform(entry: Fields) -> bool:
    return _is_platform_event(entry) or ("execution_arn" in entry and "details" in entry)


def _named(entry: Fields) -> Iterable[str]:
    return (value for value in values(entry, LogField.WRITER) if isinstance(value, str))


def _around(found: Parsed, parts: tuple[str, ...]) -> tuple[str, ...]:
    """What stands around a line's JSON says something too, unless it is the logger's head."""
    if not found.before and not found.after:
        return parts
    before = " ".join(text_parts(found.before).parts).strip(" :-\t")
    after = found.after.strip()
    return _distinct([before, *parts, after])


def _joined(parts: Iterable[str]) -> str:
    return " ".join(": ".join(parts).split())[:_LONGEST]


def _distinct(said: Iterable[str]) -> tuple[str, ...]:
    """The texts that add something to those before them, each on one line."""
    parts: list[str] = []
    for text in said:
        words = " ".join(text.split())
        if words and not any(words in earlier for earlier in parts):
            parts.append(words)
    return tuple(parts)
