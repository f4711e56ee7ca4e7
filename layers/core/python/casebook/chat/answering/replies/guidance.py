"""What the agent can do, and that it cannot do the rest."""

from collections.abc import Iterator

from casebook.chat.answering.replies.talk import Talk

_CAN = (
    "I read the workload's logs, metrics, changes, configuration and earlier diagnoses. Ask me for"
    " example: *What are the errors? What changed? Is it healthy? Why does it fail? How is"
    ' {resource} configured? Which metrics rose? Search the logs for "timeout". Did this happen'
    " before?*"
)


def about_help(talk: Talk) -> Iterator[str]:
    resources = talk.scope.workload.resources
    yield _CAN.format(resource=resources[0].name if resources else "a resource")


def about_unknown(talk: Talk) -> Iterator[str]:
    yield "That I cannot answer: I answer from this workload's evidence only, and nothing else."
    yield from about_help(talk)
