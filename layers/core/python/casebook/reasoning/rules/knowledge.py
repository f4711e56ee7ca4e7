"""What was known before, from earlier diagnoses and runbooks: worth reading, never a cause.

What speaks here was written by people or concluded another time. It says nothing of what happened
now, so each of these findings is context: it speaks for no hypothesis and changes no verdict,
whatever its words are.
"""

import re
from collections.abc import Iterator

from casebook.citing.claims import Citing
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import NeedsNobody, Runbook
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.tools.results.diagnoses import PastDiagnoses
from casebook.tools.results.runbooks import RunbookSection, RunbookSections

_SHOWN = 3
_MOST_RUNBOOKS = 2
_QUOTED_CHARACTERS = 280
# One word in common is chance, and so is a section that matches half as well as the best.
_WORDS_IN_COMMON = 2
_OF_THE_BEST = 0.5

_NO_ACTION = re.compile(
    r"no (?:further )?(?:action|intervention|response)(?: is)?(?: \w+)?"
    r" (?:needed|required|necessary)"
    r"|(?:nobody|no one) (?:needs|has) to (?:act|do|respond)\w*"
    r"|nothing (?:needs )?to (?:be done|do)\b"
    r"|(?:can|may|should) (?:safely )?be ignored"
    r"|do(?: not|n't) (?:page|escalate|act)\b"
    r"|(?:this|it) is (?:expected|planned|by design)\b",
    re.IGNORECASE,
)

_FENCED = re.compile(r"^ {0,3}(?:```|~~~)[^\n]*\n(.*?)^ {0,3}(?:```|~~~)", re.MULTILINE | re.DOTALL)
_PROMPT = re.compile(r"^\s*\$ ?")


def similar_past_diagnosis(case: Case) -> Iterator[Finding]:
    """A workload often fails the same way twice; the one who reads the report wants to know.

    It speaks for no hypothesis: an old answer that counted as evidence would be found again and
    again, right or wrong.
    """
    for evidence, past in case.results(PastDiagnoses):
        # They come with those first that are most like the present one.
        told = [each for each in past.diagnoses if each.verdict in ("confirmed", "likely")]
        for each in told[:_SHOWN]:
            citing = Citing(evidence)
            summary = citing.quote(each.summary, each.summary[:80])
            what = f"{each.resource} / {each.category}" if each.resource else "no single resource"
            yield case.finding(
                "similar-past-diagnosis",
                FindingKind.CONTEXT,
                f"An earlier diagnosis of this workload ({each.diagnosis_id}) was {each.verdict}:"
                f" {what}{f', {summary}' if summary else ''}.",
                Strength.WEAK,
                citing,
                resource=each.resource,
            )


def matching_runbook(case: Case) -> Iterator[Finding]:
    """The team has written down what to do, and whoever is called at night may not know where."""
    for evidence, found in case.results(RunbookSections):
        for each in _relevant(found):
            citing = Citing(evidence)
            file = citing.quote(each.file)
            heading = citing.quote(" > ".join(each.heading))
            claim = f"The team's runbook {file}{f', section {heading},' if heading else ''} says:"
            if file and (words := _said(each, citing)):
                yield case.finding(
                    "matching-runbook",
                    FindingKind.CONTEXT,
                    f"{claim} {words}",
                    Strength.WEAK,
                    citing,
                    about=Runbook(),
                )


def needs_nobody(case: Case) -> Iterator[Finding]:
    """The team has written that nobody needs to act on this alarm. By itself that proves nothing:
    what it is about may be broken today. It counts beside a plan that is seen."""
    for evidence, found in case.results(RunbookSections):
        for section in _relevant(found):
            said = _NO_ACTION.search(section.excerpt)
            citing = Citing(evidence)
            words = citing.quote(said[0]) if said else ""
            if words:
                yield case.finding(
                    "runbook-needs-nobody",
                    FindingKind.CONTEXT,
                    f"The team's runbook {section.file} says of such an alarm: {words}.",
                    Strength.WEAK,
                    citing,
                    about=NeedsNobody(),
                )


def _relevant(found: RunbookSections) -> list[RunbookSection]:
    best = max((each.score for each in found.sections), default=0.0)
    close = [
        each
        for each in found.sections
        if len(each.words) >= _WORDS_IN_COMMON and each.score >= best * _OF_THE_BEST
    ]
    return close[:_MOST_RUNBOOKS]


def _said(section: RunbookSection, citing: Citing) -> str:
    """How the section begins, and its first command."""
    prose = _FENCED.sub("\n", section.excerpt)
    beginning = citing.quote(prose.strip().split("\n\n")[0], limit=_QUOTED_CHARACTERS)
    command = citing.quote(*_commands(section.excerpt), limit=_QUOTED_CHARACTERS)
    return " Its first command: ".join(filter(None, (beginning, command)))


def _commands(markdown: str) -> Iterator[str]:
    """The lines of fenced blocks, without prompts and comments."""
    for block in _FENCED.findall(markdown):
        for line in block.splitlines():
            command = _PROMPT.sub("", line).strip()
            if command and not command.startswith("#"):
                yield command
