"""What an error pattern's example says, whatever logger wrote it.

The type, the message and the stack are taken apart because only the message may be matched against
signs: a stack trace is full of words like `retry` or `throttle` that say nothing about the fault.
"""

import json
import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from casebook.analysis.error_lines import essence, logfmt
from casebook.domain.finding import ErrorPattern

_FRAMES = (
    re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+)(?:, in (?P<name>[^\s\\]+))?'),  # Python
    re.compile(r"at (?:(?P<name>[^\s(]+) \()?(?P<file>[^():\s]+\.[cm]?[jt]s):(?P<line>\d+):\d+"),
    re.compile(r"at (?P<name>[\w.$<>]+)\((?P<file>\w+\.(?:java|kt|scala)):(?P<line>\d+)\)"),
    re.compile(r"(?:at (?P<name>\S+?)(?:\([^)]*\))? )?in (?P<file>[^\s:]+\.cs):line (?P<line>\d+)"),
    re.compile(r"(?P<file>[/\w.-]+\.(?:go|rb)):(?P<line>\d+)(?::in [`'](?P<name>\w+))?"),
)
_FOREIGN = re.compile(
    r"site-packages|dist-packages|node_modules|/var/runtime|/var/lang|^/opt/|/usr/(local/)?lib"
    r"|^node:|internal/|^<frozen|botocore|/python3\.\d+/(?!.*task)"
    r"|^(java|javax|jdk|sun|kotlin|scala)\.|org\.springframework|com\.amazonaws|software\.amazon"
    r"|^/usr/local/go/"
)
_FRAME_LINE = re.compile(
    r'^\s*(at\s|File "|Caused by: .*|\.\.\. \d+ more|Traceback )', re.MULTILINE
)
_TYPED = re.compile(r"\b(?P<type>[A-Za-z_][\w.$]*(?:Error|Exception|Fault|Failure))\b")
_SENTENCE = re.compile(r"[A-Za-z]{2,}\W+\w+")
_MESSAGES = (
    "message", "msg", "errorMessage", "error_message", "error", "err", "exception", "detail",
    "reason", "cause", "description", "error_description", "code", "errorCode", "error_code",
    "@m", "@mt", "Message",
)  # fmt: skip
_STACKS = (
    "stackTrace", "stack_trace", "stack", "exc_info", "traceback", "@x", "Exception", "exception",
    "error.stack_trace", "error.stack", "exception.stacktrace",
)  # fmt: skip
# `org.acme.PriceError: no price`, and not a frame.
_THROWN = re.compile(r"^(?:[A-Za-z_][\w$]*[.:]{1,2})*[A-Z][\w$]*(?:\s?\([^)]*\))?: ")
_MOST_HEADS, _LONGEST_HEAD = 4, 300
_ANY_MESSAGE = re.compile(r'"(?:message|msg|errorMessage|@m|@mt|Message|error)"\s*:')
_FIELD = r'"%s"\s*:\s*"((?:[^"\\]|\\.)*)'


# What is looked at of a line. The patterns take time in the square of one long word.
_LONGEST = 2_000
# Python refuses to read a number of thousands of digits.
_LINE_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of a stack: where, and in which function if that is told."""

    file: str
    line: int
    function: str | None = None

    @property
    def is_own(self) -> bool:
        """True for the workload's own code, False for runtimes and libraries."""
        return not (_FOREIGN.search(self.file) or _FOREIGN.search(self.function or ""))


@dataclass(frozen=True)
class Reading:
    """`kind` is the error's type (`KeyError`), `said` its message, `stack` the trace as text."""

    kind: str
    said: str
    stack: str

    @cached_property
    def words(self) -> str:
        """Everything that was said of the error, without the stack: what signs are sought in."""
        return f"{self.kind}: {self.said}" if self.kind else self.said

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """The frames of the stack, in the order in which they stand."""
        found = (match for pattern in _FRAMES for match in pattern.finditer(self.stack))
        return tuple(
            Frame(match["file"], int(match["line"][:_LINE_DIGITS]), match["name"])
            for match in sorted(found, key=lambda match: match.start())
        )

    @property
    def own_frame(self) -> Frame | None:
        """The innermost frame in the workload's own code: Python prints it last, others first."""
        own = [frame for frame in self.frames if frame.is_own]
        if not own:
            return None
        return own[-1] if own[-1].file.endswith(".py") else own[0]


