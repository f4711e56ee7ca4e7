"""Keeps out of a text what a front end would do by itself, where the text renders as Markdown.

An image loads without a click, and its address may carry what the conversation is about to whoever
wrote a log line: `![](https://elsewhere/?errors=…)`. Every image of Markdown, inline or by
reference, begins with `![`; with a space between the two it is an exclamation mark and a link,
which nobody follows without a click. In code a space changes nothing.
https://spec.commonmark.org/0.31.2/#images, #links, #raw-html
"""

import re
from functools import cache

from casebook.domain.harmless import harmless

# What may belong to what comes next: `!` to an image, a letter to the joiner behind it.
_TO_COME = "[!\r]\\Z|[^\x00-\u024f]?[\u200c\u200d]\\Z|[^\x00-\u024f]\\Z"
_LINK = r"\](?=[(\[])"
_TAG = r"<(?=[/!]?[a-z][\w-]*[\s/][^<>]*=)"


class ImageFilter:
    """Passes what a model says on, piece by piece and harmless. A letter or two at the end are held
    back until the next piece."""

    def __init__(self) -> None:
        self._held = ""

    def passed(self, piece: str) -> str:
        """As much of the text as may be shown now."""
        text = self._held + piece
        found = _to_come().search(text)
        self._held = found[0] if found else ""
        return harmless(text.removesuffix(self._held)).replace("![", "! [")

    def rest(self) -> str:
        """What was held back; to be asked for when the text is over."""
        held, self._held = self._held, ""
        return harmless(held)


def without_images(text: str) -> str:
    """A whole text at once."""
    return harmless(text).replace("![", "! [")


def defused(text: str) -> str:
    """A claim as it may be rendered, whatever it quotes: images, links and tags with attributes are
    text, by a space that no Markdown has there."""
    text = text.replace("![", "! [")
    if "](" in text or "][" in text:
        text = re.sub(_LINK, "] ", text)
    return re.sub(_TAG, "< ", text, flags=re.IGNORECASE) if "<" in text and "=" in text else text


@cache
def _to_come() -> re.Pattern[str]:
    return re.compile(_TO_COME)
