"""A log line's fields, where it has any: JSON, JSON behind a logger's head, JSON that was cut off,
and logfmt (https://brandur.org/logfmt). Never raises."""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from casebook.knowledge.log_fields import LogField

_LOGFMT = r'(?<!\S)(?P<key>[A-Za-z_][\w.]*)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>\S*))'
_LOGFMT_LEVELS = ("level=", "lvl=", "severity=")
_MEMBER = (
    r'"(?P<key>[A-Za-z_@][\w.@-]{0,60})"\s*:\s*(?:"(?P<text>(?:[^"\\]|\\.)*)|(?P<number>\d{1,9})\b)'
)
_FEWEST_MEMBERS = 2
# What stands before the JSON of a line is short: a time, an id, a level, a sentence.
_HEAD_REACH = 400
_CUT_REACH = 4_000
_read = json.JSONDecoder().raw_decode
"""The value that begins at a place, and where it ends."""


class Parsed(NamedTuple):
    """`fields` of the line's JSON or logfmt; `before` and `after` is the text around it."""

    fields: Mapping[str, Any]
    before: str = ""
    after: str = ""
    is_cut: bool = False


def parsed(line: str) -> Parsed | None:
    """The line's fields; None for plain text."""
    if line[:1] == "{" or line.lstrip()[:1] == "{":
        return _json(line.strip()) or _cut_json(line)
    if "msg=" in line and (pairs := logfmt(line)) is not None:
        return Parsed(pairs)
    begin = line.find("{", 0, _HEAD_REACH)
    return _embedded_json(line, begin) if begin > 0 else None


def logfmt(line: str) -> Mapping[str, str] | None:
    """The line's fields, if it is written as `level=error msg="post failed" err=EOF`."""
    if "msg=" not in line or not any(level in line for level in _LOGFMT_LEVELS):
        return None  # most lines; reading the pairs takes ten times as long
    pairs = {match["key"]: match["quoted"] or match["plain"] or "" for match in
             re.finditer(_LOGFMT, line)}  # fmt: skip
    has_level = not {"level", "lvl", "severity"}.isdisjoint(pairs)
    return pairs if "msg" in pairs and has_level else None


def _json(line: str) -> Parsed | None:
    if not line.endswith("}"):
        return None
    try:
        entry, end = _read(line)
    except (ValueError, RecursionError):
        return None
    return Parsed(entry) if end == len(line) else None


def _embedded_json(line: str, begin: int) -> Parsed | None:
    """`call failed: 401 {"code": …}`: JSON with text around it."""
    if line[begin + 1 : begin + 2] not in ('"', " ", "\n", "\t"):
        return None
    try:
        value, end = _read(line, begin)
    except RecursionError:
        return None
    except ValueError:
        return _cut_json(line[begin:], line[:begin])
    return Parsed(value, line[:begin], line[end:]) if isinstance(value, dict) and value else None


def _cut_json(text: str, before: str = "") -> Parsed | None:
    """The fields up to where a line was cut off; of two of one name the second is what is inside
    of an error that was thrown."""
    fields: dict[str, Any] = {}
    for member in re.finditer(_MEMBER, text[:_CUT_REACH]):
        said = member["text"]
        value: Any = int(member["number"]) if said is None else _unescaped(said)
        name = member["key"]
        if name in fields and name in LogField.MESSAGE.names:
            name = "errorMessage"
        fields.setdefault(name, value)
    if len(fields) < _FEWEST_MEMBERS and fields.keys().isdisjoint(LogField.MESSAGE.names):
        return None
    return Parsed(fields, before, "", is_cut=True)


def _unescaped(text: str) -> str:
    return text.replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t")
