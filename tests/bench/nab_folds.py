"""How well `find_anomalies` does on kinds of series that its settings were not chosen on.

    python -m tests.bench.nab_folds --data DIR

For every family of NAB's series (a folder of the benchmark) the settings of a small grid are chosen
on the other families, and the family is scored with these. `DIR` holds `anomalies.json.gz`: a list
`series` of {file, times, values, windows}. The score is NAB's, with its standard profile: 0 is that
of a detector that says nothing, 100 a perfect one (Lavin & Ahmad 2015).
"""

import argparse
import gzip
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple, TypedDict

from casebook.analysis.anomalies import Settings, find_anomalies
from casebook.analysis.novelty import Widths

Window = tuple[int, int]
# A flag outside costs so much of a window; the first part of a series is for learning.
_FALSE_ALARM, _LEARNING, _MOST_LEARNING = 0.11, 0.15, 750


# The scale and how large an incident is are the diagnosis' own, and not chosen here.
GRID = tuple(
    Settings(Widths(short, 4 * short), incidents)
    for short, incidents in product((24, 36, 48), (1, 2))
)


class Result(NamedTuple):
    """What a detector reached on one series or on many."""

    reward: float = 0.0
    windows: int = 0
    hit: int = 0
    outside: int = 0

    @property
    def score(self) -> float:
        return 100 * (self.reward + self.windows) / (2 * self.windows) if self.windows else 0.0


def total(results: Iterable[Result]) -> Result:
    """The results of several series as one."""
    return Result(*(sum(column) for column in zip(*results, strict=True)))


def result_of(length: int, windows: Sequence[Window], flags: Iterable[int]) -> Result:
    """NAB's reward of the flags of one series: of each window its earliest flag, -1 for one that is
    missed, and a cost for every flag outside, less soon after a window."""
    start = min(math.floor(_LEARNING * length), _MOST_LEARNING)
    scored = sorted(window for window in windows if window[1] >= start)
    best: dict[Window, float] = {}
    cost, outside = 0.0, 0
    for row in sorted(set(flags)):
        if not start <= row < length:
            continue
        inside = next((window for window in scored if window[0] <= row <= window[1]), None)
        if inside:
            begin, end = inside
            reward = _sigmoid(-(end - row + 1) / (end - begin + 1)) / _sigmoid(-1.0)
            best[inside] = max(best.get(inside, reward), reward)
            continue
        outside += 1
        past = [window for window in sorted(windows) if window[1] < row]
        weight = _sigmoid((row - past[-1][1]) / (past[-1][1] - past[-1][0])) if past else -1.0
        cost += _FALSE_ALARM * weight
    reward = sum(best.values()) - (len(scored) - len(best)) + cost
    return Result(reward, len(scored), len(best), outside)


def _sigmoid(distance: float) -> float:
    return -1.0 if distance > 3 else 2 / (1 + math.exp(5 * distance)) - 1


class Labelled(TypedDict):
    """A series of the benchmark, as its file has it."""

    file: str
    times: list[float]
    values: list[float | None]
    windows: list[Window]


def results_of(series: Iterable[Labelled], settings: Settings) -> dict[str, list[Result]]:
    """The results by family."""
    families: dict[str, list[Result]] = defaultdict(list)
    for one in series:
        flags = find_anomalies(one["times"], one["values"], settings)
        windows = [(begin, end) for begin, end in one["windows"]]
        families[family_of(one["file"])].append(result_of(len(one["values"]), windows, flags))
    return families


def family_of(file: str) -> str:
    """The kind of a series; artificial ones with and without anomalies are one."""
    folder = file.split("/", maxsplit=1)[0]
    return "artificial" if folder.startswith("artificial") else folder


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    cli.add_argument("--data", type=Path, required=True)
    with gzip.open(cli.parse_args().data / "anomalies.json.gz", "rt") as file:
        series = json.load(file)["series"]
    tried = {settings: results_of(series, settings) for settings in GRID}
    scores = sorted(_over(results).score for results in tried.values())
    middle = scores[len(scores) // 2]
    _say(f"{len(GRID)} settings: {scores[0]:.1f} to {scores[-1]:.1f}, median {middle:.1f}")
    chosen, left_out = Settings(), []
    own = tried.get(chosen) or results_of(series, chosen)
    for family in sorted(own):
        best = max(tried, key=lambda settings: _over(tried[settings], without=family).score)
        found = total(tried[best][family])
        left_out.append(found)
        choice = f"{best.widths.short} rows, {best.incidents} incidents"
        _say(f"{family:18s} {_told(found)}  as set: {_told(total(own[family]))}  {choice}")
    _say(f"{'left out':18s} {_told(total(left_out))}  as set: {_told(_over(own))}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _over(families: dict[str, list[Result]], without: str | None = None) -> Result:
    return total(
        result for family, found in families.items() if family != without for result in found
    )


def _told(found: Result) -> str:
    return f"{found.score:5.1f} ({found.hit}/{found.windows} hit, {found.outside} outside)"


if __name__ == "__main__":
    main()
