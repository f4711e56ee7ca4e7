"""Whether a field's values can be compared, and by what.

A field that is different everywhere tells requests apart instead of joining them. Left out are
times, numbers that only grow, and fields of whose values more than half come only once (ids).
Numbers with many values measure something: they are cut at the quartiles of those that did not
fail.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import isfinite
from typing import Literal

Reason = Literal["time", "grows", "mostly-unique"]
Sets = Sequence[set[str]]

_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*|\d\d?:\d\d:\d\d.*|1[5-9]\d{8}(?:\.\d+|\d{3}|\d{6}|\d{9})?"
)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?(?:e[+-]?\d{1,2})?", re.IGNORECASE)
_MOSTLY = 0.9
_FEW_VALUES, _FEWEST = 12, 4


def comparable(values: Sequence[Iterable[str]], others: Sets) -> Callable[[Sets], Sets] | Reason:
    """How the values of requests are read, or why they cannot be compared. `values` are those of
    all requests in order of time, `others` of those that did not fail."""
    known = [value for each in values for value in each]
    counts = Counter(known)
    times = sum(count for value, count in counts.items() if _TIME.fullmatch(value))
    if times >= _MOSTLY * len(known):
        return "time"
    is_number = all(_NUMBER.fullmatch(value) for value in counts)
    if is_number and len(counts) > _FEW_VALUES:
        if _grows([float(value) for value in known]):
            return "grows"
        cuts = _cuts(others)
        return (lambda side: [_ranges(each, cuts) for each in side]) if cuts else "mostly-unique"
    once = sum(count == 1 for count in counts.values())
    if len(known) >= _FEWEST and once > len(known) / 2:
        return "mostly-unique"
    return lambda side: side


def _grows(values: Sequence[float]) -> bool:
    return all(later >= earlier for earlier, later in pairwise(values))


def _cuts(others: Sets) -> list[float]:
    """The quartiles; empty where they are no three parts."""
    numbers = sorted(
        number for each in others for value in each if isfinite(number := float(value))
    )
    if len(numbers) < _FEWEST:
        return []
    cuts = sorted({numbers[(len(numbers) - 1) * part // 4] for part in (1, 2, 3)})
    return cuts if len(cuts) > 1 else []


def _ranges(values: Iterable[str], cuts: Sequence[float]) -> set[str]:
    return {_range(bisect_left(cuts, float(value)), cuts) for value in values}


def _range(place: int, cuts: Sequence[float]) -> str:
    if place == 0:
        return f"up to {cuts[0]:g}"
    if place == len(cuts):
        return f"over {cuts[-1]:g}"
    return f"over {cuts[place - 1]:g}, up to {cuts[place]:g}"
