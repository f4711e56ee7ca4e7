"""Text that others wrote, as a terminal may show it."""

from rich.markup import escape

from casebook.domain.harmless import harmless


def plain(text: str) -> str:
    """The text on one line, with nothing in it that a terminal or Rich would obey."""
    return escape(" ".join(harmless(text).split()))
