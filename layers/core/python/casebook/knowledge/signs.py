"""What an error is a sign of, by its words. The table is `signs.toml`, read when first asked.

The first row that fits decides: its order is from the most telling sign to the least.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from casebook.knowledge.phrases import Match, Phrases, codes_of, parsed
from casebook.knowledge.rows import Row, document

_TABLE = "signs.toml"
_FIELDS = ("name", "means", "phrases", "statuses", "without", "examples", "others")
_ENDS_OF_GUESS = ".;|"


class Sign(StrEnum):
    """What an error may be a sign of; the rows say what each means."""

    CLIENT_GONE = "client-gone"
    CLOCK = "clock"
    EXPIRED = "expired"
    CREDENTIALS = "credentials"
    PERMISSION = "permission"
    CERTIFICATE = "certificate"
    RESPONSE = "response"
    PROCESS_LIMIT = "process-limit"
    CAPACITY = "capacity"
    DISK = "disk"
    THROTTLING = "throttling"
    MEMORY = "memory"
    CONNECTIONS = "connections"
    TASK_TIMEOUT = "task-timeout"
    SETTING = "setting"
    PARSING = "parsing"
    PACKAGING = "packaging"
    UNRESOLVED = "unresolved"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    RESET = "reset"
    UPSTREAM = "upstream"
    SLOW = "slow"
    PROGRAMMING = "programming"
    READ_ONLY = "read-only"
    MISSING = "missing"
    INPUT = "input"
    NAMED = "named"  # the platform itself names what is wrong: no words, see kubernetes.toml


@dataclass(frozen=True, slots=True)
class SignRow:
    """One row: the phrases and statuses that show a sign, and lines that do or do not."""

    sign: Sign
    means: str
    phrases: tuple[str, ...]
    statuses: tuple[str, ...]
    without: tuple[str, ...]
    examples: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a text shows a sign. `is_guess`: only within what the program supposes."""

    sign: Sign
    begin: int
    is_guess: bool


@dataclass(frozen=True, slots=True)
class _Label:
    """What a phrase says: for the row of this rank or, `against`, that it does not fit."""

    rank: int
    against: bool = False


_GUESS = _Label(-1)


@dataclass(frozen=True)
class Signs:
    """The table, and the phrases that programs guess with."""

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


@lru_cache(maxsize=2_048)
def first_sign(text: str) -> Shown | None:
    """The first sign that a text shows. What it only guesses at counts where it knows nothing."""
    shown = tuple(signs().shown(text))
    return next((one for one in shown if not one.is_guess), shown[0] if shown else None)


def sign_in(text: str) -> Sign | None:
    """The first sign that a text shows, None where it shows none. Never raises."""
    shown = first_sign(text)
    return shown.sign if shown else None


@lru_cache(maxsize=1)
def signs() -> Signs:
    """The table of this package.

    Raises:
        ValueError: naming the row and the field that are wrong.
    """
    return parsed_signs(document(_TABLE))


def parsed_signs(table: Mapping[str, object]) -> Signs:
    """The signs of a document; raises as `signs` does."""
    guesses, listed = table.get("guesses", []), table.get("sign")
    if not isinstance(listed, list) or not isinstance(guesses, list):
        raise ValueError(f"{_TABLE}: needs [[sign]] rows, and a list of guesses")
    rows = tuple(_row(number, fields) for number, fields in enumerate(listed, start=1))
    if missing := set(Sign) - {row.sign for row in rows} - {Sign.NAMED}:
        raise ValueError(f"{_TABLE}: has no row of {', '.join(sorted(missing))}")
    ranked = tuple(enumerate(rows))
    return Signs(
        rows,
        Phrases(
            [
                *((phrase, _GUESS) for phrase in map(str, guesses)),
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
        phrases=row.each("phrases", parsed, needed=True),
        statuses=row.each("statuses", codes_of),
        without=row.each("without", parsed),
        examples=row.texts("examples", needed=True),
        others=row.texts("others"),
    )
