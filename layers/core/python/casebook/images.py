"""Keeps out of a text what a front end would do by itself, where the text renders as Markdown.

An image loads without a click, and its address may carry what the conversation is about to whoever
wrote a log line: `![](https://elsewhere/?errors=…)`. Every image of Markdown, inline or by
reference, begins with `![`; with a space between the two it is an exclamation mark and a link,
which nobody follows without a click. In code a space changes nothing.
https://spec.commonmark.org/0.31.2/#images, #links, #raw-html
"""

import re

_LINK = r"\](?=[(\[])"
_TAG = r"<(?=[/!]?[a-z][\w-]*[\s/][^<>]*=)"


def without_images(text: str) -> str:
    """The text with a link in the place of every image."""
    return text.replace("![", "! [")


def defused(text: str) -> str:
    """A claim as it may be rendered, whatever it quotes: images, links and tags with attributes are
    text, by a space that no Markdown has there."""
    text = without_images(text)
    if "](" in text or "][" in text:
        text = re.sub(_LINK, "] ", text)
    return re.sub(_TAG, "< ", text, flags=re.IGNORECASE) if "<" in text and "=" in text else text
