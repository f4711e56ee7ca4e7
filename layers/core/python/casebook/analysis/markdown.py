"""Markdown, split where its headings are: a section is what a person would point another one to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# A section that goes on for longer is told in parts, which rank by themselves and can be quoted.
PART_CHARACTERS = 3_000

# https://spec.commonmark.org/0.31.2/#atx-headings, #setext-headings, #fenced-code-blocks
_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CLOSING_MARKS = re.compile(r"(?:^|[ \t])#+$")


@dataclass(frozen=True, slots=True)
class Section:
    """`heading` is the path of headings above the text, outermost first; `line` is where it
    begins, counted from 1."""

    heading: tuple[str, ...]
    text: str
    line: int


def sections(markdown: str) -> tuple[Section, ...]:
    """The sections of a document in order. What stands before the first heading is one without.

    A `#` in a fenced block is a comment of a command, no heading. A heading with nothing but deeper
    headings below it is left out: it is in their paths. Never raises.
    """
    return tuple(part for each in _split(markdown.splitlines()) for part in _parts(each))


def _split(lines: list[str]) -> Iterator[Section]:
    path: list[tuple[int, str]] = []
    begin, body = 1, list[str]()
    for number, line, heading in _marked(lines):
        if heading is None:
            body.append(line)
            continue
        level, _ = heading
        ends_a_branch = bool(path) and level <= path[-1][0]
        if any(map(str.strip, body)) or ends_a_branch:
            yield Section(_titles(path), "\n".join(body), begin)
        path = [above for above in path if above[0] < level] + [heading]
        begin, body = number, []
    if path or any(map(str.strip, body)):
        yield Section(_titles(path), "\n".join(body), begin)


def _marked(lines: list[str]) -> Iterator[tuple[int, str, tuple[int, str] | None]]:
    """Every line with its number and, where it is one, its heading as (level, title)."""
    fence = ""
    skipped = False
    for place, line in enumerate(lines):
        if skipped:  # the underline of the heading before
            skipped = False
            continue
        heading = None
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence) and not line.strip(" \t`~"):
                fence = ""
        elif not fence:
            heading = _heading(line)
            if heading is None and (heading := _underlined(lines, place)):
                skipped = True
        yield place + 1, line, heading


def _heading(line: str) -> tuple[int, str] | None:
    found = _HEADING.match(line)
    if found is None:
        return None
    return len(found[1]), _CLOSING_MARKS.sub("", line[found.end() :].strip()).strip()


def _underlined(lines: list[str], place: int) -> tuple[int, str] | None:
    """A paragraph of one line with `===` or `---` below it."""
    alone = place == 0 or not lines[place - 1].strip()
    below = lines[place + 1] if place + 1 < len(lines) else ""
    title = lines[place].strip()
    if not (alone and title and (mark := _UNDERLINE.match(below))) or _UNDERLINE.match(title):
        return None
    return (1 if mark[1][0] == "=" else 2), title


def _titles(path: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(title for _, title in path if title)


def _parts(section: Section) -> Iterator[Section]:
    """The section, or where it is long its parts: cut between lines, and within a line that is
    longer than a part."""
    if len(section.text) <= PART_CHARACTERS:
        yield section
        return
    begin, part, size = section.line, list[str](), 0
    for number, line in enumerate(section.text.split("\n"), start=section.line):
        for start in range(0, max(1, len(line)), PART_CHARACTERS):
            piece = line[start : start + PART_CHARACTERS]
            if part and size + len(piece) > PART_CHARACTERS:
                yield Section(section.heading, "\n".join(part), begin)
                begin, part, size = number, [], 0
            part.append(piece)
            size += len(piece)
    yield Section(section.heading, "\n".join(part), begin)
