"""What the chat agent says to each kind of question: Markdown blocks, each fact with its citation.

A block is an item of a list or a paragraph. It is yielded as soon as it is known, so that the first
words are on the screen before the first query has come back.
"""

from casebook.agents.intents import Intent
from casebook.agents.replies.guidance import about_help, about_unknown
from casebook.agents.replies.judgements import about_cause, about_errors, about_health
from casebook.agents.replies.listings import (
    about_changes,
    about_logs,
    about_metrics,
    about_past,
    about_resources,
)
from casebook.agents.replies.talk import Reply, Situation, Talk

REPLIES: dict[Intent, Reply] = {
    Intent.CAUSE: about_cause,
    Intent.CHANGES: about_changes,
    Intent.PAST: about_past,
    Intent.METRICS: about_metrics,
    Intent.ERRORS: about_errors,
    Intent.LOGS: about_logs,
    Intent.HEALTH: about_health,
    Intent.RESOURCES: about_resources,
    Intent.HELP: about_help,
    Intent.UNKNOWN: about_unknown,
}

__all__ = ["REPLIES", "Situation", "Talk"]
