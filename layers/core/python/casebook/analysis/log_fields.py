"""What loggers call the fields of a structured log line, in one table.

Each tuple has its most specific name first. A name `a.b` is a field of that name or a field within
a field. Beside the loggers' own pages: https://opentelemetry.io/docs/specs/otel/logs/data-model/,
https://www.elastic.co/docs/reference/ecs, https://clef-json.org (Serilog),
https://github.com/pinojs/pino/blob/main/docs/api.md, https://www.structlog.org,
https://github.com/logfellow/logstash-logback-encoder,
https://cloud.google.com/logging/docs/structured-logging,
https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html,
https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

Fields = Mapping[str, Any]


class Names(tuple[str, ...]):
    """The names of one thing. Most entries have none of most tables, and that is seen at once."""

    def __new__(cls, *names: str) -> "Names":
        table = super().__new__(cls, names)
        table.keys = frozenset(key for name in names for key in (name, name.partition(".")[0]))
        return table

    keys: frozenset[str]

    def are_in(self, entry: Fields) -> bool:
        """Whether the entry may have one of them."""
        return not self.keys.isdisjoint(entry)


MESSAGE = Names(
    "message", "msg", "event", "log", "body", "@m", "@mt", "Message", "MESSAGE", "text",
    "textPayload", "jsonPayload.message", "short_message", "full_message", "RenderedMessage",
)  # fmt: skip
LEVEL = Names(
    "level", "log_level", "levelname", "severity", "severityText", "severity_text", "log.level",
    "lvl", "loglevel", "@l", "Level", "Severity", "LogLevel", "LevelDisplayName",
)  # fmt: skip
STATUS = Names(
    "status", "statusCode", "status_code", "http.status_code", "responseCode", "res.statusCode",
    "response.status", "http.response.status_code", "elb_status_code", "sc-status",
)  # fmt: skip
ERROR_TYPE = Names(
    "errorType", "exception_name", "error.type", "exception.type", "error_type", "exceptionType",
    "details.error", "exception_type", "errorName",
)  # fmt: skip
ERROR_MESSAGE = Names(
    "errorMessage", "error.message", "exception.message", "error_message", "details.cause",
    "integrationErrorMessage", "error.messageString",
)  # fmt: skip
THROWN = Names("error", "err", "exception", "@x", "Exception", "thrown", "exc", "error.cause")
STACK = Names(
    "stackTrace", "stack_trace", "stacktrace", "stack", "exc_info", "traceback", "@x", "Exception",
    "exception", "error.stack_trace", "error.stack", "exception.stacktrace", "errorVerbose",
    "err.stack", "thrown.extendedStackTrace", "error", "err", "trace",
)  # fmt: skip
DETAILS = Names(
    "detail", "reason", "cause", "description", "error_description", "code", "errorCode",
    "error_code",
)  # fmt: skip
REQUEST_ID = Names(
    "requestId", "request_id", "function_request_id", "AWSRequestId", "aws_request_id",
    "awsRequestId", "record.requestId", "trace_id", "traceId", "xray_trace_id", "correlation_id",
)  # fmt: skip
RESOURCE = Names(
    "kubernetes.container_name", "kubernetes.pod_name", "k8s.container.name", "k8s.pod.name",
    "k8s.deployment.name", "involvedObject.name", "regarding.name", "ecs_task_definition",
    "aws.ecs.task.family", "container_name", "service.name", "service", "function_name",
    "functionName", "faas.name", "app", "application", "pod_name", "pod", "container",
    "resource_name", "resource", "_SYSTEMD_UNIT",
)  # fmt: skip
"""Who wrote the line or whom it is about, the most exact first."""

TYPE_WITHIN = Names("type", "name", "class", "exc_type", "errorType", "kind")
MESSAGE_WITHIN = Names("message", "msg", "exc_value", "errorMessage", "cause", "localizedMessage")
STACK_WITHIN = Names("stack", "stackTrace", "stack_trace", "extendedStackTrace", "backtrace")
"""The same within an object that stands for what was thrown (`err` of pino and bunyan)."""

_NOTHING: tuple[object, ...] = (None, "", "-", [], {})
_DEEPEST = 4


def first(entry: Fields, names: Names) -> Any:
    """The first of the fields that is there and says something; None when there is none."""
    if names.keys.isdisjoint(entry):
        return None
    for name in names:
        if (value := entry.get(name)) is None:
            value = _within(entry, name) if "." in name else None
        if value is not None and value not in _NOTHING:
            return value
    return None


def first_text(entry: Fields, names: Names) -> str:
    """The first of the fields that holds text."""
    return next((value for value in values(entry, names) if isinstance(value, str)), "")


def values(entry: Fields, names: Names) -> Iterator[Any]:
    """What the fields say that are there, in the table's order."""
    if not names.are_in(entry):
        return
    for name in names:
        if (value := entry.get(name)) is None:
            value = _within(entry, name) if "." in name else None
        if value is not None and value not in _NOTHING:
            yield value


def _within(entry: Fields, name: str) -> Any:
    outer, _, inner = name.partition(".")
    within = entry.get(outer)
    return within.get(inner) if isinstance(within, Mapping) else None


def flattened(entry: Fields) -> Fields:
    """The entry with the attributes of OpenTelemetry and the record of Lambda's platform events
    beside its own fields, which go before."""
    if isinstance(record := entry.get("record"), Mapping):
        entry = {**record, **entry}
    if (attributes := entry.get("attributes")) and isinstance(attributes, (Mapping, list)):
        entry = {**dict(_pairs(attributes)), **entry}
    if isinstance(properties := entry.get("Properties"), Mapping):
        entry = {**properties, **entry}
    return entry


def text_of(value: Any, depth: int = 0) -> str:
    """A field's value as text: a stack in a list is its lines, an object is written as JSON."""
    if isinstance(value, str):
        return value
    if value is None or depth > _DEEPEST:
        return ""
    if isinstance(value, Mapping) and set(value) <= {"stringValue"}:
        return text_of(value.get("stringValue"), depth + 1)
    if isinstance(value, list):
        return "\n".join(text_of(item, depth + 1) for item in value)
    try:
        return json.dumps(value)
    except (RecursionError, ValueError, TypeError):
        return ""


def _pairs(attributes: Mapping[str, Any] | list[Any]) -> Iterator[tuple[str, Any]]:
    """OpenTelemetry's attributes, as an object or as its protocol's list of key and value."""
    if isinstance(attributes, Mapping):
        yield from attributes.items()
        return
    for item in attributes:
        if isinstance(item, Mapping) and isinstance(item.get("key"), str):
            value = item.get("value")
            yield (
                item["key"],
                next(iter(value.values()), None) if isinstance(value, Mapping) else value,
            )
