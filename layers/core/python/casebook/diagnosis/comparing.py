"""What became of a result: the answer of then and the answer of now to the same query."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from pydantic import JsonValue

from casebook.diagnosis.requests import Recheck, RecheckOutcome, ResultSummary
from casebook.domain.evidence import Evidence

if TYPE_CHECKING:
    from casebook.tools.run import Repeated

_DIFF_LINES = 60
_DIFF_CHARACTERS = 8_000
_REASON_CHARACTERS = 300


def compared(then: Evidence, stored: bytes | None, now: "Repeated") -> Recheck:
    """The comparison. `stored` is None when the raw result of then has expired.

    Digests decide, but for values that were hidden because another answer gave them away. The diff
    is of the excerpts: what agents and people read, redacted and short.
    """
    intact = None if stored is None else then.is_of(stored)
    outcome = _outcome(then, stored if intact else None, now)
    before, after = _summary(then, stored if intact else None), _summary(now.evidence, now.raw)
    said = [_SAID[outcome], *_counts_told(before, after), *_storage_told(intact)]
    if outcome == "failed":
        said[1:1] = [now.evidence.excerpt.strip().partition("\n")[0][:_REASON_CHARACTERS]]
    if now.evidence.window != then.window:
        said.append("The tool looked at another window this time.")
    return Recheck(
        evidence_id=then.id,
        tool=then.tool,
        outcome=outcome,
        intact=intact,
        window=now.evidence.window,
        checked_at=now.evidence.taken_at,
        then=before,
        now=after,
        summary=" ".join(said),
        diff="" if outcome == "same" else _diff(then, now.evidence),
    )


def not_repeatable(then: Evidence, stored: bytes | None, at: datetime) -> Recheck:
    """The answer about evidence that no tool can ask for again, such as the alarm itself: only what
    is stored can be checked."""
    intact = None if stored is None else then.is_of(stored)
    said = [f"There is no tool {then.tool!r} whose query could be run again."]
    if intact:
        said.append("What is stored is what was found.")
    return Recheck(
        evidence_id=then.id,
        tool=then.tool,
        outcome="not-repeatable",
        intact=intact,
        window=then.window,
        checked_at=at,
        then=_summary(then, stored if intact else None),
        now=None,
        summary=" ".join([*said, *_storage_told(intact)]),
    )


def _outcome(then: Evidence, stored: bytes | None, repeated: "Repeated") -> RecheckOutcome:
    now = repeated.evidence
    if then.sha256 == now.sha256:
        return "same"
    from casebook.redaction.recalling import says_the_same  # most rechecks need none

    if stored and says_the_same(stored.decode(), repeated.raw.decode()):
        return "same"
    if now.outcome == "error":
        return "failed"
    if then.outcome == "success" and now.outcome == "no-data":
        return "gone"
    return "changed"


_SAID: dict[RecheckOutcome, str] = {
    "same": "The query gives the same result, byte for byte.",
    "changed": "The query gives another result now.",
    "gone": "There was a result then and there is none now: it has expired or was removed.",
    "failed": "The query could not be answered now:",
}


def _summary(evidence: Evidence, raw: bytes | None) -> ResultSummary:
    counts = dict(_counts(raw)) if raw is not None and evidence.outcome == "success" else {}
    return ResultSummary(outcome=evidence.outcome, sha256=evidence.sha256, counts=counts)


def _counts(raw: bytes) -> Counter[str]:
    """How many elements the lists of a result have, by the lists' names: `{"lines": 100}`."""
    counts: Counter[str] = Counter()

    def count(value: JsonValue) -> None:
        for name, each in value.items() if isinstance(value, dict) else ():
            if isinstance(each, list) and each:
                counts[name] += len(each)
                for element in each:
                    count(element)
            else:
                count(each)

    count(json.loads(raw))
    return counts


def _counts_told(then: ResultSummary, now: ResultSummary) -> Iterator[str]:
    moved = [
        f"{name} {then.counts.get(name, 0)} then, {now.counts.get(name, 0)} now"
        for name in dict.fromkeys((*then.counts, *now.counts))
        if then.counts and then.counts.get(name, 0) != now.counts.get(name, 0)
    ]
    if moved:
        yield f"In numbers: {'; '.join(moved)}."


def _storage_told(intact: bool | None) -> Iterator[str]:
    if intact is None:
        yield "The raw result of then has expired; its digest is still in the log."
    elif not intact:
        yield "What is stored is not what was found: its digest is not the one in the log."


def _diff(then: Evidence, now: Evidence) -> str:
    """A unified diff, cut off with a word where it is long; empty if the excerpts are the same."""
    import difflib  # most rechecks need none, and a cold start would pay for it

    lines = difflib.unified_diff(
        then.excerpt.splitlines(), now.excerpt.splitlines(), "then", "now", n=2, lineterm=""
    )
    shown = list(islice(lines, _DIFF_LINES + 1))
    text = "\n".join(shown[:_DIFF_LINES])
    if len(shown) <= _DIFF_LINES and len(text) <= _DIFF_CHARACTERS:
        return text
    return text[:_DIFF_CHARACTERS] + "\n… more differences left out …"