def read(pattern: ErrorPattern) -> Reading:
    """The pattern's example, taken apart; its template where there is no example."""
    return read_line(pattern.example or pattern.template)


@lru_cache(maxsize=512)
def read_line(example: str) -> Reading:
    """A log line, taken apart. Never raises."""
    example = example[:_LONGEST]
    if (entry := logfmt(example)) is not None:
        return _from_json(dict(entry))
    start = example.find("{")
    if start >= 0:
        try:
            value, _ = json.JSONDecoder().raw_decode(example[start:])
            if isinstance(value, dict):
                return _with_text_before(example[:start], _from_json(value))
        except RecursionError:
            return _from_text(example)
        except ValueError:
            if _ANY_MESSAGE.search(example):
                return _from_cut_json(example[start:])
    return _from_text(example)


def _from_json(entry: dict[str, Any]) -> Reading:
    inner: dict[str, Any] = next(
        (entry[key] for key in ("error", "err", "exception") if isinstance(entry.get(key), dict)),
        {},
    )
    fields = {**inner, **{key: value for key, value in entry.items() if value}}
    kind = _first(fields, "errorType", "error_type", "exceptionType", "exception_name", "name")
    texts = [_first(fields, key) for key in _MESSAGES]
    if isinstance(inner.get("message"), str):
        texts.append(inner["message"])
    stack = next((_text(fields[name]) for name in _STACKS if fields.get(name)), "")
    texts += [each for each in _thrown(stack) if not any(each in text for text in texts)]
    said = " | ".join(dict.fromkeys(text for text in texts if text))
    outline = _from_text(said)
    return Reading(kind or outline.kind or _from_text(stack).kind, outline.said, stack or said)


def _thrown(stack: str) -> list[str]:
    """What a stack says was thrown, and what had caused that: its lines that are no frames."""
    lines = [line.strip() for line in stack.splitlines() if line.strip()]
    heads = [line for line in lines[:1] + lines[-1:] if _THROWN.match(line)]
    causes = [line.removeprefix("Caused by: ") for line in lines if line.startswith("Caused by: ")]
    inner = [part.strip() for line in lines for part in line.split(" ---> ")[1:]]
    return [each[:_LONGEST_HEAD] for each in dict.fromkeys((*heads, *causes, *inner))][:_MOST_HEADS]


def _with_text_before(before: str, entry: Reading) -> Reading:
    """`call failed: 401 {"code": …}`: what stands before the JSON says something too, unless it is
    the logger's time, level and request id."""
    head = essence(before) if any(map(str.isalpha, before)) else ""
    if not _SENTENCE.search(head):
        return entry
    said = " | ".join(filter(None, (entry.said, head)))
    return replace(entry, kind=entry.kind or _from_text(head).kind, said=said)


def _from_cut_json(example: str) -> Reading:
    """A JSON line that was shortened: its fields up to the cut."""

    def field(name: str) -> str:
        found = re.search(_FIELD % name, example)
        return found[1].replace('\\"', '"').replace("\\n", "\n") if found else ""

    texts = [field(name) for name in _MESSAGES if field(name)]
    stack = next(filter(None, map(field, _STACKS)), "")
    texts += [each for each in _thrown(stack) if not any(each in text for text in texts)]
    whole = example.replace('\\"', '"').replace("\\n", "\n")
    return Reading(field("errorType"), " | ".join(dict.fromkeys(texts)) or example, whole)


def _from_text(text: str) -> Reading:
    kept = [line.strip() for line in text.splitlines() if not _FRAME_LINE.match(line)]
    said = " ".join(line for line in kept if line)
    typed = _TYPED.search(said)
    return Reading(typed["type"] if typed else "", said or text.strip(), text)


def _first(fields: dict[str, Any], *names: str) -> str:
    return next((fields[name] for name in names if isinstance(fields.get(name), str)), "")


def _text(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(_text(each) for each in value)
    return value if isinstance(value, str) else ("" if value is None else json.dumps(value))
