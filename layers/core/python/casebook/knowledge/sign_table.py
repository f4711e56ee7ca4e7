"""The loader of `signs.toml`: rows of phrases and statuses. The first row that fits decides: their
order is from the most telling sign to the least.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from casebook.knowledge.phrases import Match, Phrases, codes_of, parsed
from casebook.knowledge.rows import Row, check_fields, document, rows_of
from casebook.knowledge.signs import Shown, Sign

_TABLE = "signs.toml"
_FIELDS = ("name", "means", "phrases", "statuses", "without", "examples", "others")
_ENDS_OF_GUESS = ".;|"
# Their own tables tell of these, and no words.
_WITHOUT_ROW = frozenset({Sign.NAMED})


class SignRow(NamedTuple):
    """One row: the phrases and statuses that show a sign, and lines that do or do not."""

    sign: Sign
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


class Signs(NamedTuple):
    """The table, and the phrases of all its rows, with those that programs guess with."""

    rows: tuple[SignRow, ...]
    phrases: Phrases[_Label]

    def shown(self, text: str) -> Iterator[Shown]:
        """The signs that a text shows, first those of the first row."""
        matches = tuple(self.phrases.matches(text))
        guesses = [_clause(text, match.begin) for match in matches if match.label == _GUESS]
        out = {match.label.rank for match in matches if match.label.against}
        for match in sorted(matches, key=_by_rank):
            rank = match.label.rank
            if match.label != _GUESS and rank not in out:
                is_guess = any(match.begin in clause for clause in guesses)
                yield Shown(self.rows[rank].sign, match.begin, is_guess)


def _by_rank(match: Match[_Label]) -> tuple[int, int]:
    return match.label.rank, match.begin


def _clause(text: str, begin: int) -> range:
    """From a guess to the end of its clause."""
    ends = (text.find(end, begin) for end in _ENDS_OF_GUESS)
    return range(begin, min((end for end in ends if end >= 0), default=len(text)))


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
    ranked = tuple(enumerate(rows))
    return Signs(
        rows,
        Phrases(
            [
                *((phrase, _GUESS) for phrase in guess.phrases("phrases", parsed)),
                *((phrase, _Label(rank)) for rank, row in ranked for phrase in row.phrases),
                *((phrase, _Label(rank, True)) for rank, row in ranked for phrase in row.without),
            ],
            [(status, _Label(rank)) for rank, row in ranked for status in row.statuses],
        ),
    )


def _row(number: int, fields: object) -> SignRow:
    row = Row(_TABLE, number, fields, _FIELDS)
    return SignRow(
        sign=row.choice("name", Sign),
        means=row.text("means"),
        phrases=row.phrases("phrases", parsed, needed=True),
        statuses=row.phrases("statuses", codes_of),
        without=row.phrases("without", parsed),
        examples=row.texts("examples", needed=True),
        others=row.texts("others"),
    )
