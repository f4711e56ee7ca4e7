"""What a question is after: simple rules, which anybody can read and foresee.

Each intent has words; the intent with the most words in the question wins, and where two have as
many, the one that stands first. A question with none of them, but with the name of a resource, goes
on with what was asked before ("and orders-table?").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from casebook.domain.message import Message, Role
from casebook.domain.workload import Workload
from casebook.reasoning.mentions import telling_words


class Intent(StrEnum):
    CAUSE = "cause"
    CHANGES = "changes"
    PAST = "past"
    METRICS = "metrics"
    ERRORS = "errors"
    LOGS = "logs"
    HEALTH = "health"
    RESOURCES = "resources"
    HELP = "help"
    UNKNOWN = "unknown"


_WORDS: dict[Intent, str] = {
    Intent.CAUSE: r"why|root ?cause|causes?d?|reasons?|diagnos\w+|explain|what happened|going on"
    r"|broke|to blame|responsible|investigate",
    Intent.CHANGES: r"chang\w*|deploy\w*|releas\w*|rolled? ?(?:out|back)|who did"
    r"|modified"
    r"|updated?|pushed|edited|touched",
    Intent.PAST: r"past|previous\w*|earlier|before\?|history|last time|similar|already seen|again"
    r"|(?:last|latest) (?:diagnosis|verdict|incident)|seen this|incidents",
    Intent.METRICS: r"metrics?|latency|durations?|invocations?|throttl\w*|traffic|load|requests?"
    r"|how (?:many|much|often|slow|fast)|cpu|memory|rate|numbers?|slow\w*|backlog|queue depth",
    Intent.ERRORS: r"errors?|exceptions?|fail\w*|stack ?traces?|crash\w*|wrong|problems?|issues?",
    Intent.LOGS: r"logs?|log lines?|lines|search|grep|find|show me",
    Intent.HEALTH: r"health\w*|ok(?:ay)?|status|alive|up|down|fine|working|works|recovered|stable"
    r"|still|alarms?",
    Intent.RESOURCES: r"what is (?:it|this)|resources?|settings?|configur\w+|config|environment"
    r"|variables?|architecture|components?|parts?|permissions?|table|queue|function|capacity"
    r"|consists?|state|timeouts?|depends?|calls",
    Intent.HELP: r"help|what can you|who are you|hello|hi|hey|thanks?|thank you|how do (?:i|you)",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The intent, the resource if one is named, and a passage in quotation marks, if any."""

    intent: Intent
    resource: str | None = None
    quoted: str | None = None


def understood(question: str, history: Sequence[Message], workload: Workload) -> Asked:
    """What the question is after."""
    resource = resource_in(question, workload)
    quoted = re.search(r"[\"'`“](.{2,100}?)[\"'`”]", question)
    intent = _intent_of(question, workload)
    if intent is Intent.UNKNOWN and resource:
        intent = _last_intent(history, workload) or Intent.RESOURCES
    return Asked(intent, resource, quoted[1] if quoted else None)


def resource_in(question: str, workload: Workload) -> str | None:
    """The resource that the question names, whole or by the words that only it has."""
    lowered = question.lower()
    named = [each.name for each in workload.resources if each.name.lower() in lowered]
    if named:
        return max(named, key=len)
    said = set(re.findall(r"[a-z0-9]+", lowered))
    hinted = [each.name for each in workload.resources if telling_words(each.name) & said]
    return hinted[0] if len(hinted) == 1 else None


def _intent_of(question: str, workload: Workload) -> Intent:
    # A resource's own name says nothing of what is asked: `error-handler`, `status-table`.
    text = question.lower()
    for each in workload.resources:
        text = text.replace(each.name.lower(), " ")
    scores = {
        intent: len(re.findall(rf"(?<![\w-])(?:{words})(?![\w-])", text))
        for intent, words in _WORDS.items()
    }
    best = max(scores, key=lambda intent: scores[intent])
    return best if scores[best] else Intent.UNKNOWN


def _last_intent(history: Sequence[Message], workload: Workload) -> Intent | None:
    for message in reversed(history):
        if message.role is Role.USER:
            intent = _intent_of(message.text, workload)
            if intent not in (Intent.UNKNOWN, Intent.HELP):
                return intent
    return None
