"""Handlers as Lambda runs them: one file loaded by its path, its settings in the environment, its
table in moto behind a real socket."""

import importlib.util
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from casebook import wiring
from tests.conformance.conftest import create_table

if TYPE_CHECKING:
    from tests.functions.api import Api

FUNCTIONS = Path(__file__).parents[2] / "functions"
Handler = Callable[[dict[str, Any]], Any]

CONTEXT = SimpleNamespace(
    function_name="casebook",
    memory_limit_in_mb=256,
    invoked_function_arn="arn:aws:lambda:us-east-1:123456789012:function:casebook",
    aws_request_id="request-1",
    get_remaining_time_in_millis=lambda: 30_000,
)


@pytest.fixture(scope="session")
def moto_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@contextmanager
def account(endpoint: str) -> Iterator[Callable[[str], Any]]:
    """An account with a table, a bucket and a topic. Gives botocore clients."""
    environment = {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "CASEBOOK_TABLE": "casebook",
        "CASEBOOK_BUCKET": "casebook-evidence",
        "CASEBOOK_OWNERSHIP": "single-tenant",
        "CASEBOOK_PUSH_ENDPOINT": f"{endpoint}/push",
        "CASEBOOK_WEBSOCKET_URL": "wss://example.invalid/live",
        "CASEBOOK_TURN_FUNCTION": "turn",
        "CASEBOOK_OBSERVER_FUNCTION": "observer",
        "CASEBOOK_STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:d",
        "CASEBOOK_RESULT_TOPIC_ARN": "arn:aws:sns:us-east-1:123456789012:results",
        "POWERTOOLS_SERVICE_NAME": "test",
    }

    def client(service: str) -> Any:
        return boto3.client(service, endpoint_url=endpoint)

    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        create_table(client("dynamodb"), "casebook")
        client("s3").create_bucket(Bucket="casebook-evidence")
        yield client
        client("dynamodb").delete_table(TableName="casebook")


@pytest.fixture
def aws(moto_endpoint: str) -> Iterator[Callable[[str], Any]]:
    """An account of its own for one test."""
    with account(moto_endpoint) as client:
        yield client


@pytest.fixture
def load(aws: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Handler]:
    """`load("agent_start")` gives the handler, freshly wired; invocations it makes go nowhere."""
    return loader(monkeypatch)


def loader(patch: pytest.MonkeyPatch) -> Callable[[str], Handler]:
    wiring.wire.cache_clear()
    patch.setattr("casebook.adapters.invoke.LambdaDispatcher._invoke", lambda *_: None)

    def handler_of(name: str) -> Handler:
        module = module_of(name)
        return lambda event: module.handler(event, CONTEXT)

    return handler_of


def module_of(name: str) -> Any:
    """A function's file, loaded by its path."""
    path = FUNCTIONS / name / "handler.py"
    spec = importlib.util.spec_from_file_location(f"functions_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def http(
    method: str,
    path: str,
    *,
    body: Any = None,
    query: dict[str, str] | None = None,
    user: str = "ann",
    groups: str = "[shop]",
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The event that API Gateway's HTTP API sends (payload format 2.0)."""
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json", **(headers or {})},
        "queryStringParameters": query,
        "requestContext": {
            "accountId": "123456789012",
            "stage": "$default",
            "http": {"method": method, "path": path, "sourceIp": "127.0.0.1"},
            "authorizer": {"jwt": {"claims": {"cognito:username": user, "cognito:groups": groups}}},
        },
        "body": text,
        "isBase64Encoded": False,
    }


def body_of(answer: dict[str, Any]) -> Any:
    return json.loads(answer["body"])


@pytest.fixture(scope="module")
def api(moto_endpoint: str) -> "Iterator[Api]":
    """Every function of the API, with something to ask for."""
    from tests.functions.api import Api

    with account(moto_endpoint) as client, pytest.MonkeyPatch.context() as patch:
        yield Api(patch, client)
