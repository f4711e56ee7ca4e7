"""The tool that finds what the team wrote down."""

from pydantic import Field

from casebook import runbooks
from casebook.analysis.word_index import Match
from casebook.domain.model import Json
from casebook.ports.runbooks import RunbookStore
from casebook.runbooks import Hits, RunbookPart
from casebook.tools.results.runbooks import RunbookSection, RunbookSections
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool

_EXCERPT_CHARACTERS = 900


class Request(Parameters):
    """What to look for."""

    query: str = Field(
        "",
        max_length=4000,
        description="Words to look for: error messages, names, symptoms. None: what the alarm or"
        " the question says.",
    )
    limit: int = Field(5, ge=1, le=20, description="How many sections at most, best first.")


class SearchRunbooks(Tool[Request, RunbookSections]):
    """Ranks sections of the workload's runbooks, and of those of its project."""

    name = "search_runbooks"
    description = (
        "Sections of the team's own runbooks that match some words, best first. They tell what the"
        " team knows of such incidents; they are no evidence of what happened in this one."
    )
    timeout_seconds = 15.0
    parameters = Request
    data = RunbookSections

    def __init__(self, store: RunbookStore) -> None:
        self._store = store

    def run(self, parameters: Request, scope: Scope) -> Found[RunbookSections] | NoData:
        workload = scope.workload
        asked = parameters.query or scope.occasion or workload.name
        hits = runbooks.search(self._store, workload, asked, parameters.limit)
        query: Json = {"query": asked, "limit": parameters.limit}
        notes = [f"Not looked at, too large or too many: {name}." for name in hits.left_out[:5]]
        if not hits.found:
            return NoData("\n".join([_nothing(hits, workload.name), *notes]), query, scope.window)
        found = tuple(_section(part, match) for part, match in hits.found)
        head = f"{len(found)} sections of {hits.files} runbooks match {asked[:200]!r}"
        text = "\n".join([head, *map(_described, found), *notes])
        return Found(RunbookSections(sections=found), text, query, scope.window)


def _nothing(hits: Hits, workload: str) -> str:
    if not hits.files:
        return f"There are no runbooks of {workload}."
    return f"No section of the {hits.files} runbooks of {workload} has any of the words."


def _section(part: RunbookPart, match: Match) -> RunbookSection:
    return RunbookSection(
        file=part.file,
        heading=part.heading,
        line=part.line,
        score=match.score,
        words=match.words,
        excerpt=part.text[:_EXCERPT_CHARACTERS],
        location=part.location,
    )


def _described(section: RunbookSection) -> str:
    where = " > ".join((section.file, *section.heading))
    text = "\n".join(f"  {line}" for line in section.excerpt.splitlines())
    return f"- {where} (line {section.line}, score {section.score:g}, {section.location})\n{text}"
