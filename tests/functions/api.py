"""The API by its operations: handlers behind their routes, as API Gateway calls them."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import requests
from schemathesis import Response

from cli.docs.operations import OPERATIONS, Operation
from tests.functions.conftest import CONTEXT, FUNCTIONS, body_of, http, loader, module_of
from tests.functions.test_diagnoses import World
from tests.functions.test_workloads import register
from tests.unit.test_docs import as_in_the_api

BASE = "https://api.example"


def each_operation(operations: Iterable[Operation] = OPERATIONS) -> Callable[..., Any]:
    """A test for each of them."""
    some = list(operations)
    return pytest.mark.parametrize("operation", some, ids=[each.id for each in some])


# What must be said to each, beside ids.
SAID: dict[str, dict[str, Any]] = {
    "registerWorkload": {"name": "x", "project": "shop", "resources": [{"name": "x"}]},
    "replaceWorkload": {"name": "x", "project": "shop", "resources": [{"name": "x"}]},
    "reportChange": {"at": "2026-11-21T19:04:11Z", "kind": "deployment", "resource": "x"},
    "sendMessage": {"message": "well?", "clientMessageId": "c1"},
    "giveFeedback": {"rating": "useful"},
    "replaceTeamKnowledge": {"document": "", "version": 0},
    "replaceOwnership": {"version": 0},
    "checkTeamKnowledge": {"document": ""},
}


def asked_for(operation: Operation) -> set[str]:
    """The ids that a request names in its query or body."""
    model = operation.query or operation.request
    fields = model.model_fields.values() if model else ()
    return {str(field.alias) for field in fields} & {"sessionId"}


class Api:
    """Handlers behind their routes, with a workload, a session and an ended diagnosis of the
    project `shop`. Asks as `user`, who is in the `groups`."""

    def __init__(self, patch: pytest.MonkeyPatch, client: Callable[[str], Any]) -> None:
        load = loader(patch)
        self.patch, self.client = patch, client
        self.user, self.groups = "ann", "[shop]"
        self.world = World(load, patch)
        self.handlers: dict[str, Any] = {}
        for name in sorted(each.parent.name for each in FUNCTIONS.glob("*/handler.py")):
            self._serve(module_of(name))
        workload = self.world.workload
        started = load("agent_start")(http("POST", f"/api/workloads/{workload}/agent/start"))
        self.world.alarm()
        diagnosis = self.world.run()
        state = body_of(self.world.get(f"/api/diagnoses/{diagnosis}/state"))
        self.known = {
            "workloadId": workload,
            "sessionId": body_of(started)["sessionId"],
            "diagnosisId": diagnosis,
            "evidenceId": state["evidence"][0]["id"],
            "project": "shop",
        }
        self.spare = {"workloadId": register(load, name="spare")["workloadId"]}

    def _serve(self, module: Any) -> None:
        if app := getattr(module, "app", None):
            for route in [*app._static_routes, *app._dynamic_routes]:
                self.handlers[f"{route.method} {as_in_the_api(route.path)}"] = module.handler

    def known_to(self, operation: Operation) -> dict[str, str]:
        """What is there; what an operation would remove, for that one alone."""
        return self.known | (self.spare if operation.id == "removeWorkload" else {})

    def ask(
        self,
        operation: Operation,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        **named: str,
    ) -> Response:
        """An operation's shortest request, about what is there, but for what is named."""
        known = self.known_to(operation) | named
        query = {name: known[name] for name in asked_for(operation) if name in known}
        if operation.request and not body:
            body = json.dumps(SAID.get(operation.id, {}) | query).encode()
        url = BASE + operation.path.format_map(known)
        sent = requests.Request(operation.method, url, headers, data=body, params=query)
        return self.send(operation, sent.prepare())

    def send(self, operation: Operation, sent: requests.PreparedRequest) -> Response:
        """As API Gateway passes it on, and what comes back as it would be on the wire."""
        parts = urlsplit(str(sent.url))
        path = "%2F".join(map(unquote, parts.path.split("%2F")))  # which stays as it is
        said = parse_qs(parts.query, keep_blank_values=True)
        raw = sent.body or b""
        raw = raw.encode() if isinstance(raw, str) else raw
        event = http(
            str(sent.method),
            path,
            query={name: ",".join(values) for name, values in said.items()} or None,
            user=self.user,
            groups=self.groups,
            headers={name.lower(): value for name, value in sent.headers.items()},
        )
        try:
            event["body"] = raw.decode() or None
        except UnicodeDecodeError:
            event |= {"body": b64encode(raw).decode(), "isBase64Encoded": True}
        answer = self.handlers[operation.route](event, CONTEXT)
        headers = {name.lower(): [value] for name, value in answer["headers"].items()}
        packed = answer["isBase64Encoded"]
        content = b64decode(answer["body"]) if packed else answer["body"].encode()
        return Response(answer["statusCode"], headers, content, sent, elapsed=0.0, verify=False)
