"""Checks a team's document before it is kept: rows by their examples, and by what is ours."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from casebook.domain.harmless import harmless
from casebook.knowledge.catalogue import OURS, Catalogue, knowing
from casebook.knowledge.causes import Cause
from casebook.knowledge.metric_table import MetricRow
from casebook.knowledge.phrases import Phrases
from casebook.knowledge.rows import WrongRow
from casebook.knowledge.settings import SettingRow
from casebook.knowledge.sign_table import SignRow
from casebook.knowledge.signs import Sign
from casebook.knowledge.team_rows import TeamRows, WrongDocument, read_rows
from casebook.knowledge.words import words_of
from casebook.redaction import redact

_TOO_MANY = 0.05
"""The share of what Casebook's own rows show as examples that a condition may fit: one that fits
more does not tell one thing from another."""


class Checked(NamedTuple):
    """The rows if there is no problem."""

    rows: TeamRows
    problems: tuple[WrongRow, ...] = ()


def check(document: str) -> Checked:
    """Everything that is wrong with a document, never an exception."""
    try:
        rows = read_rows(document)
    except WrongDocument as wrong:
        return Checked(TeamRows(), wrong.problems)
    problems = (*_secrets(document), *_generalities(rows), *_examples(rows))
    return Checked(TeamRows(), problems) if problems else Checked(rows)


def _secrets(document: str) -> Iterator[WrongRow]:
    """A document is shown to everybody in the project, and its words in reports."""
    for number, line in enumerate(document.replace("\r\n", "\n").split("\n"), start=1):
        if redact(line) != line:
            what = "looks as if it held a secret; put something made up in its place"
            yield WrongRow(f"document: line {number}", what)
        elif harmless(line) != line:
            yield WrongRow(f"document: line {number}", "has an invisible character; leave it out")


def _examples(rows: TeamRows) -> Iterator[WrongRow]:
    """The examples that their own row does not decide, with all that is known."""
    with knowing(Catalogue(rows)) as catalogue:
        for sign in rows.signs:
            yield from _of_sign(sign, catalogue)
        for metric in rows.metrics:
            yield from _of_metric(metric, catalogue)
        for setting in rows.settings:
            yield from _of_setting(setting)
        for event in rows.events:
            for number, example in enumerate(event.examples, start=1):
                found = catalogue.events.of(example)
                if found is not event:
                    yield _undecided("event", event.name, number, found.name if found else None)
        for reason in rows.reasons:
            for number, example in enumerate(reason.examples, start=1):
                said, _, message = example.partition(": ")
                asked = (said, message) if reason.reasons else ("", example)
                known = catalogue.reasons.of(*asked)
                if known is not reason:
                    yield _undecided("reason", reason.name, number, known.name if known else None)
        for cause in rows.causes:
            yield from _of_cause(cause)


def _of_sign(row: SignRow, catalogue: Catalogue) -> Iterator[WrongRow]:
    table = catalogue.signs if isinstance(row.sign, Sign) else catalogue.team_signs
    assert table is not None
    for number, example in enumerate(row.examples, start=1):
        first = next((found for found, _, _ in table.fitting(example)), None)
        if first is not row:
            yield _undecided("sign", row.name, number, first.name if first else None)
    for number, other in enumerate(row.others, start=1):
        if any(found is row for found, _, _ in table.fitting(other)):
            yield _wrong("sign", row.name, f"others[{number}]", "shows the sign")


def _of_metric(row: MetricRow, catalogue: Catalogue) -> Iterator[WrongRow]:
    for number, (namespace, name) in enumerate(row.examples, start=1):
        found = catalogue.metrics.row_of(namespace, words_of(name))
        if found is not row:
            known = f"{found.traits.kind}" if found else None
            yield _undecided("metric", row.name, number, known)


def _of_setting(row: SettingRow) -> Iterator[WrongRow]:
    for number, example in enumerate(row.examples, start=1):
        if not row.fits(example):
            yield _undecided("setting", row.name, number, None)
        elif any(ours.kind is row.kind and ours.fits(example) for ours in OURS.settings):
            yield _undecided("setting", row.name, number, row.kind)
    for number, other in enumerate(row.others, start=1):
        if row.fits(other):
            yield _wrong("setting", row.name, f"others[{number}]", f"is of the kind {row.kind}")


def _of_cause(row: Cause) -> Iterator[WrongRow]:
    from casebook.team_knowledge.trial import causes_of  # loads the rules

    for number, example in enumerate(row.examples, start=1):
        try:
            found, objections = causes_of(example.line, example.calls)
        except ValueError:
            named = ", ".join(map(repr, example.calls))
            what = f"no resource can be called so: {named}"
            yield _wrong("cause", row.name, f"examples[{number}]", what)
            continue
        own = [each for each in found if each.team_row == row.name]
        if objections:
            what = (
                f"a report would strike it out, for the evidence does not say so: {objections[0]}"
            )
            yield _wrong("cause", row.name, "says", what)
        elif not own:
            yield _undecided("cause", row.name, number, None)
        elif (own[0].resource, own[0].category) != (example.resource, example.category):
            what = f"blames {own[0].resource} ({own[0].category}), not what is expected"
            yield _wrong("cause", row.name, f"examples[{number}]", what)


def _generalities(rows: TeamRows) -> Iterator[WrongRow]:
    """Conditions that fit so much of what Casebook knows that they tell nothing, and phrases that
    two rows of a table share."""
    yield from _of_phrases("sign", {row.name: row.phrases for row in rows.signs}, _lines)
    yield from _of_phrases("event", {row.name: row.phrases for row in rows.events}, _lines)
    without = {row.name: row.phrases for row in rows.reasons if not row.reasons}
    yield from _of_phrases("reason", without, _lines)
    for reason in rows.reasons:
        for number, name in enumerate(reason.reasons, start=1):
            if not name.replace("*", ""):
                yield _wrong("reason", reason.name, f"reasons[{number}]", "fits every reason")
    examples = [words_of(name) for row in OURS.metrics.rows for _, name in row.examples]
    for metric in rows.metrics:
        share = sum(metric.fits("", each) for each in examples) / len(examples)
        if share > _TOO_MANY:
            yield _wrong("metric", metric.name, "words", _too_general(share, "metrics"))
    paths = [path for row in OURS.settings for path in row.examples]
    for setting in rows.settings:
        share = sum(map(setting.fits, paths)) / len(paths)
        if share > _TOO_MANY:
            yield _wrong("setting", setting.name, "words", _too_general(share, "settings"))


def _of_phrases(
    table: str, phrases: Mapping[str, Sequence[str]], lines: Callable[[], Sequence[str]]
) -> Iterator[WrongRow]:
    places = [(row, n, one) for row, listed in phrases.items() for n, one in enumerate(listed, 1)]
    seen: dict[str, str] = {}
    for row, number, phrase in places:
        if (other := seen.setdefault(" ".join(phrase.lower().split()), row)) != row:
            what = f'stands in the row "{other}" as well, which would always speak first'
            yield _wrong(table, row, f"phrases[{number}]", what)
    matcher = Phrases((phrase, place) for place, (_, _, phrase) in enumerate(places))
    known = lines()
    fitting = Counter(
        place for line in known for place in {match.label for match in matcher.matches(line)}
    )
    for place, count in fitting.items():
        row, number, _ = places[place]
        if count / len(known) > _TOO_MANY:
            what = _too_general(count / len(known), "lines")
            yield _wrong(table, row, f"phrases[{number}]", what)


def _lines() -> list[str]:
    """Lines of every kind: what Casebook's own rows show as examples."""
    return [
        *(line for row in OURS.signs.rows for line in (*row.examples, *row.others)),
        *(line for event in OURS.events.rows for line in event.examples),
        *(line for reason in OURS.reasons.rows for line in reason.examples),
    ]


def _too_general(share: float, what: str) -> str:
    return f"fits {share:.0%} of the {what} that Casebook knows; say more, so that it tells"


def _undecided(table: str, row: str, number: int, known: str | None) -> WrongRow:
    if known is None:
        return _wrong(table, row, f"examples[{number}]", "the row does not fit it")
    what = f'"{known}" decides it already, and what comes first stays; leave it out'
    return _wrong(table, row, f"examples[{number}]", what)


def _wrong(table: str, row: str, field: str, problem: str) -> WrongRow:
    return WrongRow(f'{table}: row "{row}": {field}', problem)
