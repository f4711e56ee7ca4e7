"""Text that others wrote, as a terminal may show it."""

from rich.markup import escape


def plain(text: str) -> str:
    """The text with nothing in it that a terminal or Rich would obey."""
    return escape("".join(letter if letter.isprintable() else "\ufffd" for letter in text))
