"""The pages: templates for what only a person can say, and tables from the code for the rest."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from casebook import errors
from casebook.domain.model import Model
from casebook.frames import FRAME_BYTES
from casebook.settings import Settings
from casebook.websocket import Ping, Say, Subscribe, Unsubscribe
from cli.docs import conversation, events, wire
from cli.docs.operations import OPERATIONS, TAGS, Operation
from cli.docs.text import block, documentation, fill, paragraph, table
from infra.web_config import WebConfig

GENERATED = "<!-- Written by `make docs` from cli/docs; edit the template there. -->"
_FEW = 6  # operations that a cell names one by one
_TEMPLATES = Path(__file__).parent / "templates"
_FRAMES = (
    wire.Event,
    wire.TextFrame,
    wire.EventAvailable,
    wire.EventsSkipped,
    wire.Batch,
    wire.Subscribed,
    wire.Unsubscribed,
    wire.AcceptedFrame,
    wire.KeepAlive,
    wire.ErrorFrame,
)
_REQUESTS = (
    (Subscribe, "`subscribed`", paragraph(documentation(Subscribe))),
    (Unsubscribe, "`unsubscribed`", paragraph(documentation(Unsubscribe))),
    (Say, "`accepted`", "Say something in a session, as over HTTP."),
    (
        Ping,
        "`keep-alive`",
        "Keep a silent connection open: API Gateway closes it after 10 minutes.",
    ),
)

_CONFIG = WebConfig(
    api="https://api-id.execute-api.us-east-1.amazonaws.com",
    websocket="wss://ws-id.execute-api.us-east-1.amazonaws.com/live",
    authority="https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab1Cd2Ef3",
    client_id="4t0q8v1m6k2j7n3p5r9s0u1w2x",
    region="us-east-1",
)


def api_page() -> str:
    """docs/api.md."""
    return fill(
        (_TEMPLATES / "api.md").read_text(),
        {
            "generated": GENERATED,
            "config": block(json.dumps(_CONFIG.document(), indent=2)),
            "paths": _paths(),
            "errors": _errors(),
            "requests": _requests(),
            "frames": _frames(),
            "conversation": conversation.example(),
            "limits": _limits(),
        },
    )


def events_page() -> str:
    """docs/events.md."""
    template = (_TEMPLATES / "events.md").read_text()
    return fill(
        template,
        {
            "generated": GENERATED,
            "envelope": events.envelope(),
            "types": events.sections(),
            "shapes": events.shapes(),
        },
    )


def _paths() -> str:
    return "\n\n".join(
        f"**{tag.capitalize()}.** {what}\n\n{_routes(op for op in OPERATIONS if op.tag == tag)}"
        for tag, what in TAGS.items()
    )


def _routes(operations: Iterable[Operation]) -> str:
    return table(
        ["method and path", "takes", "gives", "does"],
        (
            [
                f"`{operation.route}`",
                _name(operation.request) or _query(operation),
                f"{operation.status} {_name(operation.response)}".strip(),
                operation.summary,
            ]
            for operation in operations
        ),
    )


def _name(described: type | None) -> str:
    return f"`{described.__name__}`" if described else ""


def _query(operation: Operation) -> str:
    if operation.query is None:
        return ""
    fields = operation.query.model_fields.values()
    return "?" + ", ".join(f"`{field.alias}`" for field in fields)


def _errors() -> str:
    known = sorted(_tree(errors.CasebookError), key=lambda error: error.status)
    return table(
        ["status", "title", "retryable", "raised by"],
        (
            [
                str(error.status),
                error.title,
                "yes" if error.retryable else "no",
                _raised_by(error),
            ]
            for error in known
        ),
    )


def _tree(error: type[errors.CasebookError]) -> list[type[errors.CasebookError]]:
    """The classes that stand for an answer of their own: those with a title of their own."""
    own = [error] if "title" in vars(error) else []
    children = (each for each in error.__subclasses__() if each.__module__ == errors.__name__)
    return own + [found for child in children for found in _tree(child)]


def _raised_by(error: type[errors.CasebookError]) -> str:
    ids = [f"`{each.id}`" for each in OPERATIONS if error in each.problems]
    return ", ".join(ids) if 0 < len(ids) <= _FEW else "any"


def _requests() -> str:
    return table(
        ["`action`", "other fields", "answered with", "does"],
        (
            [f"`{_action(model)}`", _fields(model), answer, what]
            for model, answer, what in _REQUESTS
        ),
    )


def _action(model: type[Model]) -> str:
    (action,) = get_args(model.model_fields["action"].annotation)
    return str(action)


def _frames() -> str:
    return table(
        ["frame", "fields", "means"],
        ([_type_of(frame), _fields(frame), paragraph(documentation(frame))] for frame in _FRAMES),
    )


def _type_of(frame: type[Model]) -> str:
    default = frame.model_fields["type"].default
    return f"`{default}`" if isinstance(default, str) else "an event"


def _fields(frame: type[Model]) -> str:
    aliases = (field.alias for field in frame.model_fields.values())
    return ", ".join(f"`{alias}`" for alias in aliases if alias not in ("type", "action"))


def _limits() -> str:
    settings = Settings()
    rows = [
        ("sessions that a user starts in an hour", settings.sessions_per_hour),
        ("messages in a session", settings.messages_per_session),
        ("characters of a message", settings.message_characters),
        ("seconds without a message after which a session ends", settings.idle_seconds),
        ("diagnoses of a workload in a day", settings.diagnoses_per_day),
        ("diagnoses under way in the account; more are queued", settings.diagnoses_at_once),
        ("diagnoses under way of a project", settings.project_diagnoses_at_once),
        ("rechecks of a diagnosis' or session's evidence in an hour", settings.rechecks_per_hour),
        ("tokens of a session's model calls", settings.session_tokens),
        ("dollars of a session's model calls", settings.session_dollars),
        ("tokens of a diagnosis' model calls", settings.diagnosis_tokens),
        ("dollars of a diagnosis' model calls", settings.diagnosis_dollars),
        ("tokens about a workload in a day (UTC)", settings.workload_day_tokens),
        ("dollars about a workload in a day (UTC)", settings.workload_day_dollars),
        ("tokens of a project in a day (UTC)", settings.project_day_tokens),
        ("dollars of a project in a day (UTC)", settings.project_day_dollars),
        ("seconds that a ticket is good for", settings.ticket_seconds),
        ("seconds that a WebSocket lasts; connect again", settings.connection_seconds),
        ("bytes of a frame that Casebook sends", FRAME_BYTES),
        ("days that events and reports are kept", settings.event_days),
        ("days that `content-delta` events are kept", settings.delta_days),
    ]
    return table(["limit", "value"], ([what, f"{value:,.9g}"] for what, value in rows))
