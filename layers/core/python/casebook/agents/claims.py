"""What a claim may say of its evidence: the tests of the checker, and the words that pass them.

Rules phrase their claims with `Citing`, which only quotes and counts what stands in the excerpt;
the checker asks the same questions again of every claim, whoever wrote it.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from casebook.domain.evidence import Evidence
from casebook.tools.preview import without_note

_QUOTED = re.compile(r'`([^`]+)`|"([^"]+)"|“([^”]+)”')
_TIME = re.compile(r"(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z| UTC|\+00:00)?")
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_CITATION = re.compile(r"\[?\b[a-z]{3,4}_[0-9A-Za-z_]+\]?")
# A number by itself: not the digits inside of a name such as `orders-2`, `v3` or `ap1.internal`.
_NUMBER = re.compile(r"(?<![\w.\-:/])\d[\d,]*(?:\.\d+)?(?![\w\-:/])(?!\.\w)")
_ANY_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def clock(moment: datetime) -> str:
    """A time of day as claims spell it: `19:04:11 UTC`."""
    return f"{moment:%H:%M:%S} UTC"


def quotations(claim: str) -> list[str]:
    """Every passage between quotation marks or backticks."""
    return [next(filter(None, match.groups())) for match in _QUOTED.finditer(claim)]


def times(claim: str) -> list[str]:
    """Every time of day in the claim, quotations aside, as `HH:MM` or `HH:MM:SS`."""
    text = _QUOTED.sub(" ", claim)
    found = (re.search(r"\d\d:\d\d(:\d\d)?", match[0]) for match in _TIME.finditer(text))
    return [each[0] for each in found if each]


def numbers(claim: str) -> list[str]:
    """Every number that is no part of a quotation, a time, a date, an id or a name."""
    text = claim
    for pattern in (_QUOTED, _CITATION, _TIME, _DATE):
        text = pattern.sub(" ", text)
    return [match[0] for match in _NUMBER.finditer(text)]


def stands_in(quotation: str, excerpts: Iterable[str]) -> bool:
    """True if an excerpt has these words; `…` leaves something out, spacing does not count."""
    parts = [_plain(part) for part in quotation.split("…")]
    texts = [_plain(excerpt) for excerpt in excerpts]
    return any(all(part in text for part in parts) for text in texts)


def is_counted_in(number: str, excerpts: Iterable[str]) -> bool:
    """True if an excerpt has this number, as exactly as the claim gives it."""
    value = float(number.replace(",", ""))
    decimals = len(number.partition(".")[2])
    for excerpt in excerpts:
        counted = re.sub(r"(?<=\d),(?=\d{3}\b)", "", without_note(excerpt))
        for found in _ANY_NUMBER.findall(counted):
            if round(float(found), decimals) == value:
                return True
    return False


def _plain(text: str) -> str:
    """Without the marks that differ between a log line and its JSON, and with single spaces."""
    text = text.replace('\\"', "").replace("\\n", " ").replace("\\t", " ").replace("\\\\", "\\")
    return re.sub(r"\s+", " ", re.sub(r"[`\"“”]", "", text)).strip()


class Citing:
    """Words about evidence that stand in it."""

    def __init__(self, *evidence: Evidence) -> None:
        self.ids = tuple(dict.fromkeys(each.id for each in evidence))
        self._excerpts = [each.excerpt for each in evidence]

    def quote(self, *candidates: str, limit: int = 140) -> str:
        """The first candidate that can be quoted, in backticks and shortened; else nothing."""
        for candidate in candidates:
            words = re.sub(r"[`\"“”]", "", re.sub(r"\s+", " ", candidate)).strip()
            if len(words) > limit:
                words = words[:limit].rsplit(" ", 1)[0] + "…"
            if words and stands_in(words, self._excerpts):
                return f"`{words}`"
        return ""

    def times(self, count: int) -> str:
        """`12 times`, or that it happened when the excerpt does not count it."""
        if count == 1:
            return "once"
        return f"{count} times" if is_counted_in(str(count), self._excerpts) else "repeatedly"

    def amount(self, value: float) -> str | None:
        """The value as text, if the excerpt has it."""
        for text in (f"{value:g}", f"{value:.1f}", f"{value:.2f}", f"{value:.0f}"):
            if "e" not in text and is_counted_in(text, self._excerpts):
                return text
        return None
