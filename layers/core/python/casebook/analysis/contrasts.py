"""How far a metric moved when the symptom did, and how unusual such a move is for this metric.

The rows of an incident are divided by the symptom itself: loud rows, where it shows, and quiet
rows, where it does not (often the minutes before the onset). A metric's contrast is its loud rows
against its quiet ones; without quiet rows, against normal. Quiet rows come first because what was
normal yesterday may not be normal today, and a metric that is different all day did not cause an
alarm of five minutes. How unusual a contrast is, is told by the same contrast at every earlier
place, a placebo test that assumes no distribution (Abadie, Diamond & Hainmueller, "Synthetic
Control Methods", JASA 2010, compare units so; ε-Diagnosis, Shan et al., WWW 2019, compares two
windows of a metric).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from casebook.analysis.metric_kinds import Series, Value
from casebook.knowledge.metrics import MetricKind

# The share of placebos that stay below the level of noise, and how many are looked at: so many, or
# fewer when each of them has many rows.
_NOISE_QUANTILE = 0.95
_MOST_PLACEBOS = 400
_MOST_PLACEBO_ROWS = 6_000
_FEWEST_PLACEBOS = 8
# A change below this share of the usual value is nobody's concern, however steady the metric was.
_NEGLIGIBLE = 0.05
# Traffic a fifth above the usual is what systems are built for.
_ORDINARY_TRAFFIC = 0.2


@dataclass(frozen=True, slots=True)
class Rows:
    """The incident's rows in which the symptom shows, and those in which it does not."""

    loud: tuple[int, ...]
    quiet: tuple[int, ...]
    length: int


@dataclass(frozen=True, slots=True)
class Contrast:
    """A metric in the loud rows. `change` is positive when it is harmful; `noise` is what the same
    difference seldom exceeds in normal times."""

    series: Series
    usual: float
    observed: float
    change: float
    noise: float

    def is_beyond_noise(self, value: Value) -> bool:
        """Whether a value is further from the usual, the harmful way, than noise explains."""
        return value is not None and (value - self.usual) * self.series.harmful_sign > self.noise

    @property
    def whole(self) -> float:
        """What a share of requests is told in: percent, or parts of one."""
        return whole_of(self.usual, self.observed)

    @property
    def strength(self) -> float:
        """From 0 to 1: how clearly the change stands out; 0.5 at twice the noise."""
        ratio = max(self.change, 0.0) / (2 * self.noise)
        return ratio * ratio / (1 + ratio * ratio) if ratio < 1e6 else 1.0


def rows_of(symptom: Series | None, length: int, since: int) -> Rows:
    """Divides the rows at the split of the symptom's values that explains most of their variance
    (Otsu 1979). The usual value of normal times takes part as one more row, so that an incident
    that is loud all along has no quiet rows. Without values, rows from `since` on are loud."""
    values = symptom.incident if symptom else ()
    present = {i: v * symptom.harmful_sign for i, v in enumerate(values[:length])
               if v is not None} if symptom else {}  # fmt: skip
    if not present or symptom is None:
        return Rows(tuple(range(since, length)), tuple(range(since)), length)
    normal = [v * symptom.harmful_sign for v in symptom.normal if v is not None]
    threshold = _split([*present.values(), *([median(normal)] if normal else [])])
    loud = tuple(i for i, value in present.items() if value >= threshold)
    return Rows(loud, tuple(i for i, value in present.items() if value < threshold), length)


def contrast(series: Series, rows: Rows, requests: float) -> Contrast | None:
    """The metric's contrast, None when it has no value in the loud rows or nothing to compare them
    with. `requests` is how many its node had in a loud row; it says what one failure weighs."""
    loud, quiet = _at(series.incident, rows.loud), _at(series.incident, rows.quiet)
    normal = [value for value in series.normal if value is not None]
    if not loud or not (quiet or normal):
        return None
    usual, observed = median(quiet or normal), sum(loud) / len(loud)
    placebos = _placebos(series.normal, rows, None if quiet else usual)
    return Contrast(
        series=series,
        usual=usual,
        observed=observed,
        change=(observed - usual) * series.harmful_sign,
        noise=max(
            _level(placebos, normal or quiet), _floor(series.kind, usual, observed, requests)
        ),
    )


def _placebos(normal: Sequence[Value], rows: Rows, usual: float | None) -> list[float]:
    """The size of the same difference at earlier places."""
    places = range(len(normal) - rows.length + 1)
    sizes: list[float] = []
    wanted = max(_FEWEST_PLACEBOS, min(_MOST_PLACEBOS, _MOST_PLACEBO_ROWS // max(rows.length, 1)))
    for start in places[:: max(1, len(places) // wanted)]:
        window = normal[start : start + rows.length]
        loud = _present(window, rows.loud)
        level = _middle(_present(window, rows.quiet)) if usual is None else usual
        if loud and level is not None:
            sizes.append(abs(sum(loud) / len(loud) - level))
    return sizes


def _middle(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def _level(placebos: list[float], values: Sequence[float]) -> float:
    """What the placebos seldom exceed; with too few of them, what the values' spread suggests."""
    if len(placebos) >= _FEWEST_PLACEBOS:
        return sorted(placebos)[int(_NOISE_QUANTILE * (len(placebos) - 1))]
    middle = median(values)
    return 3 * median(abs(value - middle) for value in values)


def _floor(kind: MetricKind, usual: float, observed: float, requests: float) -> float:
    """The least noise that is believed: one request that failed, one request more, a small share
    of the usual value."""
    if kind is MetricKind.AVAILABILITY:
        return whole_of(usual, observed) * max(1 / max(requests, 1.0), 0.001)
    if kind is MetricKind.TRAFFIC:
        return max(1.0, _ORDINARY_TRAFFIC * abs(usual))
    if kind in (MetricKind.ERRORS, MetricKind.THROTTLE):
        return max(1.0, _NEGLIGIBLE * abs(usual))
    return max(_NEGLIGIBLE * abs(usual), 1e-12)


def whole_of(*shares: float) -> float:
    """100 for shares in percent, 1 for parts of one; told by their size."""
    return 100.0 if any(abs(share) > 1 for share in shares) else 1.0


def _split(values: Sequence[float]) -> float:
    """The threshold between the two groups that differ most; the least value when all are equal."""
    ordered = sorted(values)
    best, threshold, below, total = 0.0, ordered[0], 0.0, sum(ordered)
    for i, (low, high) in enumerate(pairwise(ordered), start=1):
        below += low
        gap = (total - below) / (len(ordered) - i) - below / i
        between = i * (len(ordered) - i) * gap * gap
        if high > low and between > best:
            best, threshold = between, high
    return threshold


def _at(values: Sequence[Value], rows: Sequence[int]) -> list[float]:
    return _present(values, [row for row in rows if row < len(values)])


def _present(values: Sequence[Value], rows: Sequence[int]) -> list[float]:
    """The values that there are in some rows, all of which exist."""
    return [value for row in rows if (value := values[row]) is not None]
