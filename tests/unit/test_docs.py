"""The pages and schemas of docs/ say what the code does."""

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from casebook import wiring
from casebook.domain.events.chat import MessageComplete
from casebook.domain.events.event import Draft, payload_types
from casebook.domain.events.event import Event as LoggedEvent
from casebook.errors import CasebookError, Conflict, InvalidRequest
from casebook.frames import FRAME_BYTES, frame_of
from casebook.problems import problem_body
from casebook.settings import Settings
from cli.docs import wire
from cli.docs.build import DOCS, documents
from cli.docs.conversation import BEGUN
from cli.docs.openapi import document
from cli.docs.operations import OPERATIONS
from tests.infra.test_api import PATHS
from tests.unit.chat.world import WORKLOAD
from tests.unit.test_websocket import Socket

ROOT = DOCS.parent
FRAMES = {
    "content-delta": wire.TextFrame,
    "event-available": wire.EventAvailable,
    "events-skipped": wire.EventsSkipped,
    "subscribed": wire.Subscribed,
    "unsubscribed": wire.Unsubscribed,
    "accepted": wire.AcceptedFrame,
    "keep-alive": wire.KeepAlive,
    "error": wire.ErrorFrame,
}


@pytest.fixture
def routes(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The routes of all handlers, each loaded by its path as Lambda does."""
    addresses = [name for name, field in Settings.model_fields.items() if field.default == ""]
    for name in addresses:
        monkeypatch.setenv(f"CASEBOOK_{name.upper()}", "https://casebook.example")
    for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "nowhere-1")
    wiring.wire.cache_clear()
    handlers = sorted((ROOT / "functions").glob("*/handler.py"))
    found = {route for handler in handlers for route in _routes_of(handler)}
    wiring.wire.cache_clear()
    return found


def _routes_of(handler: Path) -> set[str]:
    spec = importlib.util.spec_from_file_location(f"documented_{handler.parent.name}", handler)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    app = getattr(module, "app", None)
    known = [*app._static_routes, *app._dynamic_routes] if app else []
    return {f"{route.method} {as_in_the_api(route.path)}" for route in known}


def as_in_the_api(path: str) -> str:
    """`<workload_id>` of a handler is `{workloadId}` of the API."""
    camel = re.sub(r"_(\w)", lambda found: found[1].upper(), path)
    return re.sub(r"<(\w+)>", r"{\1}", camel)


@pytest.mark.parametrize("name", documents())
def test_what_is_generated_is_current(name: str) -> None:
    assert (DOCS / name).read_text() == documents()[name], "run: make docs"


def test_every_route_of_the_handlers_has_an_operation_and_the_other_way_round(
    routes: set[str],
) -> None:
    assert {operation.route for operation in OPERATIONS} == routes


def test_every_path_that_is_deployed_is_documented_and_the_other_way_round() -> None:
    assert {operation.route for operation in OPERATIONS} == PATHS


def test_the_openapi_document_is_valid() -> None:
    validate(document())


def test_operation_ids_are_unique() -> None:
    ids = [operation.id for operation in OPERATIONS]

    assert len(set(ids)) == len(ids)


def test_unknown_fields_are_refused_in_requests_and_possible_in_answers() -> None:
    schemas = document()["components"]["schemas"]

    assert schemas["DescribeWorkload"]["additionalProperties"] is False
    assert "additionalProperties" not in schemas["Report"]


def test_an_answer_always_has_what_cannot_be_null() -> None:
    report = document()["components"]["schemas"]["Report"]

    assert {"verdict", "timeline"} <= set(report["required"])
    assert "rootCause" not in report["required"]


@pytest.mark.parametrize(
    "error",
    [
        CasebookError("it failed"),
        Conflict("not now", retry_after_seconds=2),
        InvalidRequest("name: wrong", ({"field": "name", "error": "wrong"},)),
    ],
)
def test_problem_bodies_are_as_documented(error: CasebookError) -> None:
    wire.Problem.model_validate(problem_body(error))


def test_frames_are_as_documented() -> None:
    world = Socket()
    session = world.start()
    world.send(action="subscribe", stream=session, types=["message-start"])
    world.send(action="subscribe", stream=session)
    world.send(
        action="message",
        workloadId=WORKLOAD,
        sessionId=session,
        message="well?",
        clientMessageId="c1",
    )
    world.run_turn()
    world.send(action="ping", id="pane-1")
    world.send(action="unsubscribe", stream=session)
    world.send(action="dance")
    frames = [*world.wire.posted["c1"], json.loads(frame_of(_too_large()).text)]

    for frame in frames:
        (wire.Event if "data" in frame else FRAMES[frame["type"]]).model_validate(frame)

    assert FRAMES.keys() == {frame["type"] for frame in frames if "data" not in frame}


def test_every_type_of_event_is_on_the_page_and_in_the_schema() -> None:
    built = documents()
    titles = {each["title"] for each in json.loads(built["events.schema.json"])["oneOf"]}

    assert titles == payload_types().keys()
    for name in payload_types():
        assert f"### `{name}`" in built["events.md"]


def test_events_keep_to_their_schema_and_a_wrong_one_does_not() -> None:
    validator = Draft202012Validator(json.loads(documents()["events.schema.json"]))
    event: dict[str, Any] = json.loads(_too_large().to_json())

    assert validator.is_valid(event)
    assert not validator.is_valid(event | {"type": "content-delta"})


@pytest.mark.parametrize(
    ("file", "constant", "said"),
    [
        ("infra/api.py", "REQUESTS_PER_SECOND = 100", "100 HTTP requests"),
        ("infra/streaming.py", "MESSAGES_PER_SECOND = 200", "200 WebSocket messages"),
        ("infra/storage.py", "EVIDENCE_DAYS = 90", "kept for 90 days"),
        ("infra/stage.py", "DEFAULT_DIAGNOSIS_TIMEOUT_SECONDS = 1800", "30 minutes at most"),
    ],
)
def test_limits_that_the_infrastructure_sets_are_said_as_they_are(
    file: str, constant: str, said: str
) -> None:
    assert constant in (ROOT / file).read_text()
    assert said in documents()["api.md"]


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_pages_link_to_what_is_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


def _too_large() -> LoggedEvent:
    payload = MessageComplete(message="msg_1", text="a" * FRAME_BYTES)
    return LoggedEvent.of(Draft("agent", payload, 1), "ses_1", 2, BEGUN)
