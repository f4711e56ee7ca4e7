"""Numbers, times and dates in a text: what a claim says, and whether an excerpt has it."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from casebook.tools.preview import without_note

# Texts, which `re` compiles when the first claim is made.
QUOTED = r'`([^`]+)`|"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|\u2018(.+?)\u2019(?!\w)'
_DATE = r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])"
# Not a port with what stands before it, and no piece of a longer row of digits.
_TIME = (
    r"(?:(?<![\w-])(?P<date>\d{4}-\d\d-\d\d)[T ])?(?<![\d.:])(?P<time>\d\d:\d\d(?::\d\d)?)(?!\d)"
    r"(?:\.\d+)?(?:Z| UTC|\+00:00)?"
)
_ADDRESS = r"[\w.-]+:\d+\b"
# As the summaries of metrics say it: `Errors (Sum per 60 s)`.
_PERIOD = r"\bper (\d{1,6}) s\b"
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
_NUMBER = (
    r"(?i)(?<![\w./])(?<!\w-)(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d{1,3})?)"
    rf"(?:\s?(?P<unit>{'|'.join(_UNITS)}))?(?!\w|[.:/-]\d|\.[a-z]|,\d{{3}}(?!\d))"
)

# One diagnosis reads the same excerpts for every claim and in every round.
EXCERPTS = 128

Time = tuple[str, str]
"""A date, empty when none was said, and a time of day as `HH:MM` or `HH:MM:SS`."""


def clock(moment: datetime) -> str:
    """A time of day as claims spell it: `19:04:11 UTC`."""
    return f"{moment:%H:%M:%S} UTC"


def span(begin: datetime, seconds: float) -> str:
    """A datapoint's period: `18:50–18:55 UTC`. What it shows may have come at any time within."""
    end = begin + timedelta(seconds=seconds)
    form = "%H:%M" if begin.second == end.second == 0 else "%H:%M:%S"
    return f"{begin:{form}}–{end:{form}} UTC"


def periods(excerpts: Iterable[str]) -> set[timedelta]:
    """The lengths of the periods by which metrics in the excerpts were read."""
    found = (int(each[1]) for text in excerpts for each in re.finditer(_PERIOD, text))
    return {timedelta(seconds=seconds) for seconds in found}


@lru_cache(maxsize=EXCERPTS)
def times(text: str) -> tuple[Time, ...]:
    """Every time of day in the text, with its date where that stands before it."""
    return tuple((match["date"] or "", match["time"]) for match in re.finditer(_TIME, text))


@lru_cache(maxsize=EXCERPTS)
def dates(text: str) -> tuple[str, ...]:
    """Every date in the text that has no time behind it, and every one that has."""
    alone = re.findall(_DATE, re.sub(_TIME, " ", text))
    return (*alone, *(date for date, _ in times(text) if date))


def unquoted(claim: str) -> str:
    """The claim's own words."""
    return re.sub(QUOTED, " ", claim)


def numbers(claim: str) -> list[str]:
    """Every number of the claim's own words, with its unit, that is no part of a time, a date, an
    address or a name."""
    text = unquoted(claim)
    for pattern in (_TIME, _DATE, _ADDRESS):
        text = re.sub(pattern, " ", text)
    return [match[0] for match in re.finditer(_NUMBER, text)]


def is_counted_in(number: str, excerpts: Iterable[str]) -> bool:
    """True if an excerpt has this number, as exactly as the claim gives it and in no other unit."""
    asked = re.fullmatch(_NUMBER, number)
    if asked is None:
        return False
    value, unit = _value(asked), _unit(asked)
    decimals = len(asked["number"].lower().partition("e")[0].partition(".")[2])
    return any(
        round(found, decimals) == value and (not unit or of in ("", unit))
        for excerpt in excerpts
        for found, of in _numbers_of(excerpt)
    )


@lru_cache(maxsize=EXCERPTS)
def _numbers_of(excerpt: str) -> tuple[tuple[float, str], ...]:
    """Numbers as evidence has them, each once and with its unit: the digits of its times and dates
    count nothing, nor does what a preview says of itself."""
    found = re.finditer(_NUMBER, re.sub(_DATE, " ", re.sub(_TIME, " ", without_note(excerpt))))
    return tuple(dict.fromkeys((_value(number), _unit(number)) for number in found))


def _value(number: re.Match[str]) -> float:
    return float(number["number"].replace(",", ""))


def _unit(number: re.Match[str]) -> str:
    return _UNITS.get((number["unit"] or "").lower(), "")
