"""The results of a calibration run: tables for people, a document for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cli.evaluation.calibration.grounding import Lapse, Rate
from cli.evaluation.calibration.reliability import (
    Share,
    by_confidence,
    by_verdict,
    interval,
    without_guess,
)
from cli.evaluation.scoring import Trial

_MOST_SHOWN = 20
_CHARACTERS = 160


@dataclass(frozen=True)
class Checked:
    """A trial with what its report cites and names."""

    trial: Trial
    grounding: Rate
    existence: Rate
    uncited: tuple[Lapse, ...] = ()


def shown(trials: Sequence[Trial], checked: Sequence[Checked]) -> RenderableType:
    """Within 80 columns: by confidence, by verdict, the two rates, and what nothing backs."""
    parts: list[RenderableType] = [_head(trials), ""]
    parts += [_shares("confidence", by_confidence(trials)), ""]
    parts += [_shares("verdict", by_verdict(trials)), "", _rates(checked)]
    for name, lapses in (
        ("cite and the evidence does not hold", _grounding_lapses(checked)),
        ("name and does not exist", _unknown(checked)),
        ("say without a citation", _uncited(checked)),
    ):
        if lapses:
            parts += ["", Text(f"What reports {name} ({len(lapses)}):")]
            parts += [Text(_line(*lapse)) for lapse in lapses[:_MOST_SHOWN]]
    return Group(*parts)


def document(trials: Sequence[Trial], checked: Sequence[Checked]) -> dict[str, Any]:
    return {
        "scenarios": len(trials),
        "withoutGuess": without_guess(trials),
        "byConfidence": [_share(share) for share in by_confidence(trials)],
        "byVerdict": [_share(share) for share in by_verdict(trials)],
        "citationGrounding": _rate([each.grounding for each in checked])
        | {"lapses": [_lapse(*lapse) for lapse in _grounding_lapses(checked)]},
        "entityExistence": _rate([each.existence for each in checked])
        | {"lapses": [_lapse(*lapse) for lapse in _unknown(checked)]},
        "uncited": [_lapse(*lapse) for lapse in _uncited(checked)],
    }


def _head(trials: Sequence[Trial]) -> Text:
    failed = sum(trial.report is None for trial in trials)
    text = f"{len(trials)} scenarios, {without_guess(trials)} reports name no cause at all"
    return Text(f"{text}, {failed} without a report." if failed else f"{text}.")


def _shares(first: str, shares: Sequence[Share]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(first, no_wrap=True, min_width=14)
    for name in ("reports", "right", "share", "95 % interval", "mean confidence"):
        table.add_column(name, justify="right", no_wrap=True)
    for share in shares:
        low, high = share.interval
        cells = ("-", "-", "-")
        if share.share is not None and share.confidence is not None:
            cells = (f"{share.share:.0%}", f"{low:.0%} to {high:.0%}", f"{share.confidence:.2f}")
        table.add_row(share.name, str(share.of), str(share.right), *cells)
    return table


def _rates(checked: Sequence[Checked]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    rows = (
        ("cited claims that their evidence holds", [each.grounding for each in checked]),
        ("named resources that exist", [each.existence for each in checked]),
    )
    for name, rates in rows:
        of, held = sum(rate.of for rate in rates), sum(rate.held for rate in rates)
        low, high = interval(held, of)
        share = f"{held / of:.1%}" if of else "-"
        table.add_row(name, f"{held} of {of}", share, f"{low:.1%} to {high:.1%}")
    bare = sum(len(each.uncited) for each in checked)
    table.add_row("claims with figures that cite nothing", str(bare))
    return table


def _grounding_lapses(checked: Sequence[Checked]) -> list[tuple[str, Lapse]]:
    return [(each.trial.scenario, lapse) for each in checked for lapse in each.grounding.lapses]


def _unknown(checked: Sequence[Checked]) -> list[tuple[str, Lapse]]:
    return [(each.trial.scenario, lapse) for each in checked for lapse in each.existence.lapses]


def _uncited(checked: Sequence[Checked]) -> list[tuple[str, Lapse]]:
    return [(each.trial.scenario, lapse) for each in checked for lapse in each.uncited]


def _line(scenario: str, lapse: Lapse) -> str:
    return f"  {scenario}, {lapse.where}: {lapse.reason[:_CHARACTERS]}"


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {
        "name": share.name,
        "reports": share.of,
        "right": share.right,
        "share": None if share.share is None else round(share.share, 4),
        "interval": [round(low, 4), round(high, 4)],
        "meanConfidence": None if share.confidence is None else round(share.confidence, 4),
    }


def _rate(rates: Sequence[Rate]) -> dict[str, Any]:
    of, held = sum(rate.of for rate in rates), sum(rate.held for rate in rates)
    low, high = interval(held, of)
    return {
        "of": of,
        "held": held,
        "share": round(held / of, 4) if of else None,
        "interval": [round(low, 4), round(high, 4)],
    }


def _lapse(scenario: str, lapse: Lapse) -> dict[str, str]:
    return {
        "scenario": scenario,
        "where": lapse.where,
        "text": lapse.text,
        "reason": lapse.reason,
    }
