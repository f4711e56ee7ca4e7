"""What a line of plain text says: its message without the logger's head, what was thrown, and the
stack apart from both."""

import re
from typing import NamedTuple

from casebook.analysis.access_logs import access_in
from casebook.analysis.log_levels import POSTGRES, SYSLOG

# What a line begins with before it says anything: times, request ids, levels, process ids.
_HEAD = re.compile(
    r"^(?:\s+|\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\d]*(?:Z|[+-]\d\d:?\d\d)?\]?|"
    r"\[?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\]?|RequestId: \S+|"
    r"\[?\d\d:\d\d:\d\d[.,\d]* (?:ERR|FTL|CRT|WRN)\]|[WEF]\d{4} \d\d:\d\d:\d\d[.\d]*\s+\d+ |"
    r"(?:fail|crit|warn): [\w.`+]+\[\d+\]|<\d{1,3}>(?:1 )?|"
    r"\[?(?:ERROR|CRITICAL|FATAL|SEVERE|WARN(?:ING)?|error|crit|fatal|warn(?:ing)?)\]?(?=[\s:\]-])|[:-](?=\s)){1,30}"
)
_FRAME = re.compile(
    r'^\s*(?:at\s|File "|\.\.\. \d+ more|Traceback |from \S+:\d+:in |\S+\.(?:go|rs):\d+(?: |:|$)'
    r"|goroutine \d+ \[|created by |[\w./*()-]+\(0x|\d+: +\S+::)"
)
_CAUSED_BY = "Caused by: "
_TYPED = re.compile(r"\b(?P<type>[A-Za-z_][\w.$]*(?:Error|Exception|Fault|Failure))\b")
# `org.acme.PriceError: no price`, and not a frame.
_THROWN = re.compile(r"^(?:[A-Za-z_][\w$]*[.:]{1,2})*[A-Z][\w$]*(?:\s?\([^)]*\))?: ")
_BETWEEN = ("During handling of the above exception", "The above exception was the direct cause")
_MOST_LINES, _MOST_THROWN, _LONGEST_THROWN = 12, 4, 300
_REACH = 8_000


class TextParts(NamedTuple):
    """`parts` of the message, the most general first; `stack` is the text with its frames."""

    parts: tuple[str, ...]
    stack: str


def text_parts(text: str) -> TextParts:
    """The line's text, taken apart."""
    text = text[:_REACH]
    if (access := access_in(text)) is not None:
        return TextParts((access.said,), "")
    said = without_head(text)
    if "\n" not in said:
        return TextParts((said.strip(),) if said.strip() else (), text)
    above, below = _around_frames(said)
    parts = (" ".join(above), *below) if above else tuple(below[-1:] + below[:-1])
    return TextParts(parts, text)


def without_head(text: str) -> str:
    """The text without the times, ids and levels that it begins with."""
    if ":  " in text[:240] and (postgres := POSTGRES.match(text)):
        return text[postgres.end() :]
    if text[:1] == "<":
        text = SYSLOG.sub("", text, count=1)
    return _HEAD.sub("", text, count=1)


def kind_in(text: str) -> str:
    """The first type of an error that the text names."""
    typed = _TYPED.search(text)
    return typed["type"] if typed else ""


def thrown_in(stack: str) -> list[str]:
    """What a stack says was thrown, and what had caused that: its lines that are no frames."""
    lines = [line.strip() for line in stack[:_REACH].splitlines() if line.strip()]
    heads = [line for line in lines[:1] + lines[-1:] if _THROWN.match(line)]
    causes = [line.removeprefix(_CAUSED_BY) for line in lines if line.startswith(_CAUSED_BY)]
    inner = [part.strip() for line in lines for part in line.split(" ---> ")[1:]]
    found = dict.fromkeys((*heads, *causes, *inner))
    return [words[:_LONGEST_THROWN] for words in found][:_MOST_THROWN]


def _around_frames(text: str) -> tuple[list[str], list[str]]:
    """The lines before the first frame, and those between and after frames that are none."""
    above: list[str] = []
    below: list[str] = []
    seen_frame = after_python_frame = False
    for line in text.splitlines():
        said = line.strip()
        if not said:
            continue
        if _FRAME.match(line):
            seen_frame, after_python_frame = True, said.startswith('File "')
        elif after_python_frame and line[:1].isspace():  # the frame's line of source
            continue
        elif not seen_frame:
            above.append(said.removeprefix(_CAUSED_BY))
        elif not said.startswith(_BETWEEN):
            below.append(said.removeprefix(_CAUSED_BY)[:_LONGEST_THROWN])
    return above[:_MOST_LINES], below[:2] + below[2:][-(_MOST_THROWN - 2) :]
