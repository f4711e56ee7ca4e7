"""What a run came to: a document, and the same as text of 80 columns."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.load.running import Run
from tests.load.verifying import Fault

_PERCENTILES = (50, 90, 99)
_SHOWN = 20


def document(run: Run, found: Sequence[Fault]) -> dict[str, Any]:
    """Seconds, unless a name says otherwise. Names are the API's: camelCase."""
    witness, size = run.witness, run.plan.size
    endings = _endings(run)
    diagnoses = Counter(str(header["status"]) for header in run.stored.diagnoses.values())
    return {
        "size": size._asdict(),
        "seconds": round(run.seconds, 1),
        "messages": {"sent": len(witness.said), **endings},
        "diagnoses": {"opened": len(run.stored.diagnoses), **diagnoses},
        "alarms": {"fired": len(witness.fired), **_outcomes(run)},
        "refused": {
            "requests": len(witness.refusals),
            "servedLater": sum(refusal.served for refusal in witness.refusals),
        },
        "unanswered": witness.unanswered,
        "connectionsLost": witness.dropped,
        "redelivered": witness.redelivered,
        "throughput": {
            "turnsASecond": _rate(endings["answered"], run.seconds),
            "diagnosesAMinute": _rate(60 * diagnoses["concluded"], run.seconds),
        },
        "untilFirstPiece": percentiles(_known(said.until_first_piece for said in witness.said)),
        "untilAnswered": percentiles(_known(said.until_ended for said in witness.said)),
        "untilConcludedByHand": percentiles(_known(witness.by_hand.values())),
        "fromAlarmToConclusion": percentiles(_from_alarms(run)),
        "aTurn": {name: round(value, 1) for name, value in run.turn._asdict().items()},
        "aDiagnosis": {name: round(value, 1) for name, value in run.diagnosis._asdict().items()},
        "machine": {
            **{name: round(value, 2) for name, value in run.machine._asdict().items()},
            "requestsASecond": _rate(run.requests, run.seconds),
            "emulatorLateP99": round(run.lag_p99, 3),
            "saturatedFirst": run.machine.first,
        },
        "faults": [{"kind": fault.kind.value, "what": fault.what} for fault in found],
    }


def show(told: dict[str, Any], console: Console) -> None:
    """The document as tables."""
    console.print(_counts(told))
    console.print(_times(told))
    console.print(_costs(told))
    machine = told["machine"]
    console.print(
        f"{told['seconds']:g} s, {told['throughput']['turnsASecond']:g} turns a second, "
        f"{told['throughput']['diagnosesAMinute']:g} diagnoses a minute, "
        f"{machine['requestsASecond']:g} requests a second."
    )
    console.print(
        f"{machine['processors']} processors, {machine['busy']:.0%} busy. Cores in use: emulator "
        f"{machine['emulator']:g}, functions {machine['functions']:g} (at most "
        f"{machine['most_functions']} at once), clients {machine['clients']:g}. "
        f"Event loop of the emulator late by {machine['emulatorLateP99']:g} s (p99)."
    )
    console.print(f"Saturated first: {machine['saturatedFirst']}.")
    _verdict(told["faults"], console)


def percentiles(values: Iterable[float]) -> dict[str, float]:
    """By the nearest rank, none of nothing."""
    ordered = sorted(values)
    if not ordered:
        return {}
    ranks = {p: max(1, math.ceil(p / 100 * len(ordered))) for p in _PERCENTILES}
    return {f"p{p}": round(ordered[rank - 1], 2) for p, rank in ranks.items()}


def _verdict(found: list[dict[str, str]], console: Console) -> None:
    if not found:
        console.print("[green]Nothing lost, doubled, out of order or stuck.[/]")
        return
    console.print(f"[red]{len(found)} promises were broken:[/]")
    for fault in found[:_SHOWN]:
        console.print(f"  {fault['kind']}: {fault['what']}", markup=False)
    if len(found) > _SHOWN:
        console.print(f"  and {len(found) - _SHOWN} more (JSON=1 lists them all)")


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(heads[0])
    for head in heads[1:]:
        table.add_column(head, justify="right")
    return table


def _counts(told: dict[str, Any]) -> Table:
    table = _table("what", "number", "what became of it")
    table.columns[2].justify = "left"
    for what, first in (("messages", "sent"), ("diagnoses", "opened"), ("alarms", "fired")):
        counts = dict(told[what])
        number = counts.pop(first)
        became = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
        table.add_row(f"{what} {first}", str(number), became)
    refused = told["refused"]
    table.add_row(
        "requests refused", str(refused["requests"]), f"{refused['servedLater']} served later"
    )
    table.add_row("requests unanswered", str(told["unanswered"]), "sent again")
    table.add_row("alarms not handled", str(told["redelivered"]), "delivered again after a minute")
    table.add_row("connections lost", str(told["connectionsLost"]), "as planned, and resumed")
    return table


def _times(told: dict[str, Any]) -> Table:
    table = _table("seconds", *(f"p{p}" for p in _PERCENTILES))
    for what, name in (
        ("message to first piece", "untilFirstPiece"),
        ("message to whole answer", "untilAnswered"),
        ("start by hand to conclusion", "untilConcludedByHand"),
        ("alarm to conclusion", "fromAlarmToConclusion"),
    ):
        table.add_row(what, *(f"{told[name][f'p{p}']:.1f}" for p in _PERCENTILES if told[name]))
    return table


def _costs(told: dict[str, Any]) -> Table:
    table = _table("each asked for", "table requests", "write units", "posts", "requests in all")
    for what, name in (("a turn", "aTurn"), ("a diagnosis", "aDiagnosis")):
        asked = told[name]
        fields = ("requests", "write_units", "posts", "aws_requests")
        table.add_row(what, *(f"{asked[field]:g}" for field in fields))
    return table


def _endings(run: Run) -> Counter[str]:
    ended = Counter(
        {"message-complete": "answered", "message-failed": "failed"}[event.type]
        for events in run.stored.streams.values()
        for event in events
        if event.type in ("message-complete", "message-failed")
    )
    return Counter({"answered": ended["answered"], "failed": ended["failed"]})


def _outcomes(run: Run) -> Counter[str]:
    """What became of the alarms of this run; others may have heard of some before."""
    fired = {each.name for each in run.witness.fired}
    return Counter(heard.outcome for heard in run.stored.heard if heard.name in fired)


def _from_alarms(run: Run) -> Iterator[float]:
    """Of each alarm, to the end of the diagnosis that it started or joined."""
    fired = {each.name: each.at for each in run.witness.fired}
    for heard in run.stored.heard:
        events = run.stored.streams.get(heard.diagnosis or "", ())
        if events and events[-1].is_last and heard.name in fired:
            yield (events[-1].at - fired[heard.name]).total_seconds()


def _known(values: Iterable[float | None]) -> Iterator[float]:
    return (value for value in values if value is not None)


def _rate(number: float, seconds: float) -> float:
    return round(number / max(seconds, 0.001), 2)
