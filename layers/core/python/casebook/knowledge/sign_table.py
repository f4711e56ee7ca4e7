"""The loader of `signs.toml`: rows of phrases and statuses. The first row that fits decides: their
order is from the most telling sign to the least.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from casebook.knowledge.phrases import Match, Phrases, codes_of, parsed
from casebook.knowledge.rows import Row, check_fields, document, one_of, rows_of
from casebook.knowledge.signs import AnySign, Shown, Sign, TeamSign

_TABLE = "signs.toml"
FIELDS = ("name", "means", "phrases", "statuses", "without", "examples", "others")
_ENDS_OF_GUESS = ".;|"
# Their own tables tell of these, and no words.
_WITHOUT_ROW = frozenset({Sign.NAMED})


class SignRow(NamedTuple):
    """One row: the phrases and statuses that show a sign, and lines that do or do not."""

    name: str
    sign: AnySign
    means: str
    phrases: tuple[str, ...]
    statuses: tuple[str, ...]
    without: tuple[str, ...]
    examples: tuple[str, ...]
    others: tuple[str, ...]


class _Label(NamedTuple):
    """What a phrase says: for the row of this rank or, `against`, that it does not fit."""

    rank: int
    against: bool = False


_GUESS = _Label(-1)


@dataclass(frozen=True, eq=False)
class Signs:
    """The rows in the order in which they are tried, and the phrases that programs guess with."""

    rows: tuple[SignRow, ...]
    guesses: tuple[str, ...]

    @cached_property
    def phrases(self) -> Phrases[_Label]:
        """Those of all rows."""
        ranked = tuple(enumerate(self.rows))
        return Phrases(
            [
                *((phrase, _GUESS) for phrase in self.guesses),
                *((phrase, _Label(rank)) for rank, row in ranked for phrase in row.phrases),
                *((phrase, _Label(rank, True)) for rank, row in ranked for phrase in row.without),
            ],
            [(status, _Label(rank)) for rank, row in ranked for status in row.statuses],
        )

    def joined(self, more: Sequence[SignRow]) -> "Signs":
        """This table with more rows behind its own."""
        return Signs((*self.rows, *more), self.guesses)

    def shown(self, text: str) -> Iterator[Shown]:
        """The signs that a text shows, first those of the first row."""
        for row, begin, is_guess in self.fitting(text):
            yield Shown(Sign(row.sign), begin, is_guess)

    def fitting(self, text: str) -> Iterator[tuple[SignRow, int, bool]]:
        """The rows that fit a text, in their order: where each does, and whether as a guess."""
        matches = tuple(self.phrases.matches(text))
        guesses = [_clause(text, match.begin) for match in matches if match.label == _GUESS]
        out = {match.label.rank for match in matches if match.label.against}
        for match in sorted(matches, key=_by_rank):
            rank = match.label.rank
            if match.label != _GUESS and rank not in out:
                is_guess = any(match.begin in clause for clause in guesses)
                yield self.rows[rank], match.begin, is_guess


def _by_rank(match: Match[_Label]) -> tuple[int, int]:
    return match.label.rank, match.begin


def _clause(text: str, begin: int) -> range:
    """From a guess to the end of its clause."""
    ends = (text.find(end, begin) for end in _ENDS_OF_GUESS)
    return range(begin, min((end for end in ends if end >= 0), default=len(text)))


@lru_cache(maxsize=1)
def load() -> Signs:
    """The table of this package; raises as `parsed_signs` does."""
    return parsed_signs(document(_TABLE))


def parsed_signs(table: Mapping[str, Any]) -> Signs:
    """The signs of a document.

    Raises:
        ValueError: naming the row and the field that are wrong.
    """
    check_fields(f"{_TABLE}: ", table, ("guess", "sign"))
    guess = Row(_TABLE, 0, table.get("guess", {"name": "guess"}), ("name", "phrases"))
    listed = rows_of(table, "sign")
    rows = tuple(_row(number, fields) for number, fields in enumerate(listed, start=1))
    if missing := set(Sign) - {row.sign for row in rows} - _WITHOUT_ROW:
        raise ValueError(f"{_TABLE}: has no row of {', '.join(sorted(missing))}")
    return Signs(rows, guess.phrases("phrases", parsed))


def _row(number: int, fields: object) -> SignRow:
    row = Row(_TABLE, number, fields, FIELDS)
    return read_sign(row, row.choice("name", Sign))


def sign_named(value: Any, others: Collection[str] = ()) -> AnySign:
    """A sign of ours, or one of those that a team has named; raises ValueError."""
    is_theirs = isinstance(value, str) and value in others
    return TeamSign(value) if is_theirs else one_of(Sign, value)


def read_sign(row: Row, sign: AnySign) -> SignRow:
    """A row that shows this sign; raises WrongRow."""
    return SignRow(
        name=row.name,
        sign=sign,
        means=row.text("means"),
        phrases=row.phrases("phrases", parsed, needed=True),
        statuses=row.phrases("statuses", codes_of),
        without=row.phrases("without", parsed),
        examples=row.texts("examples", needed=True),
        others=row.texts("others"),
    )
