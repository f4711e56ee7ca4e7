"""Writes what of docs/ follows from the code: `python -m cli.docs.build`."""

import json
from pathlib import Path

from cli.docs import events, openapi, pages, rules, scale, tools
from local.paths import ROOT

DOCS = ROOT / "docs"


def documents() -> dict[str, str]:
    """The text of every generated file, by its name in docs/."""
    return {
        "openapi.json": _json(openapi.document()),
        "api.md": pages.api_page(),
        "events.md": pages.events_page(),
        "rules.md": rules.page(pages.GENERATED),
        "scale.md": scale.page(pages.GENERATED),
        "tools.md": tools.page(pages.GENERATED),
        "events.schema.json": _json(events.schema()),
    }


def write(folder: Path = DOCS) -> None:
    """Write them all."""
    for name, text in documents().items():
        (folder / name).write_text(text)


def _json(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    write()
