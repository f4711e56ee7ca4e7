"""A function's invocations took nearly all of their memory, as Lambda's own reports tell."""

from collections.abc import Iterator
from datetime import timedelta

from casebook.analysis.memory_reports import NEARLY_ALL
from casebook.citing.claims import Citing, clock
from casebook.domain.finding import Finding, FindingKind
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.sightings import by_resource, onset_of
from casebook.reasoning.signs import Sign
from casebook.tools.results.logs import LogPatterns, MemoryUse

# A report is written when its invocation has ended, and its errors before that.
_ONE_INVOCATION = timedelta(minutes=15)
# What memory does that runs out, in the words of those who do not know it.
_OF_MEMORY = frozenset({None, Sign.MEMORY, Sign.TASK_TIMEOUT, Sign.SLOW})


def memory_full(case: Case) -> Iterator[Finding]:
    """A function that took far less of its memory before, and began to fail as it took nearly all,
    ran out of it. One that always takes so much tells nothing; one that fails by itself in words
    that name another reason shows a symptom."""
    news = by_resource(case.sightings.news)
    for evidence, found in case.results(LogPatterns):
        for use in found.memory:
            if use.before_mb is None or use.before_mb >= NEARLY_ALL * use.size_mb:
                continue
            errors = [each for each in news.get(use.resource, []) if each.sign in _OF_MEMORY]
            began = onset_of(errors) if errors else None
            is_cause = began is not None and abs(began - use.since) <= _ONE_INVOCATION
            yield _told(case, Citing(evidence), use, is_cause=is_cause)


def _told(case: Case, citing: Citing, use: MemoryUse, *, is_cause: bool) -> Finding:
    used, size, before = map(citing.amount, (use.used_mb, use.size_mb, use.before_mb or 0))
    amounts = f": {used} of {size} MB, and at most {before} before" if used and size else ""
    return case.finding(
        "memory-full",
        FindingKind.CAUSE if is_cause else FindingKind.SYMPTOM,
        f"Invocations of {use.resource} take nearly all of their memory since {clock(use.since)}"
        f"{amounts}.",
        Strength.STRONG if is_cause else Strength.WEAK,
        citing,
        resource=use.resource,
        category="resource-exhaustion" if is_cause else None,
        onset=use.since,
    )
