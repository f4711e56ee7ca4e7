"""A series of numbers as one line of text."""

from collections.abc import Sequence

_LEVELS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float | None], width: int) -> str:
    """The values from the first on, in at most `width` characters: each is the highest of those
    that share its place, and a blank where there is none. The lowest bar is the smallest value."""
    share = max(1, -(-len(values) // width))
    places = [values[first : first + share] for first in range(0, len(values), share)]
    highest = [max((each for each in place if each is not None), default=None) for place in places]
    known = [value for value in highest if value is not None]
    if not known:
        return ""
    low, reach = min(known), max(known) - min(known)

    def bar(value: float | None) -> str:
        if value is None:
            return " "
        part = (value - low) / reach if reach else 0.0
        return _LEVELS[round(part * (len(_LEVELS) - 1))]

    return "".join(map(bar, highest))
