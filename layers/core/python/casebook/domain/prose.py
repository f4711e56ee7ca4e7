"""Sentences of Casebook's own that quote others, and that a front end may render as Markdown.

An image loads without a click, and its address may carry what the incident is about to whoever
wrote a log line: `![](https://elsewhere/?errors=…)`. A link has the words of whoever wrote it. Both
are made text by a space that Markdown does not have there; in code a space changes nothing.
https://spec.commonmark.org/0.31.2/#images, #links, #raw-html
"""

import re
from typing import Annotated

from pydantic import AfterValidator

_LINK = r"\](?=\(\s{0,8}<?[\w.+-]{0,64}[:/?#])"
_TAG = r"<(?=[/!]?[a-z][\w-]{0,64}[\s/][^<>]{0,512}=)"
_IMAGE_TAG = r"<(?=im(?:g|age)\b)"


def without_images(text: str) -> str:
    """The text with a link in the place of every image, inline or by reference."""
    text = text.replace("![", "! [")
    return re.sub(_IMAGE_TAG, "< ", text, flags=re.IGNORECASE) if "<" in text else text


def defused(text: str) -> str:
    """The text without images, links and tags with attributes: what they say is there as text."""
    text = without_images(text)
    if "](" in text:
        text = re.sub(_LINK, "] ", text)
    return re.sub(_TAG, "< ", text, flags=re.IGNORECASE) if "<" in text and "=" in text else text


Prose = Annotated[str, AfterValidator(defused)]
"""A sentence that says what others said; see above."""
