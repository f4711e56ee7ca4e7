"""docs/rules.md: what a diagnosis looks for, from the tables and the docstrings of the rules."""

from collections.abc import Iterable
from itertools import groupby

from casebook.knowledge import log_fields, loggers
from casebook.knowledge.catalogue import OURS
from casebook.knowledge.kubernetes import Reason
from casebook.knowledge.links import links
from casebook.knowledge.strength import Strength
from cli.docs.text import fill, table
from cli.evaluation.ablation.parts import Kind
from cli.rules import cells, in_python
from local.paths import ROOT

_TEMPLATE = ROOT / "cli" / "docs" / "templates" / "rules.md"
_FEW = 3  # examples that a cell shows


def page(generated: str) -> str:
    """docs/rules.md."""
    return fill(
        _TEMPLATE.read_text(),
        {
            "generated": generated,
            "strengths": table(
                ["strength", "of 1"], ([f"`{each}`", f"{each.weight:g}"] for each in Strength)
            ),
            "causes": _causes(),
            "signs": _signs(),
            "rules": _rules(Kind.RULE),
            "ties": _rules(Kind.TIE),
            "ways": _rules(Kind.WAY),
            "events": _events(),
            "reasons": _reasons(),
            "metrics": _metrics(),
            "settings": _settings(),
            "links": _links_of_changes(),
            "fields": _fields(),
            "loggers": _loggers(),
        },
    )


def _causes() -> str:
    return table(
        ["rule", "signs", "blames", "category", "strength", "why"],
        (
            [f"`{name}`", *rest, " ".join([row.why, *_links(row.see)])]
            for row in OURS.causes
            for name, *rest in [cells(row)]
        ),
    )


def _links(addresses: Iterable[str]) -> list[str]:
    return [f"[[{number}]({address})]" for number, address in enumerate(addresses, 1)]


def _signs() -> str:
    return table(
        ["sign", "means", "for example"],
        ([f"`{row.sign}`", row.means, row.examples[0]] for row in OURS.signs.rows),
    )


def _rules(kind: Kind) -> str:
    found = [rule for rule in in_python() if rule.kind is kind]
    if kind is Kind.RULE:
        rows = ([f"`{rule.name}`", ", ".join(rule.agents), rule.why] for rule in found)
        return table(["rule", "agent", "why"], rows)
    return table([kind.value, "why"], ([f"`{rule.name}`", rule.why] for rule in found))


def _events() -> str:
    return table(
        ["row", "kind", "category", "for example"],
        (
            [f"`{row.name}`", row.kind, row.category or "", row.examples[0]]
            for row in OURS.events.rows
        ),
    )


def _reasons() -> str:
    return table(
        ["row", "kind", "blames", "category", "for example"],
        ([f"`{row.name}`", row.kind, *_blamed(row), row.examples[0]] for row in OURS.reasons.rows),
    )


def _blamed(row: Reason) -> list[str]:
    return [row.blames, row.category or ""] if row.kind.is_cause else ["", ""]


def _metrics() -> str:
    rows = sorted(OURS.metrics.rows, key=lambda row: row.traits.kind)
    return table(
        ["kind", "rows", "for example"],
        (
            [f"`{kind}`", str(len(of_kind)), _some(" ".join(row.examples[0]) for row in of_kind)]
            for kind, of_kind in (
                (kind, list(group)) for kind, group in groupby(rows, lambda row: row.traits.kind)
            )
        ),
    )


def _links_of_changes() -> str:
    return table(
        ["row", "changed", "of errors", "category", "strength", "why"],
        (
            [
                f"`{row.name}`",
                row.changed,
                ", ".join(sign or "without a sign" for sign in row.signs),
                row.category or "by who replaced it",
                row.strength,
                row.why,
            ]
            for row in links()
        ),
    )


def _settings() -> str:
    return table(
        ["kind", "for example"], ([f"`{row.kind}`", _some(row.examples)] for row in OURS.settings)
    )


def _fields() -> str:
    rows = log_fields.log_table().fields
    return table(
        ["field", "means", "for example"],
        ([f"`{row.name}`", row.means, _some(row.names)] for row in rows),
    )


def _loggers() -> str:
    return ", ".join(f"[{row.name}]({row.see})" for row in loggers.loggers()) + "."


def _some(examples: Iterable[str]) -> str:
    return ", ".join(f"`{each.strip()}`" for each in list(examples)[:_FEW])
