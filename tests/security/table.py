"""Attacks and canaries as docs/security.md shows them; `test_injection.py` holds every one of the
attacks, `test_canary.py` runs the canaries."""

import secrets
from pathlib import Path

from tests.security.attacks import ATTACKS
from tests.security.journey import SINKS
from tests.security.places import PLACES
from tests.security.sources import SOURCES

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
BEGIN, END = "<!-- attacks: begin -->", "<!-- attacks: end -->"
CANARIES = "<!-- canaries: begin -->", "<!-- canaries: end -->"
MARK = "sparrowhawk"
"""Stands beside every canary: where it arrives, the canary could have."""


def table() -> str:
    """Attacks and places as Markdown."""
    rows = [
        f"| {each.name} | {each.does} | {each.stopped} | {len(PLACES)} of {len(PLACES)} |"
        for each in ATTACKS
    ]
    return "\n".join(
        [
            f"{len(ATTACKS)} attacks in {len(PLACES)} places, each through a chat and through a"
            f" diagnosis: {len(ATTACKS) * len(PLACES) * 2} cases, all refused.",
            "",
            "| the data say | the obedient model | what stops it | refused |",
            "|---|---|---|---|",
            *rows,
            "",
            f"The places: {'; '.join(each.name for each in PLACES)}.",
        ]
    )


def canaries() -> str:
    """Sources by sinks as Markdown: how often the secret arrived; a dash where nothing of the
    source arrives."""
    secret = f"Zq{secrets.token_hex(7)}"
    rows = []
    for source in SOURCES:
        arrived = source.arrives(f"{MARK} password={secret} {MARK}")
        cells = [
            str(text.count(secret)) if MARK in text else "–"
            for text in map(arrived.texts.__getitem__, SINKS)
        ]
        rows.append(f"| {source.name} | {' | '.join(cells)} |")
    head = f"| a secret in | {' | '.join(SINKS)} |"
    return "\n".join([head, f"|---|{'---|' * len(SINKS)}", *rows])


def page() -> str:
    """docs/security.md with the table of attacks as it is now."""
    return _between(PAGE.read_text(), (BEGIN, END), table())


def with_canaries(text: str, rows: str) -> str:
    """The page with these rows."""
    return _between(text, CANARIES, rows)


def _between(text: str, marks: tuple[str, str], said: str) -> str:
    begin, end = marks
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{said}\n{end}{after}"
