"""Whether a series departs so far, for so long, every so often: then it is no news.

The likelihood of a single change knows nothing of bursts, and bursts come again and again. So a
departure is held against all windows of its own length in the rest of the series.
"""

from collections.abc import Sequence
from itertools import accumulate
from math import sqrt

# So many windows of its length must exist beside it.
_FEWEST_WINDOWS = 8
# Two earlier departures are incidents; three, half as large or more, are a habit.
INCIDENTS = 2
AS_LARGE = 0.5
_DEVIATIONS = 4.0

Span = tuple[int, int]


def is_habit(values: Sequence[float], span: Span, others: Sequence[Span]) -> bool:
    """True if at least three of the `others` are half as large as the departure in `span`, or if
    windows as long as it lie around as far from their mean as it does, elsewhere in the series.
    For the second, the two largest of the others are left out: they may be incidents."""
    begin, end = span
    length = end - begin
    sums = [0.0, *accumulate(values)]
    average = _average(values, sums, [span, *others])
    sizes = {other: abs(sums[other[1]] - sums[other[0]] - average * (other[1] - other[0]))
             for other in [*others, span]}  # fmt: skip
    largest = sorted((other for other in others if other != span), key=lambda o: -sizes[o])
    if len([other for other in largest if sizes[other] >= AS_LARGE * sizes[span]]) > INCIDENTS:
        return True
    means = _means(sums, length, [span, *largest[:INCIDENTS]])
    if len(means) < _FEWEST_WINDOWS:
        return False
    middle = sum(means) / len(means)
    deviation = sqrt(sum((mean - middle) ** 2 for mean in means) / (len(means) - 1))
    return abs((sums[end] - sums[begin]) / length - middle) < _DEVIATIONS * deviation


def _average(values: Sequence[float], sums: Sequence[float], without: Sequence[Span]) -> float:
    """The mean of a series without some spans, which do not overlap."""
    spans = set(without)
    left = len(values) - sum(end - begin for begin, end in spans)
    return (sums[-1] - sum(sums[end] - sums[begin] for begin, end in spans)) / left if left else 0.0


def _means(sums: Sequence[float], length: int, without: Sequence[Span]) -> list[float]:
    """The means of the windows of a length that lie in none of some spans, side by side."""
    means: list[float] = []
    start = 0
    for begin, end in [*sorted(without), (len(sums) - 1, len(sums) - 1)]:
        while start + length <= begin:
            means.append((sums[start + length] - sums[start]) / length)
            start += length
        start = max(start, end)
    return means
