"""Ranks short texts by the words that they share with a query: BM25 over headings and texts.

lunr does the ranking (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond", 2009; k1 = 1.2, b = 0.75), with Porter's stemmer and English stop words; why lunr, says
docs/decisions/0010. What is ours is what counts as a word: operators write `ConnectTimeoutError`,
`PAYMENTS_URL` and `checkout-fn`, and mean the words in them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from lunr.index import Index
    from lunr.query import Query

_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Longer ones are digests and tokens, which nobody looks for.
_LONGEST_WORD = 40
_MOST_QUERY_WORDS = 200
_HEADING_BOOST = 2


@dataclass(frozen=True, slots=True)
class Passage:
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """`place` is the passage's number in the order given; `words` are the stems that matched.

    Scores compare matches of one query over one index, and nothing else.
    """

    place: int
    score: float
    words: tuple[str, ...]


class WordIndex:
    """An index that can be kept as JSON and loaded again."""

    def __init__(self, index: "Index | None") -> None:
        """Use `of` or `load`. None: there are no passages."""
        self._index = index

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> Self:
        from lunr import lunr

        documents = [
            {"ref": place, "heading": _words(each.heading), "text": _words(each.text)}
            for place, each in enumerate(passages)
        ]
        if not documents:
            return cls(None)
        heading = {"field_name": "heading", "boost": _HEADING_BOOST}
        return cls(lunr("ref", (heading, "text"), documents))

    @classmethod
    def load(cls, dumped: Any) -> Self:
        """The index that `dump` gave.

        Raises:
            ValueError: it is none.
        """
        from lunr.index import Index

        try:
            return cls(Index.load(dumped) if dumped else None)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"this is no index: {error!r}") from error

    def dump(self) -> Any:
        """The index as JSON's types."""
        return self._index.serialize() if self._index else None

    def search(self, query: str, limit: int) -> tuple[Match, ...]:
        """The passages that share a word with the query, best first. Never raises."""
        words = list(dict.fromkeys(_words(query).lower().split()))[:_MOST_QUERY_WORDS]
        if not words or self._index is None:
            return ()
        found = self._index.query(callback=partial(_ask_for, words))
        matches = [
            Match(int(each["ref"]), round(each["score"], 3), tuple(each["match_data"].metadata))
            for each in found
        ]
        return tuple(sorted(matches, key=lambda each: (-each.score, each.place))[:limit])


def _ask_for(words: Iterable[str], query: "Query") -> None:
    for word in words:
        query.term(word)


def _words(text: str) -> str:
    """The words of a text with a blank between them: those within names too."""
    parts = (part for word in _WORD.findall(text) for part in _HUMP.split(word))
    return " ".join(part for part in parts if 1 < len(part) <= _LONGEST_WORD)
