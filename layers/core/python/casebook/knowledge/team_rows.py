"""What a team knows of its own software: the rows of its document, read and checked one by one.

The document is TOML with the tables `[[sign]]`, `[[cause]]`, `[[metric]]`, `[[setting]]`,
`[[event]]` and `[[reason]]`. Their fields are those of this package's tables; every row has a name.
"""

import tomllib
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from casebook.knowledge.cause_table import read_cause
from casebook.knowledge.causes import Cause
from casebook.knowledge.kubernetes import Reason, read_reason
from casebook.knowledge.metric_table import FIELDS as METRIC_FIELDS
from casebook.knowledge.metric_table import MetricRow, load, read_metric
from casebook.knowledge.platform_events import PlatformEvent, read_event
from casebook.knowledge.rows import Row, WrongRow, check_fields, rows_of
from casebook.knowledge.settings import FIELDS as SETTING_FIELDS
from casebook.knowledge.settings import SettingRow, read_setting
from casebook.knowledge.sign_table import FIELDS as SIGN_FIELDS
from casebook.knowledge.sign_table import SignRow, read_sign
from casebook.knowledge.signs import Sign, TeamSign

MOST_BYTES = 64 * 1024
"""Of a document, in UTF-8."""
MOST_ROWS = 300
"""Of all tables together."""
_LONGEST_NAME, _LONGEST_TEXT, _MOST_OF_A_LIST = 60, 2_000, 60
TABLES = ("sign", "cause", "metric", "setting", "event", "reason")

R = TypeVar("R")
Read = Callable[[Row], R]


class WrongDocument(ValueError):
    """What is wrong with a document, each with its row and field."""

    def __init__(self, *problems: WrongRow) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


class TeamRows(NamedTuple):
    """The rows of one document, each table in its order."""

    signs: tuple[SignRow, ...] = ()
    causes: tuple[Cause, ...] = ()
    metrics: tuple[MetricRow, ...] = ()
    settings: tuple[SettingRow, ...] = ()
    events: tuple[PlatformEvent, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def more_of_ours(self) -> tuple[SignRow, ...]:
        """Rows that teach a sign of ours more phrases."""
        return tuple(row for row in self.signs if isinstance(row.sign, Sign))

    @property
    def own_signs(self) -> tuple[SignRow, ...]:
        """Rows that name a class of the team's own."""
        return tuple(row for row in self.signs if not isinstance(row.sign, Sign))

    def names(self) -> Iterator[tuple[str, str]]:
        """Every row as its table's name and its own."""
        for table, rows in zip(TABLES, self, strict=True):
            named: tuple[Any, ...] = rows
            yield from ((table, row.name) for row in named)


def read_rows(document: str) -> TeamRows:
    """The rows of a document.

    Raises:
        WrongDocument: with every row that is wrong.
    """
    tables = _tables(document)
    problems: list[WrongRow] = []

    def read(table: str, fields: Collection[str], make: Read[R]) -> tuple[R, ...]:
        made: list[R] = []
        seen: set[str] = set()
        for number, given in enumerate(tables[table], start=1):
            try:
                row = Row(table, number, given, fields)
                _check_name(row, seen)
                _check_bounds(row, given)
                made.append(make(row))
            except WrongRow as problem:
                problems.append(problem)
        return tuple(made)

    signs = read("sign", SIGN_FIELDS, lambda row: read_sign(row, _sign(row.name)))
    # A cause is not wrong for a sign that is: the sign's own row tells what.
    named = (row.get("name") for row in tables["sign"] if isinstance(row, Mapping))
    teams = {name for name in named if isinstance(name, str)} - set(Sign)
    defaults = load().defaults
    rows = TeamRows(
        signs=signs,
        causes=read(
            "cause",
            Cause._fields,
            lambda row: read_cause(row, why=row.text("why", ""), teams=teams),
        ),
        metrics=read("metric", METRIC_FIELDS, lambda row: read_metric(row, defaults)),
        settings=read("setting", SETTING_FIELDS, read_setting),
        events=read("event", PlatformEvent._fields, read_event),
        reasons=read("reason", Reason._fields, read_reason),
    )
    if problems:
        raise WrongDocument(*problems)
    return rows


def _tables(document: str) -> Mapping[str, list[Any]]:
    size = len(document.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise _wrong("document", f"has {size:,} bytes, and {MOST_BYTES:,} are allowed")
    try:
        tables = tomllib.loads(document)
        check_fields("", tables, TABLES)
        listed = {table: rows_of(tables, table) for table in TABLES}
    except RecursionError:
        raise _wrong("document", "has values within values, too deep to read") from None
    except ValueError as problem:
        raise _wrong("document", str(problem)) from None
    if (count := sum(map(len, listed.values()))) > MOST_ROWS:
        raise _wrong("document", f"has {count} rows, and {MOST_ROWS} are allowed")
    return listed


def _wrong(where: str, problem: str) -> WrongDocument:
    return WrongDocument(WrongRow(where, problem))


def _check_name(row: Row, seen: set[str]) -> None:
    if not row.name.replace("-", "").isalnum() or not row.name.isascii() or not row.name.islower():
        row.wrong("name", "must be lower-case letters, digits and hyphens: `partner-declined`")
    if len(row.name) > _LONGEST_NAME:
        row.wrong("name", f"has {len(row.name)} characters, and {_LONGEST_NAME} are allowed")
    if row.name in seen:
        row.wrong("name", "is that of another row of this table; give it its own")
    seen.add(row.name)


def _check_bounds(row: Row, fields: Mapping[str, Any]) -> None:
    """Texts and lists within their bounds, and nothing in them that no terminal would show."""
    pending = list(fields.items())
    while pending:
        where, value = pending.pop()
        if isinstance(value, str):
            if len(value) > _LONGEST_TEXT:
                row.wrong(
                    where, f"has {len(value):,} characters, and {_LONGEST_TEXT:,} are allowed"
                )
            hidden = next((mark for mark in value if _is_hidden(mark)), None)
            if hidden:
                row.wrong(where, f"has the invisible character U+{ord(hidden):04X}; leave it out")
        elif isinstance(value, list):
            if len(value) > _MOST_OF_A_LIST:
                row.wrong(where, f"has {len(value)} values, and {_MOST_OF_A_LIST} are allowed")
            pending += ((f"{where}[{n}]", each) for n, each in enumerate(value, start=1))
        elif isinstance(value, Mapping):
            pending += ((f"{where}.{name}", each) for name, each in value.items())


def _is_hidden(mark: str) -> bool:
    """Control characters but for tab and line feed, and those that steer how text is shown."""
    return unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Co") and mark not in "\t\n"


def _sign(name: str) -> Sign | TeamSign:
    """One of ours, which learns more phrases, or the team's own."""
    return Sign(name) if name in set(Sign) else TeamSign(name)
