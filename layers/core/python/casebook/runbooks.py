"""What a team wrote down about its workload, found by words.

The sections of all runbooks are indexed together, and the index is kept beside them under a digest
of their listing. A search that finds the index reads two objects; one that does not, because a
runbook was changed, reads the runbooks and keeps a new one.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from casebook import threads
from casebook.analysis.front_matter import FrontMatter, NotRead, front_matter
from casebook.analysis.markdown import sections
from casebook.analysis.word_index import Match, Passage, WordIndex
from casebook.domain.model import Model
from casebook.domain.workload import Workload
from casebook.errors import CasebookError, NotFound
from casebook.observability import logger
from casebook.ports.runbooks import Runbook, RunbookStore

SUFFIX = ".md"
MOST_FILES = 200
MOST_BYTES_A_FILE = 128 * 1024
MOST_BYTES = 1024 * 1024
"""Over all files: an index of so much takes a third of a second to load."""

# Another number whenever sections or words are made in another way: older indexes are not met then.
_FORMAT = 2
_SIDE_BY_SIDE = 8


def prefix_of_workload(workload_id: str) -> str:
    """Where a workload's own runbooks lie in the bucket."""
    return f"knowledge/{workload_id}/"


def prefix_of_project(project: str) -> str:
    """Where the runbooks lie that every workload of a project shares.

    A project's name may hold a slash, which must not reach into another project: it is quoted.
    """
    return f"knowledge/projects/{quote(project, safe='')}/"


class RunbookPart(Model):
    """A section as it is indexed. `about` is what its file says that it is for."""

    file: str
    location: str
    heading: tuple[str, ...]
    text: str
    line: int
    about: str = ""


class _Kept(Model):
    """An index as it is stored; `words` is lunr's own form."""

    parts: tuple[RunbookPart, ...]
    words: Any


@dataclass(frozen=True, slots=True)
class Hits:
    """`found` is best first. `left_out` are files beyond the bounds, which were not looked at."""

    found: tuple[tuple[RunbookPart, Match], ...]
    files: int
    left_out: tuple[str, ...]


def search(store: RunbookStore, workload: Workload, query: str, limit: int) -> Hits:
    """The sections of the workload's runbooks that share words with the query.

    Raises:
        AwsCallFailed: the runbooks could not be listed or read.
    """
    taken, left_out = _within_bounds(store.runbooks(workload))
    if not taken:
        return Hits((), 0, left_out)
    parts, words = _loaded(store, workload, taken) or _built(store, workload, taken)
    found = tuple((parts[each.place], each) for each in words.search(query, limit))
    return Hits(found, len(taken), left_out)


def _within_bounds(runbooks: Sequence[Runbook]) -> tuple[list[Runbook], tuple[str, ...]]:
    taken, left_out, size = list[Runbook](), list[str](), 0
    for each in runbooks:
        fits = each.size <= MOST_BYTES_A_FILE and size + each.size <= MOST_BYTES
        if not fits or len(taken) == MOST_FILES:
            left_out.append(each.name)
            continue
        taken.append(each)
        size += each.size
    return taken, tuple(left_out)


Indexed = tuple[Sequence[RunbookPart], WordIndex]


def _loaded(store: RunbookStore, workload: Workload, runbooks: Sequence[Runbook]) -> Indexed | None:
    """The index that was kept for just these versions; None when there is none to be had."""
    try:
        if (text := store.index(workload, _digest(runbooks))) is None:
            return None
        kept = _Kept.model_validate_json(text)
        return kept.parts, WordIndex.load(kept.words)
    except (CasebookError, ValueError) as error:
        logger.warning("the runbooks' index cannot be read", why=str(error)[:500])
        return None


def _built(store: RunbookStore, workload: Workload, runbooks: Sequence[Runbook]) -> Indexed:
    with threads.pool(_SIDE_BY_SIDE) as pool:
        texts = list(pool.map(lambda each: _text(store, each), runbooks))
    parts = tuple(
        part
        for runbook, text in zip(runbooks, texts, strict=True)
        if text is not None
        for part in _parts(runbook, text)
    )
    index = WordIndex.of(Passage(" ".join((p.file, *p.heading, p.about)), p.text) for p in parts)
    if None not in texts:  # else it would stand for a version that it does not hold
        kept = _Kept(parts=parts, words=index.dump())
        try:
            store.keep_index(workload, _digest(runbooks), kept.to_json())
        except CasebookError as error:
            logger.warning("the runbooks' index cannot be kept", why=error.detail)
    return parts, index


def _text(store: RunbookStore, runbook: Runbook) -> str | None:
    """None when it was changed or removed since it was listed."""
    try:
        return store.read(runbook)
    except NotFound:
        return None


def _parts(runbook: Runbook, text: str) -> Iterator[RunbookPart]:
    """Its sections, below the name that it has by its front matter. Front matter that cannot be
    read is text like any other."""
    try:
        said = front_matter(text)
    except NotRead as error:
        logger.warning("a runbook's front matter cannot be read", file=runbook.name, why=str(error))
        said = FrontMatter()
    for each in sections("".join(text.splitlines(keepends=True)[said.lines :])):
        yield RunbookPart(
            file=runbook.name,
            location=runbook.location,
            heading=_below(said.name, each.heading),
            text=each.text.strip(),
            line=said.lines + each.line,
            about=said.about,
        )


def _below(name: str, heading: tuple[str, ...]) -> tuple[str, ...]:
    return heading if not name or heading[:1] == (name,) else (name, *heading)


def _digest(runbooks: Sequence[Runbook]) -> str:
    told = [_FORMAT, *((each.location, each.version) for each in runbooks)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
