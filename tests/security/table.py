"""The attacks as docs/security.md shows them; `test_injection.py` holds every one of them."""

from pathlib import Path

from tests.security.attacks import ATTACKS
from tests.security.places import PLACES

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
BEGIN, END = "<!-- attacks: begin -->", "<!-- attacks: end -->"


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


def page() -> str:
    """docs/security.md with the table as it is now."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"
