"""Names with `*` for any characters, as operators write them."""

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

_MOST = 500  # in a list: an item of the table holds 400 KB


def _printable(pattern: str) -> str:
    if not pattern.isprintable() or pattern != pattern.strip():
        raise ValueError("must have printable characters only, and no space around them")
    return pattern


Pattern = Annotated[
    str, StringConstraints(min_length=1, max_length=2048), AfterValidator(_printable)
]
"""A name as it is written; `*` stands for any characters."""
Patterns = Annotated[tuple[Pattern, ...], Field(max_length=_MOST)]


def fits_any(name: str, patterns: tuple[str, ...]) -> bool:
    return any(_matcher(pattern)(name) for pattern in patterns)


@lru_cache(maxsize=4096)
def _matcher(pattern: str) -> Callable[[str], bool]:
    """By its parts and not by a regular expression with many `.*`, whose time would be the
    product of them: each part is looked for behind the one before, the last at the end."""
    first, *rest = pattern.split("*")
    if not rest:
        return pattern.__eq__
    *middle, last = rest

    def fits(name: str) -> bool:
        if not name.startswith(first) or not name.endswith(last):
            return False
        at, end = len(first), len(name) - len(last)
        for part in middle:
            if (found := name.find(part, at, end)) < 0:
                return False
            at = found + len(part)
        return at <= end

    return fits
