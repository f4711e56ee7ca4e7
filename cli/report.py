"""Shows a diagnosis' report in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from casebook.domain.change import Change
from casebook.domain.hypothesis import Hypothesis
from casebook.domain.report import Report

_COLOURS = {"confirmed": "green", "likely": "yellow", "inconclusive": "magenta", "healthy": "cyan"}
_WIDE = 160


def show(console: Console, report: Report) -> None:
    """Prints the report from its verdict down to its evidence."""
    for part in _parts(report):
        console.print(part)


def _parts(report: Report) -> Iterator[RenderableType]:
    yield _verdict(report)
    if story := report.narrative:
        struck = f", {_struck(story.struck)}" if story.struck else ""
        yield from _section(f"The story, by {story.model}{struck}", [escape(story.text)])
    if report.change is not None:
        yield from _section("The change", [_change(report.change)])
    yield from _section(
        "Errors", [f"{e.count} x {_short(e.template)} {_cited(e.evidence)}" for e in report.errors]
    )
    yield from _section(
        "Timeline",
        [f"{m.at:%H:%M:%S}  {escape(m.what)} {_cited(m.evidence)}" for m in report.timeline],
    )
    yield from _section("Hypotheses", [line for h in report.hypotheses for line in _hypothesis(h)])
    yield from _section(
        "Ruled out", [f"{escape(r.summary)} {_cited(r.evidence)}" for r in report.ruled_out]
    )
    yield from _section(
        "What to do",
        [
            escape(step.text) + (f"\n    [cyan]{escape(step.command)}[/]" if step.command else "")
            for step in report.remediation
        ],
    )
    yield from _section("Not known", [escape(gap) for gap in report.gaps])
    if report.evidence:
        yield _evidence(report)


def _struck(sentences: int) -> str:
    return f"{sentences} unsupported {'sentence' if sentences == 1 else 'sentences'} struck"


def _verdict(report: Report) -> Panel:
    colour = _COLOURS[report.verdict.value]
    head = Text.assemble(
        (report.verdict.value.upper(), f"bold {colour}"), f"   confidence {report.confidence:.0%}"
    )
    lines = [head]
    if report.root_cause is not None:
        cause = report.root_cause
        lines.append(Text.assemble((cause.resource, "bold"), " / ", (cause.category, "bold")))
        lines.append(Text(cause.summary))
    if report.root_cause is None or report.summary != report.root_cause.summary:
        lines.append(Text(report.summary, style="dim"))
    return Panel(Group(*lines), title="Diagnosis", border_style=colour, title_align="left")


def _section(title: str, lines: list[str]) -> Iterator[RenderableType]:
    if lines:
        yield Text(f"\n{title}", style="bold")
        for line in lines:
            yield Text.from_markup(f"  {line}")


def _change(change: Change) -> str:
    who = escape(change.actor or "somebody unknown")
    when = f"{change.at:%H:%M:%S}"
    lines = [f"{when}  {who}  {change.kind} of {escape(change.resource)}"]
    if not change.diff:
        lines[0] += f": {escape(change.summary)}"
    for field in change.diff:
        before, after = escape(str(field.before)), escape(str(field.after))
        lines.append(f"    {escape(field.path)}: [red]{before}[/] → [green]{after}[/]")
    return "\n".join(lines)


def _hypothesis(hypothesis: Hypothesis) -> Iterator[str]:
    what = f"{hypothesis.resource} / {hypothesis.category}: {hypothesis.summary}"
    told = [each for each in hypothesis.supports if each.claim == hypothesis.summary]
    cited = tuple(dict.fromkeys(name for each in told for name in each.evidence))
    yield f"{hypothesis.confidence:.0%}  {escape(what)} {_cited(cited)}"
    for argument in hypothesis.supports:
        if argument not in told:
            by = f" [dim]({escape(argument.model)})[/]" if argument.model else ""
            yield f"  [green]+[/] {escape(argument.claim)} {_cited(argument.evidence)}{by}"
    for argument in hypothesis.contradicts:
        yield f"  [red]-[/] {escape(argument.claim)} {_cited(argument.evidence)}"


def _evidence(report: Report) -> Table:
    table = Table(title="Evidence", title_justify="left", title_style="bold", box=None)
    table.add_column("id", no_wrap=True)
    table.add_column("tool", no_wrap=True)
    table.add_column("query", overflow="fold")
    for evidence in report.evidence:
        query = ", ".join(f"{name}={value}" for name, value in evidence.query.items())
        table.add_row(evidence.id, evidence.tool, escape(query))
    return table


def _cited(evidence: tuple[str, ...]) -> str:
    return f"[dim]{escape('[' + ', '.join(evidence) + ']')}[/]" if evidence else ""


def _short(text: str) -> str:
    return escape(text if len(text) <= _WIDE else f"{text[: _WIDE - 1]}…")
