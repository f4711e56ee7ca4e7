"""Which log lines are errors, and what each of them says."""

import json
import re
from collections.abc import Mapping

from casebook.analysis.log_levels import entry_fails, entry_warns, field, text_fails, text_warns

_MESSAGE_FIELDS = ("message", "msg", "event", "log", "body", "@m", "@mt", "Message")
_TYPE_FIELDS = ("errorType", "exception_name", "error.type", "exception.type", "error_type")
_DETAIL_FIELDS = ("errorMessage", "error.message", "exception.message", "error_message")
_THROWN_FIELDS = ("exception", "error", "err", "@x", "Exception")
_TRACEBACK = "Traceback (most recent call last)"

# What a line begins with before it says anything: times, request ids, levels, process ids.
_HEAD = re.compile(
    r"^(?:\s+|\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\d]*(?:Z|[+-]\d\d:?\d\d)?\]?|"
    r"\[?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\]?|RequestId: \S+|"
    r"\[?\d\d:\d\d:\d\d[.,\d]* (?:ERR|FTL|CRT)\]|[EF]\d{4} \d\d:\d\d:\d\d[.\d]*\s+\d+ |"
    r"(?:fail|crit): [\w.`+]+\[\d+\]|"
    r"\[?(?:ERROR|CRITICAL|FATAL|SEVERE|WARN(?:ING)?|error|crit|fatal|warn(?:ing)?)\]?(?=[\s:\]-])|[:-](?=\s)){1,30}"
)
_LOGFMT = re.compile(
    r'(?<!\S)(?P<key>[A-Za-z_][\w.]*)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>\S*))'
)
_LOGFMT_LEVELS = frozenset({"level", "lvl", "severity"})
_LONGEST = 1_000


def is_error(message: str) -> bool:
    """Whether a log line reports that something failed."""
    if (entry := _json(message) or logfmt(message)) is not None:
        return _entry_is_error(entry)
    return text_fails(message)


def is_warning(message: str) -> bool:
    """Whether a log line warns, and reports no failure."""
    if (entry := _json(message) or logfmt(message)) is not None:
        return entry_warns(entry) and not _entry_is_error(entry)
    return text_warns(message) and not text_fails(message)


def essence(message: str) -> str:
    """What the line says, without times, request ids and stack frames; one line of text."""
    entry = _json(_HEAD.sub("", message, count=1)) or logfmt(message)
    try:
        text = _entry_essence(entry) if entry is not None else _plain_essence(message)
    except RecursionError:  # what could just be parsed cannot always be written again
        text = message
    return " ".join(text.split())[:_LONGEST] or " ".join(message.split())[:_LONGEST]


def logfmt(message: str) -> Mapping[str, str] | None:
    """The line's fields, if it is written as `level=error msg="post failed" err=EOF`.

    https://brandur.org/logfmt
    """
    if "msg=" not in message or not any(f"{each}=" in message for each in _LOGFMT_LEVELS):
        return None  # most lines; reading the pairs takes ten times as long
    pairs = {match["key"]: match["quoted"] or match["plain"] or "" for match in
             _LOGFMT.finditer(message)}  # fmt: skip
    return pairs if "msg" in pairs and pairs.keys() & _LOGFMT_LEVELS else None


def _json(message: str) -> Mapping[str, object] | None:
    """The line's JSON object, if it is one from end to end."""
    if not message.lstrip().startswith("{") or not message.rstrip().endswith("}"):
        return None
    try:
        entry = json.loads(message)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _entry_is_error(entry: Mapping[str, object]) -> bool:
    if (fails := entry_fails(entry)) is not None:
        return fails
    if (record := entry.get("record")) and isinstance(record, Mapping):
        return record.get("status") in ("error", "timeout", "failure")  # platform.report and others
    return field(entry, (*_TYPE_FIELDS, *_DETAIL_FIELDS)) is not None


def _entry_essence(entry: Mapping[str, object]) -> str:
    if isinstance(record := entry.get("record"), Mapping) and "message" not in entry:
        entry = {**record, "message": f"{entry.get('type', 'platform')} {record.get('status', '')}"}
    message = field(entry, _MESSAGE_FIELDS)
    kind, detail = field(entry, _TYPE_FIELDS), field(entry, _DETAIL_FIELDS)
    thrown = next((entry[name] for name in _THROWN_FIELDS if entry.get(name)), None)
    if kind is None and isinstance(thrown, str):
        detail = detail or _plain_essence(thrown)
    if detail is None and isinstance(thrown := entry.get("exception"), str):
        detail = _plain_essence(thrown).removeprefix(f"{kind}: ")
    parts: list[str] = []
    for part in (message, kind, detail):
        said = part if isinstance(part, str) else "" if part is None else json.dumps(part)
        if said and not any(said in earlier for earlier in parts):
            parts.append(said)
    return ": ".join(parts)


def _plain_essence(message: str) -> str:
    before, traceback, frames = message.partition(_TRACEBACK)
    before = _HEAD.sub("", before, count=1)
    if traceback and not before.strip():
        lines = [line for line in frames.splitlines() if line.strip() and line[0] not in " \t"]
        return lines[-1] if len(lines) > 1 or (lines and ":" in lines[-1]) else message
    return next((line for line in before.splitlines() if line.strip()), "")
