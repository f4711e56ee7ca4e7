"""What a claim may say of its evidence: the tests of the checker, and the words that pass them.

Rules phrase their claims with `Citing`, which only quotes and counts what stands in the excerpt;
the checker asks the same questions again of every claim, whoever wrote it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from casebook.citing.amounts import EXCERPTS, QUOTED, clock, is_counted_in, span
from casebook.domain.evidence import Evidence
from casebook.domain.prose import defused

__all__ = ["Citing", "clock", "is_counted_in", "quotations", "span", "stands_in"]

_QUOTATION_MARKS = re.compile(r"[`\"“”„«»\u2018\u2019]")


def quotations(claim: str) -> list[str]:
    """Every passage between quotation marks or backticks."""
    return [next(filter(None, match.groups())) for match in re.finditer(QUOTED, claim)]


def stands_in(quotation: str, excerpts: Iterable[str]) -> bool:
    """True if an excerpt has these words, whole, in this order; `…` leaves something out, and
    spacing does not count. `healthy` does not stand in "unhealthy", nor `5 times` in "15 times"."""
    parts = [_whole(part) for part in map(_plain, quotation.split("…")) if part]
    return any(_stand_in_order(parts, _plain_excerpt(excerpt)) for excerpt in excerpts)


def _whole(words: str) -> re.Pattern[str]:
    """The words, begun inside of no word or number, and ended inside of no number."""
    begin = (
        r"(?<!\w)(?<!\d[.,])" if words[0].isdigit() else r"(?<!\w)" if words[0].isalpha() else ""
    )
    end = r"(?!\d|[.,]\d)" if words[-1].isdigit() else ""
    return re.compile(begin + re.escape(words) + end)


def _stand_in_order(parts: Sequence[re.Pattern[str]], text: str) -> bool:
    place = 0
    for part in parts:
        found = part.search(text, place)
        if found is None:
            return False
        place = found.end()
    return True


def _plain(text: str) -> str:
    """Without the marks that differ between a log line and its JSON, with single spaces, and with
    Markdown defused, as it is in claims."""
    text = (
        defused(text)
        .replace('\\"', "")
        .replace("\\n", " ")
        .replace("\\t", " ")
        .replace("\\\\", "\\")
    )
    return re.sub(r"\s+", " ", _QUOTATION_MARKS.sub("", text)).strip()


_plain_excerpt = lru_cache(maxsize=EXCERPTS)(_plain)


class Citing:
    """Words about evidence that stand in it."""

    def __init__(self, *evidence: Evidence) -> None:
        self.evidence = evidence
        self.ids = tuple(dict.fromkeys(each.id for each in evidence))
        self._excerpts = [each.excerpt for each in evidence]

    def quote_error(self, *candidates: str, limit: int = 140) -> str:
        """As `quote`, but shortened to the part that says why something failed."""
        from casebook.citing.quoting import telling_part  # of who quotes log lines

        return self.quote(*(telling_part(each, limit) for each in candidates), limit=limit)

    def quote(self, *candidates: str, limit: int = 140) -> str:
        """The first candidate that can be quoted, in backticks and shortened; else nothing."""
        for candidate in candidates:
            words = _QUOTATION_MARKS.sub("", re.sub(r"\s+", " ", candidate)).strip()
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

    def count(self, count: int, noun: str) -> str:
        """`17 lines` of a `line`, or `some lines` when the excerpt does not count them."""
        if not is_counted_in(str(count), self._excerpts):
            return f"some {noun}s"
        return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

    def amount(self, value: float) -> str | None:
        """The value as text, if the excerpt has it."""
        digits = (0, 1, 2) if abs(value) >= 1e6 else (1, 2, 0)
        for text in (f"{value:g}", *(f"{value:.{count}f}" for count in digits)):
            if "e" not in text and is_counted_in(text, self._excerpts):
                return text
        return None
