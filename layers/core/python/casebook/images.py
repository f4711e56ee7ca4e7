"""Keeps images out of what a model says, in a chat and in a finding.

A front end that renders Markdown loads an image by itself, and the address may carry what the
conversation is about to whoever wrote a log line: `![](https://elsewhere/?errors=…)`. Every image
of Markdown, inline or by reference, begins with `![`; with a space between the two it is an
exclamation mark and a link, which nobody follows without a click. In code a space changes nothing.
https://spec.commonmark.org/0.31.2/#images
"""


class ImageFilter:
    """Passes a text on piece by piece. At most one character is held back until the next."""

    def __init__(self) -> None:
        self._held = ""

    def passed(self, piece: str) -> str:
        """As much of the text as may be shown now."""
        text = self._held + piece
        self._held = "!" if text.endswith("!") else ""
        return text.removesuffix(self._held).replace("![", "! [")

    def rest(self) -> str:
        """What was held back; to be asked for when the text is over."""
        held, self._held = self._held, ""
        return held


def without_images(text: str) -> str:
    """A whole text at once."""
    return ImageFilter().passed(f"{text} ")[:-1]
