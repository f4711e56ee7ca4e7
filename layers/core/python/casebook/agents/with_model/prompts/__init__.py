"""The prompts: Markdown files with `{{name}}` where something is filled in."""

import re
from functools import lru_cache
from importlib.resources import files

_BLANK = re.compile(r"\{\{(\w+)\}\}")


def prompt(name: str, **values: str) -> str:
    """The prompt of that name, filled in. What is filled in is not looked at for blanks again.

    Raises:
        KeyError: a blank has no value.
        ValueError: a value has no blank.
    """
    text = _text(name)
    if unused := values.keys() - set(_BLANK.findall(text)):
        raise ValueError(f"the prompt {name} has no blank for {', '.join(sorted(unused))}")
    return _BLANK.sub(lambda blank: values[blank[1]], text)


@lru_cache(maxsize=16)
def _text(name: str) -> str:
    return (files(__package__) / f"{name}.md").read_text(encoding="utf-8")
