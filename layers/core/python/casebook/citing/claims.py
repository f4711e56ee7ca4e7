"""What a claim may say of its evidence: the tests of the checker, and the words that pass them.

Rules phrase their claims with `Citing`, which only quotes and counts what stands in the excerpt;
the checker asks the same questions again of every claim, whoever wrote it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from casebook.domain.evidence import Evidence
from casebook.tools.preview import without_note

_QUOTED = re.compile(
    r'`([^`]+)`|"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|\u2018(.+?)\u2019(?!\w)'
)
_QUOTATION_MARKS = re.compile(r"[`\"“”„«»\u2018\u2019]")
_DATE = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")
# Not a port with what stands before it, and no piece of a longer row of digits.
_TIME = re.compile(
    r"(?:(?<![\w-])(?P<date>\d{4}-\d\d-\d\d)[T ])?(?<![\d.:])(?P<time>\d\d:\d\d(?::\d\d)?)(?!\d)"
    r"(?:\.\d+)?(?:Z| UTC|\+00:00)?"
)
_ADDRESS = re.compile(r"[\w.-]+:\d+\b")
_UNITS = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), "ms"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("h", "hour", "hours"), "h"),
    **dict.fromkeys(("day", "days"), "day"),
    **dict.fromkeys(("byte", "bytes"), "byte"),
    **{f"{size}{of}": f"{size}b" for size in "kmgt" for of in ("b", "ib")},
    "%": "%",
}
# A number by itself: not the digits inside of a name, a version, a path or a range, such as
# `orders-2`, `5xx`, `1.2.3`, `/v1/17` or `ap1.internal`.
_NUMBER = re.compile(
    r"(?<![\w./])(?<!\w-)(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d{1,3})?)"
    rf"(?:\s?(?P<unit>{'|'.join(_UNITS)}))?(?!\w|[.:/-]\d|\.[a-z]|,\d{{3}}(?!\d))",
    re.IGNORECASE,
)

# One diagnosis reads the same excerpts for every claim and in every round.
_EXCERPTS = 128

Time = tuple[str, str]
"""A date, empty when none was said, and a time of day as `HH:MM` or `HH:MM:SS`."""


def clock(moment: datetime) -> str:
    """A time of day as claims spell it: `19:04:11 UTC`."""
    return f"{moment:%H:%M:%S} UTC"


def quotations(claim: str) -> list[str]:
    """Every passage between quotation marks or backticks."""
    return [next(filter(None, match.groups())) for match in _QUOTED.finditer(claim)]


@lru_cache(maxsize=_EXCERPTS)
def times(text: str) -> tuple[Time, ...]:
    """Every time of day in the text, with its date where that stands before it."""
    return tuple((match["date"] or "", match["time"]) for match in _TIME.finditer(text))


@lru_cache(maxsize=_EXCERPTS)
def dates(text: str) -> tuple[str, ...]:
    """Every date in the text that has no time behind it, and every one that has."""
    alone = _DATE.findall(_TIME.sub(" ", text))
    return (*alone, *(date for date, _ in times(text) if date))


def unquoted(claim: str) -> str:
    """The claim's own words."""
    return _QUOTED.sub(" ", claim)


def numbers(claim: str) -> list[str]:
    """Every number of the claim's own words, with its unit, that is no part of a time, a date, an
    address or a name."""
    text = unquoted(claim)
    for pattern in (_TIME, _DATE, _ADDRESS):
        text = pattern.sub(" ", text)
    return [match[0] for match in _NUMBER.finditer(text)]


def stands_in(quotation: str, excerpts: Iterable[str]) -> bool:
    """True if an excerpt has these words, whole, in this order; `…` leaves something out, and
    spacing does not count. `healthy` does not stand in "unhealthy", nor `5 times` in "15 times"."""
    parts = [_whole(part) for part in map(_plain, quotation.split("…")) if part]
    return any(_stand_in_order(parts, _plain_excerpt(excerpt)) for excerpt in excerpts)


def is_counted_in(number: str, excerpts: Iterable[str]) -> bool:
    """True if an excerpt has this number, as exactly as the claim gives it and in no other unit."""
    asked = _NUMBER.fullmatch(number)
    if asked is None:
        return False
    value, unit = _value(asked), _unit(asked)
    decimals = len(asked["number"].lower().partition("e")[0].partition(".")[2])
    return any(
        round(found, decimals) == value and (not unit or of in ("", unit))
        for excerpt in excerpts
        for found, of in _numbers_of(excerpt)
    )


@lru_cache(maxsize=_EXCERPTS)
def _numbers_of(excerpt: str) -> tuple[tuple[float, str], ...]:
    """Numbers as evidence has them, each once and with its unit: the digits of its times and dates
    count nothing, nor does what a preview says of itself."""
    found = _NUMBER.finditer(_DATE.sub(" ", _TIME.sub(" ", without_note(excerpt))))
    return tuple(dict.fromkeys((_value(number), _unit(number)) for number in found))


def _value(number: re.Match[str]) -> float:
    return float(number["number"].replace(",", ""))


def _unit(number: re.Match[str]) -> str:
    return _UNITS.get((number["unit"] or "").lower(), "")


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
    """Without the marks that differ between a log line and its JSON, and with single spaces."""
    text = text.replace('\\"', "").replace("\\n", " ").replace("\\t", " ").replace("\\\\", "\\")
    return re.sub(r"\s+", " ", _QUOTATION_MARKS.sub("", text)).strip()


_plain_excerpt = lru_cache(maxsize=_EXCERPTS)(_plain)


class Citing:
    """Words about evidence that stand in it."""

    def __init__(self, *evidence: Evidence) -> None:
        self.evidence = evidence
        self.ids = tuple(dict.fromkeys(each.id for each in evidence))
        self._excerpts = [each.excerpt for each in evidence]

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

    def amount(self, value: float) -> str | None:
        """The value as text, if the excerpt has it."""
        digits = (0, 1, 2) if abs(value) >= 1e6 else (1, 2, 0)
        for text in (f"{value:g}", *(f"{value:.{count}f}" for count in digits)):
            if "e" not in text and is_counted_in(text, self._excerpts):
                return text
        return None
