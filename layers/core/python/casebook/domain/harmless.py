r"""Text that others wrote, as anything may show it: terminals, pages, JSON, messages, prompts.

A log line can move a cursor, fill a clipboard (OSC 52), hide half of itself or turn its direction.
Whoever shows text would each have to know of all of it, so it is made harmless once, where it comes
in: what is no letter is spelled as Python and JSON spell it, `\x1b`, `\u202e`, `\U000e0041`.

https://unicode.org/reports/tr9/ (direction), https://unicode.org/reports/tr36/ (what is not seen),
https://invisible-island.net/xterm/ctlseqs/ctlseqs.html (what terminals obey)
"""

import re
from functools import cache

from pydantic import JsonValue

# Soft hyphens, zero-width spaces, marks of direction, interlinear notes, tags and the variation
# selectors of plane 14: what people do not see.
UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
# C0 but tab and newline, DEL, C1, the line ends that JavaScript and Python alone know, and halves
# of surrogate pairs, which no UTF-8 holds.
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
# Joiners make letters of Persian and Hindi, and one emoji of several. Elsewhere they hide.
_SCRIPTS = f"[^\x00-\u024f\u2028\u2029\u200c\u200d\ud800-\udfff{UNSEEN}]"
JOINERS = rf"(?<!{_SCRIPTS})[\u200c\u200d]|[\u200c\u200d](?!{_SCRIPTS})"


def harmless(text: str) -> str:
    """The text with every character that acts instead of being seen as a visible escape.

    Newlines and tabs stay, and a line that ends as Windows ends them ends as others do. What comes
    out is valid UTF-8 and comes out of a second time as it is.
    """
    if text.isprintable():
        return text
    return _acting().sub(_spelled, text.replace("\r\n", "\n"))


def harmless_texts(value: JsonValue) -> JsonValue:
    """A JSON value, every text in it harmless."""
    match value:
        case str():
            return harmless(value)
        case list():
            return [harmless_texts(each) for each in value]
        case dict():
            return {harmless(name): harmless_texts(each) for name, each in value.items()}
        case _:
            return value


@cache
def _acting() -> re.Pattern[str]:
    return re.compile(f"[{_CONTROLS}{UNSEEN}]|{JOINERS}")


def _spelled(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
