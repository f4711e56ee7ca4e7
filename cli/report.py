"""Shows a diagnosis' report in the terminal: what to know first, then what it rests on.

Made for 80 columns. Evidence is cited by number, `[3]`; the list at the end gives each number's id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from casebook.domain.change import Change
from casebook.domain.evidence import Evidence
from casebook.domain.hypothesis import Argument, Hypothesis
from casebook.domain.report import Moment, Remediation, Report
from casebook.reporting.looking import since_words

_COLOURS = {"confirmed": "green", "likely": "yellow", "inconclusive": "magenta", "healthy": "cyan"}
_WIDE = 160
_COMMAND_WIDTH = 72
_INDENT = 2

Numbers = dict[str, int]
Line = tuple[str, Text]
"""What stands before a line, and the line, which wraps beside it."""


def show(console: Console, report: Report) -> None:
    """Prints the report from its verdict down to its evidence."""
    for part in _parts(report):
        console.print(part)


def _parts(report: Report) -> Iterator[RenderableType]:
    numbers = {evidence.id: place for place, evidence in enumerate(report.evidence, 1)}
    yield _verdict(report, numbers)
    if report.change is not None:
        yield from _section("The change", _change(report.change))
    steps = [*report.remediation, *report.next_steps]
    yield from _section("What to do", chain.from_iterable(_step(step, numbers) for step in steps))
    if story := report.narrative:
        struck = f", {_struck(story.struck)}" if story.struck else ""
        yield from _section(
            f"The story, by {story.model}{struck}", [("", _numbered(story.text, numbers))]
        )
    errors = [
        (f"{e.count} x", _text(_short(e.template), e.evidence, numbers)) for e in report.errors
    ]
    yield from _section("Errors", errors)
    yield from _section("Timeline", (_moment(moment, numbers) for moment in report.timeline))
    hypotheses = (_hypothesis(hypothesis, numbers) for hypothesis in report.hypotheses)
    yield from _section("Hypotheses", chain.from_iterable(hypotheses))
    ruled_out = [("-", _text(r.summary, r.evidence, numbers)) for r in report.ruled_out]
    yield from _section("Ruled out", ruled_out)
    looks = [("-", _text(f"{e.what}: {e.found}", e.evidence, numbers)) for e in report.looked_at]
    yield from _section("Looked at", looks)
    yield from _section("Not known", [("-", Text(gap)) for gap in report.gaps])
    rows = [("-", Text(f"{row.table}: {row.name}")) for row in report.team_rows]
    yield from _section("From your team's knowledge", rows)
    yield from _section(
        "Evidence", chain.from_iterable(map(_evidence, report.evidence, numbers.values()))
    )


def _struck(sentences: int) -> str:
    return f"{sentences} unsupported {'sentence' if sentences == 1 else 'sentences'} struck"


def _verdict(report: Report, numbers: Numbers) -> Panel:
    colour = _COLOURS[report.verdict.value]
    head = Text.assemble(
        (report.verdict.value.upper(), f"bold {colour}"), f"   confidence {report.confidence:.0%}"
    )
    lines = [head]
    if report.since is not None:
        lines.append(Text(f"since {since_words(report.since)}"))
    if report.root_cause is not None:
        cause = report.root_cause
        lines.append(Text.assemble((cause.resource, "bold"), " / ", (cause.category, "bold")))
        lines.append(_numbered(cause.summary, numbers))
    if report.root_cause is None or report.summary != report.root_cause.summary:
        lines.append(_numbered(report.summary, numbers))
    return Panel(Group(*lines), title="Diagnosis", border_style=colour, title_align="left")


def _section(title: str, lines: Iterable[Line]) -> Iterator[RenderableType]:
    """The lines under their title; a line that wraps goes on under its own beginning."""
    shown = list(lines)
    if not shown:
        return
    yield Text(f"\n{title}", style="bold")
    for before, text in shown:
        if not before:
            yield Padding(text, (0, 0, 0, _INDENT))
            continue
        row = Table.grid(padding=(0, 1), expand=False)
        row.add_column(no_wrap=True)
        row.add_column(overflow="fold")
        row.add_row(Text(before), text)
        yield Padding(row, (0, 0, 0, _INDENT))


def _change(change: Change) -> Iterator[Line]:
    """Who changed what and when, and then the settings as a diff."""
    who = change.actor or "somebody unknown"
    when = f"{change.at:%H:%M:%S}"
    if change.not_before:
        when = f"{change.not_before:%H:%M:%S}–{when}"
    yield when, Text(f"{change.kind} of {change.resource} by {who}")
    if change.summary:
        yield "", Text(_short(change.summary))
    for field in change.diff:
        yield "", Text(field.path)
        if field.before is not None:
            yield "-", Text(str(field.before), style="red")
        if field.after is not None:
            yield "+", Text(str(field.after), style="green")
    if not change.diff and change.patch:
        for line in change.patch.splitlines():
            if line[:1] in ("-", "+") and line[:3] not in ("---", "+++"):
                yield line[0], Text(line[1:], style="red" if line[0] == "-" else "green")


def _step(step: Remediation, numbers: Numbers) -> Iterator[Line]:
    yield "-", _numbered(step.text, numbers)
    if step.command:
        yield " ", Text("\n".join(_folded(step.command)), style="cyan")


def _folded(command: str) -> Iterator[str]:
    """The command in lines that a shell takes as one: broken between arguments, after a `\\`."""
    line = ""
    for word in command.split(" "):
        if line and len(line) + len(word) + 3 > _COMMAND_WIDTH:
            yield f"{line} \\"
            line = f"  {word}"
        else:
            line = f"{line} {word}" if line else word
    yield line


def _moment(moment: Moment, numbers: Numbers) -> Line:
    at = f"{moment.at:%H:%M:%S}"
    if moment.until and moment.until > moment.at:
        at = f"{at}–{moment.until:%H:%M:%S}"
    return at, _text(moment.what, moment.evidence, numbers)


def _hypothesis(hypothesis: Hypothesis, numbers: Numbers) -> Iterator[Line]:
    what = f"{hypothesis.resource} / {hypothesis.category}: {hypothesis.summary}"
    same = [each for each in hypothesis.supports if each.claim == hypothesis.summary]
    cited = tuple(dict.fromkeys(name for each in same for name in each.evidence))
    yield f"{hypothesis.confidence:.0%}", _text(what, cited, numbers)
    for argument in hypothesis.supports:
        if argument not in same:
            yield "   +", _argument(argument, numbers)
    for argument in hypothesis.contradicts:
        yield "   -", _argument(argument, numbers)


def _argument(argument: Argument, numbers: Numbers) -> Text:
    text = _text(argument.claim, argument.evidence, numbers)
    return text.append(f" ({argument.model})", style="dim") if argument.model else text


def _evidence(evidence: Evidence, number: int) -> Iterator[Line]:
    given = {name: value for name, value in evidence.query.items() if value not in (None, "", [])}
    query = ", ".join(f"{name}={_words(value)}" for name, value in given.items())
    text = Text.assemble(evidence.id, " ", evidence.tool)
    yield f"[{number}]", text.append(f"\n{_short(query)}", style="dim") if query else text


def _words(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _text(words: str, evidence: Sequence[str], numbers: Numbers) -> Text:
    text = Text(words)
    if cited := ", ".join(str(numbers.get(name, name)) for name in evidence):
        text.append(f" [{cited}]", style="dim")
    return text


def _numbered(words: str, numbers: Numbers) -> Text:
    """The words with the evidence that they cite by its number."""
    for name, number in numbers.items():
        words = words.replace(name, str(number))
    return Text(words)


def _short(text: str) -> str:
    return text if len(text) <= _WIDE else f"{text[: _WIDE - 1]}…"
