"""What was found of what a person's hint names: told to them, and speaking for nothing.

The hint is a word of somebody who may be wrong. What it leads to counts by what it shows, in the
other rules; here is only said that it was looked at, and what stands there.
"""

from collections.abc import Iterator

from casebook.citing.claims import Citing
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.hint import Hinted, hinted
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case

NAMED_IN_HINT = "named-in-hint"
_MOST_LINES = 2
_MOST_CHARACTERS = 300


def named_in_hint(case: Case) -> Iterator[Finding]:
    """The first lines of each result that have what was named. A resource is named by most of what
    is read, so of it only its changes are told."""
    named = hinted(case.scope.hint, case.scope.workload)
    for run in case.runs:
        if run.outcome != "success":
            continue
        citing = Citing(run.evidence)
        lines = _lines(run.evidence.excerpt, _names(named, run.tool))
        said = [quoted for line in lines if (quoted := citing.quote(line, line[:60]))]
        if said:
            yield case.finding(
                NAMED_IN_HINT,
                FindingKind.CONTEXT,
                f"Looked at because it was named in the hint: {'; '.join(said[:_MOST_LINES])}",
                Strength.WEAK,
                citing,
            )


def _names(named: Hinted, tool: str) -> tuple[str, ...]:
    names = (*named.terms, *(metric for _, metric in named.metrics))
    return (*names, *named.resources) if tool == "list_changes" else names


def _lines(excerpt: str, names: tuple[str, ...]) -> Iterator[str]:
    wanted = [name.casefold() for name in names]
    for line in excerpt.splitlines():
        if any(name in line.casefold() for name in wanted):
            yield line.strip()[:_MOST_CHARACTERS]
