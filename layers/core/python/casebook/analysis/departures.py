"""Joins segments of one level each into departures from what was usual, and returns from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from casebook.analysis.segments import Cut

# A departure is over when less than this share of it is left.
_OVER = 0.25

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Departure:
    """The places [begin, end) that are unlike the places `usual`. `back` is the cut at which they
    end; None where the departure goes on, or a larger one began in it."""

    usual: Span
    begin: int
    end: int
    first: Cut
    back: Cut | None
    is_rise: bool


def departures_of(
    cuts: Sequence[Cut], length: int, level: Callable[[int, int], float]
) -> list[Departure]:
    """The departures in a series of `length` places that is cut so; `level` tells that of a span.

    A departure goes on while a quarter of it is left. What has held for longer than all that
    follows is a new normal for a change four times as large.
    """
    spans = list(pairwise([*(cut.place for cut in cuts), length]))
    levels = [level(*span) for span in spans]
    found: list[Departure] = []
    usual, number = (0, cuts[0].place if cuts else length), 0
    while number < len(cuts):
        base = level(*usual)
        is_rise = levels[number] > base
        upto, far = number + 1, abs(levels[number] - base)
        while upto < len(cuts):
            left = (levels[upto] - base) * (1 if is_rise else -1)
            held, follows = spans[upto][0] - spans[number][0], length - spans[upto][0]
            if left < _OVER * far or (far < _OVER * left and held > follows):
                break
            far, upto = max(far, left), upto + 1
        begin = spans[number][0]
        if upto == len(cuts):
            found.append(Departure(usual, begin, length, cuts[number], None, is_rise))
            break
        end = spans[upto][0]
        is_back = abs(levels[upto] - base) < _OVER * far
        is_over = (levels[upto] - base) * (1 if is_rise else -1) < _OVER * far
        back = cuts[upto] if is_over else None
        found.append(Departure(usual, begin, end, cuts[number], back, is_rise))
        usual = _longer(usual, spans[upto] if is_back else (begin, end))
        number = upto + 1 if is_back else upto
    return found


def _longer(first: Span, second: Span) -> Span:
    """The span with more places; of two alike the newer one."""
    return first if first[1] - first[0] > second[1] - second[0] else second
