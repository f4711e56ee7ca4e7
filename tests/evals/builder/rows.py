"""What is told in rows: a few words, and after a bar a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tests.evals.builder.sampling import AFTER


@dataclass(frozen=True)
class Repeated:
    """How a line is repeated: `2.5 ERROR -240..-60 x3` are 2.5 lines a minute in the mean, at this
    level, between two moments, from three tasks.

    Without a moment to begin with it is daily business. That may fall: `-225>0.3` leaves three of
    ten lines from then on.
    """

    rate: float
    level: str = "INFO"
    since: float | None = None
    until: float = AFTER
    falls: tuple[float, float] | None = None
    tasks: int = 2

    @classmethod
    def read(cls, words: Iterable[str]) -> Repeated:
        rate, *others = words
        found = cls(float(rate))
        for word in others:
            found = found._with(word)
        return found

    def _with(self, word: str) -> Repeated:
        if ".." in word:
            since, _, until = word.partition("..")
            begin, end = float(since) if since else None, float(until) if until else AFTER
            return replace(self, since=begin, until=end)
        if ">" in word:
            since, _, left = word.partition(">")
            return replace(self, falls=(float(since), float(left)))
        if word.startswith("x"):
            return replace(self, tasks=int(word[1:]))
        assert word.isupper(), f"no level: {word!r}"
        return replace(self, level=word)


def parsed(row: str) -> tuple[list[str], str]:
    head, bar, text = row.partition(" | ")
    assert bar, f"no bar in {row!r}"
    return head.split(), text


def keys(rows: Iterable[str]) -> set[tuple[str, str]]:
    """Resource and metric of `resource metric…`."""
    divided = [row.split() for row in rows]
    return {(resource, metric) for resource, *metrics in divided for metric in metrics}
