"""What the chat agent says to each kind of question: Markdown blocks, each fact with its citation.

A block is an item of a list or a paragraph. It is yielded as soon as it is known, so that the first
words are on the screen before the first query has come back.
"""

from casebook.chat.answering.intents import Intent
from casebook.chat.answering.replies import listings
from casebook.chat.answering.replies.guidance import about_help, about_unknown
from casebook.chat.answering.replies.talk import Reply, Talk

_PLAIN: dict[Intent, Reply] = {
    Intent.CHANGES: listings.about_changes,
    Intent.PAST: listings.about_past,
    Intent.METRICS: listings.about_metrics,
    Intent.LOGS: listings.about_logs,
    Intent.RESOURCES: listings.about_resources,
    Intent.HELP: about_help,
    Intent.UNKNOWN: about_unknown,
}


def reply_for(intent: Intent) -> Reply:
    """The reply to that kind of question.

    Those that reason need every rule there is; a cold start imports them only when they are asked.
    """
    if (plain := _PLAIN.get(intent)) is not None:
        return plain
    from casebook.chat.answering.replies.judgements import about_cause, about_errors, about_health

    judging = {
        Intent.CAUSE: about_cause,
        Intent.ERRORS: about_errors,
        Intent.HEALTH: about_health,
    }
    return judging[intent]


__all__ = ["Reply", "Talk", "reply_for"]
