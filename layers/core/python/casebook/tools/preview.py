"""What is read of a long result: its beginning and its end, and how to read what lies between."""

import re

_NOTE = "\n… {left_out} characters left out here: read_evidence reads on at offset {offset} …\n"
_NOTED = re.compile(
    r"^… \d+ characters left out here: read_evidence reads on at offset \d+ …$", re.MULTILINE
)
# The beginning is the telling part: tools put what matters first.
_HEAD = 2 / 3


def preview(text: str, limit: int) -> str:
    """The text, or at most `limit` characters of it: its head, a note, and its tail.

    It is cut between lines where one ends nearby, because half a number is another number.
    """
    if len(text) <= limit:
        return text
    room = max(0, limit - len(_NOTE.format(left_out=len(text), offset=len(text))))
    head_room = int(room * _HEAD)
    head = text[: last_line_end(text, 0, head_room)]
    start = len(text) - (room - head_room)
    line_start = text.find("\n", start, start + (len(text) - start) // 4) + 1
    tail = text[line_start or start :]
    left_out = len(text) - len(head) - len(tail)
    return head + _NOTE.format(left_out=left_out, offset=len(head)) + tail


def head_and_tail(text: str, limit: int) -> str:
    """One long line in short, where nothing keeps the whole: what is left out is counted."""
    if len(text) <= limit:
        return text
    note = f" … {len(text) - limit} or more characters left out … "
    room = limit - len(note)
    head = int(room * _HEAD)
    return text[:head] + note + text[len(text) - (room - head) :]


def without_note(excerpt: str) -> str:
    """The excerpt without what `preview` put into it: the note's numbers prove nothing."""
    return _NOTED.sub("", excerpt)


def last_line_end(text: str, start: int, end: int) -> int:
    """Where to cut `text[start:end]`: behind the last line that ends in its last quarter, or at
    `end` when none does."""
    if end >= len(text):
        return len(text)
    found = text.rfind("\n", end - (end - start) // 4, end)
    return end if found < 0 else found + 1
