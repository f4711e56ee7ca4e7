"""One message that nobody can digest, given back again and again."""

import re
from collections import Counter
from collections.abc import Iterator

from casebook.analysis.error_lines import is_error
from casebook.analysis.memory_reports import is_report
from casebook.citing.claims import Citing
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.workload import Resource
from casebook.knowledge.metrics import describe_metric
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.reading import read_line
from casebook.reasoning.rules.errors import told
from casebook.reasoning.sightings import Sighting, by_resource, onset_of
from casebook.reasoning.signs import Sign, sign_in
from casebook.reasoning.topology import callers_of
from casebook.tools.results.logs import LoggedLine, LogLines

_ABOUT_DATA = frozenset({None, Sign.PROGRAMMING, Sign.INPUT, Sign.PARSING})
_AGAIN = 3
_NEARLY_ALL = 0.8
# What names one thing among many: a UUID, a long number or hexadecimal, a letter code with digits.
_NAME = re.compile(
    r"(?<![\w.:/-])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{12,}|\d{5,11}|\d{13,}"
    r"|[A-Za-z]{1,8}[-_#]?\d{4,}(?:-\d+)*|[0-9A-Z]{26})(?![\w.:/-])"
)
_QUEUES = ("AWS/SQS", "AWS/Kinesis", "AWS/Kafka", "AWS/DynamoDBStreams")


def poison_message(case: Case) -> Iterator[Finding]:
    """A consumer of a queue or a stream that fails over the same message again and again.

    Both give a failed message back, so one bad message fails without end, and in a stream or an
    ordered queue it holds up all behind it. The sign is an error about data that came at least
    three times and says the very same, or names the same one thing nearly every time.
    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
    """
    for resource, sightings in by_resource(case.sightings.news).items():
        if not _is_fed_by_a_queue(case, resource):
            continue
        repeated = [each for each in sightings if _is_about_one_message(case, each)]
        if repeated:
            citing = Citing(*(each.evidence for each in repeated))
            yield case.finding(
                "poison-message",
                FindingKind.CAUSE,
                f"{resource} fails over the same message again and again,"
                f" {told(repeated, citing)}.",
                Strength.STRONG,
                citing,
                resource=resource,
                category="bad-input",
                onset=onset_of(repeated),
                errors=repeated,
            )


def _is_fed_by_a_queue(case: Case, resource: str) -> bool:
    workload = case.scope.workload
    fed_by = [workload.resource(name) for name in (resource, *callers_of(workload, resource))]
    return any(each is not None and _is_a_queue(each) for each in fed_by)


def _is_a_queue(resource: Resource) -> bool:
    """By its type, or by metrics that only queues, streams and their consumers have."""
    return resource.type == "sqs" or any(
        metric.namespace in _QUEUES
        or describe_metric(metric.namespace, metric.name).subject in ("queue", "stream")
        for metric in resource.metrics
    )


def _is_about_one_message(case: Case, sighting: Sighting) -> bool:
    """True if nearly every such error is about one and the same thing.

    The template cannot tell: it leaves out every number, be it always the same one. Lambda's report
    of an invocation names no message: those that ran out of time are alike.
    """
    if sighting.sign not in _ABOUT_DATA or is_report(sighting.pattern.example):
        return False
    lines = [
        line
        for _, found in case.results(LogLines)
        for line in found.lines
        if line.log_group == sighting.pattern.log_group and line.is_of(sighting.resource)
    ]
    said = [words for line in lines if (words := _said_of(line, sighting)) is not None]
    if len(said) < _AGAIN:
        return False
    if said.count(sighting.reading.said) >= max(_AGAIN, _NEARLY_ALL * len(said)):
        return True
    elsewhere = " ".join(line.message for line in lines if not is_error(line.message))
    named = Counter(name for words in said for name in set(_NAME.findall(words)))
    return any(
        count >= max(_AGAIN, _NEARLY_ALL * len(said)) and name not in elsewhere
        for name, count in named.items()
    )


def _said_of(line: LoggedLine, sighting: Sighting) -> str | None:
    """The line's words, if it is such an error."""
    reading = read_line(line.message)
    same = reading.kind == sighting.reading.kind and sign_in(reading.words) is sighting.sign
    return reading.said if same and is_error(line.message) else None
