"""What a Markdown file says of itself before its text: YAML between two lines of `---`.

Agent skills (`SKILL.md`) tell so what they are called and when they are of use; many wikis and site
generators write a title in the same way.

https://agentskills.io/specification
"""

from dataclasses import dataclass
from typing import Any

_FENCE = "---"
_ENDS = frozenset({_FENCE, "..."})
_MOST_CHARACTERS = 8_000
_NAMES = ("title", "name")
_TELLS = ("description", "when_to_use", "tags")


class NotRead(Exception):
    """There is front matter, and it is no YAML mapping; says why, with the line."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`name` and `about` are empty where nothing is said; `lines` is how many lines it takes."""

    name: str = ""
    about: str = ""
    lines: int = 0


def front_matter(markdown: str) -> FrontMatter:
    """What the document says of itself; empty for one that says nothing.

    Raises:
        NotRead: it begins with front matter that cannot be read.
    """
    lines = markdown[:_MOST_CHARACTERS].splitlines()
    if not lines or lines[0].rstrip() != _FENCE:
        return FrontMatter()
    end = next((place for place, line in enumerate(lines[1:], 1) if line.rstrip() in _ENDS), None)
    if end is None:  # a rule across the page, no front matter
        return FrontMatter()
    fields = _fields("\n".join(lines[1:end]))
    return FrontMatter(
        name=next(filter(None, (_text(fields.get(each)) for each in _NAMES)), ""),
        about=" ".join(filter(None, (_text(fields.get(each)) for each in _TELLS))),
        lines=end + 1,
    )


def _fields(text: str) -> dict[Any, Any]:
    import yaml  # few runbooks have front matter, and they are indexed once

    try:
        fields = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 2}: " if error.problem_mark else ""
        raise NotRead(f"{line}{error.problem or 'this is no YAML'}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise NotRead(f"this is no YAML: {str(error)[:200]}") from error
    if fields is not None and not isinstance(fields, dict):
        raise NotRead("line 2: write `name: …` and `description: …`, a field a line")
    return fields or {}


def _text(value: object) -> str:
    """A text on one line; a list's texts, one after the other."""
    if isinstance(value, list):
        return " ".join(filter(None, map(_text_of_one, value)))
    return _text_of_one(value)


def _text_of_one(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
