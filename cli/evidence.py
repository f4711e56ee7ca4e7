"""`casebook evidence`: what stands behind a diagnosis or a chat, and whether it is still so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.syntax import Syntax
from rich.table import Table

from casebook.domain import ids
from cli import shop
from cli.client import Client, sign_in
from cli.migrate import AsJson
from cli.sparkline import sparkline
from local import state

_COLOURS = {"same": "green", "changed": "yellow", "gone": "yellow", "failed": "red"}


def run(
    stream: Annotated[str, typer.Argument(help="The diagnosis' or the session's id.")],
    evidence: Annotated[
        str | None, typer.Argument(help="One piece of evidence; all of them if not given.")
    ] = None,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Run the queries again and compare.")
    ] = False,
    series: Annotated[
        bool, typer.Option("--series", help="Draw the metrics that one piece of evidence holds.")
    ] = False,
    workload: Annotated[
        str, typer.Option("--workload", help="What a session is about: a workload's name or id.")
    ] = shop.NAME,
    as_json: AsJson = False,
) -> None:
    """Show the evidence of a diagnosis or a chat, or check that it is still so."""
    if series and (evidence is None or recheck):
        raise typer.BadParameter("--series needs one piece of EVIDENCE, and no --recheck")
    stack = state.read()
    client = Client(stack.casebook.http_api_url, sign_in(stack))
    calls = _calls(client, stream, workload)
    if recheck:
        wanted = [evidence] if evidence else [each["id"] for each in calls.all()]
        found = [calls.recheck(each) for each in wanted]
        _present(found, _rechecked, as_json=as_json)
    elif evidence is None:
        found = calls.all()
        _present(found, _listed, as_json=as_json)
    elif series:
        found = [calls.series(evidence)]
        _present(found, _drawn, as_json=as_json)
    else:
        found = [calls.fetch(evidence)]
        _present(found, _fetched, as_json=as_json)
    if any(each.get("intact") is False for each in found):
        raise typer.Exit(1)


@dataclass(frozen=True)
class _Calls:
    """The API's calls for the evidence of one diagnosis or session."""

    all: Callable[[], list[dict[str, Any]]]
    fetch: Callable[[str], dict[str, Any]]
    recheck: Callable[[str], dict[str, Any]]
    series: Callable[[str], dict[str, Any]]


def _calls(client: Client, stream: str, workload: str) -> _Calls:
    if ids.kind_of(stream) != ids.SESSION:
        return _Calls(
            partial(client.evidence_of, stream),
            partial(client.evidence, stream),
            partial(client.recheck, stream),
            partial(client.series, stream),
        )
    about = shop.find(client, workload)
    return _Calls(
        partial(client.session_evidence_of, about, stream),
        partial(client.session_evidence, about, stream),
        partial(client.session_recheck, about, stream),
        partial(client.session_series, about, stream),
    )


def _present(found: list[dict[str, Any]], shown: Any, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(found, indent=2))
    else:
        shown(Console(), found)


def _listed(output: Console, found: Iterable[dict[str, Any]]) -> None:
    table = Table("id", "tool", "outcome", "window", "query", box=None)
    for each in found:
        window = f"{each['window']['start']} to {each['window']['end']}"
        query = ", ".join(f"{name}={value}" for name, value in each["query"].items())
        table.add_row(each["id"], each["tool"], each["outcome"], window, escape(query))
    output.print(table)


def _fetched(output: Console, found: Iterable[dict[str, Any]]) -> None:
    for each in found:
        output.print(json.dumps(each.get("raw"), indent=2), markup=False, highlight=False)
        if not each["intact"]:
            output.print("This is not what was found: its digest has changed.", style="red")


def _drawn(output: Console, found: Iterable[dict[str, Any]]) -> None:
    for each in found:
        minutes = each["periodSeconds"] / 60
        said = f"from {each['start']}, every {minutes:g} min; the window began at "
        output.print(said + each["window"]["start"], markup=False, highlight=False)
        for series in each["series"]:
            named = " ".join(filter(None, (series.get("resource"), series["metric"])))
            known = [value for value in series["values"] if value is not None]
            reach = f"{min(known):g} to {max(known):g}" if known else "no datapoints"
            head = f"{named} ({series['statistic'] or 'expression'}), {reach}"
            output.print(head, series.get("unit") or "", markup=False, highlight=False)
            line = sparkline(series["values"], max(output.width - 2, 10))
            output.print(f"  {line}", markup=False, highlight=False)


def _rechecked(output: Console, found: Iterable[dict[str, Any]]) -> None:
    for each in found:
        colour = _COLOURS.get(each["outcome"], "cyan")
        head = f"[{colour}]{each['outcome']:15}[/] {each['evidenceId']}  {each['tool']}"
        output.print(head, highlight=False)
        output.print(f"  {each['summary']}", markup=False, highlight=False)
        if each.get("diff"):
            output.print(Syntax(each["diff"], "diff", word_wrap=True))
