"""Pages of the allowed origins call every route from a browser, and no other page does.

Whatever a function answers has the headers, errors included. API Gateway's own refusals (401, 404,
429 with `{"message": …}`) need not: AWS promises the headers for integrations' answers, and the
emulator leaves them out of its own.
"""

from __future__ import annotations

import json
import re

import pytest
import requests

from cli.client import sign_in
from local.accounts import PROJECT
from local.paths import ROOT
from local.state import Stack
from tests.stack import browser
from tests.stack.people import as_person

ELSEWHERE = "https://elsewhere.example"
SESSIONS_IN_AN_HOUR = 20
ROUTES = [
    (method.upper(), path)
    for path, operations in json.loads((ROOT / "docs" / "openapi.json").read_text())[
        "paths"
    ].items()
    for method in operations
    if method in {"get", "post", "put", "delete", "patch"}
]


def url(stack: Stack, path: str) -> str:
    """A route's address with ids that do not exist."""
    return stack.casebook.http_api_url + re.sub(r"\{(\w+)\}", r"unknown-\1", path)


def preflight(stack: Stack, method: str, path: str, origin: str) -> requests.Response:
    return browser.request(
        "OPTIONS",
        url(stack, path),
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "authorization,content-type,last-event-id",
        },
    )


def listed(response: requests.Response, header: str) -> set[str]:
    return {name.strip().lower() for name in response.headers.get(header, "").split(",")}


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_allowed_page_may_call_every_route(stack: Stack, method: str, path: str) -> None:
    for origin in stack.web_origins:
        answer = preflight(stack, method, path, origin)

        assert answer.ok
        assert answer.headers["Access-Control-Allow-Origin"] == origin
        assert method.lower() in listed(answer, "Access-Control-Allow-Methods")
        assert {"authorization", "content-type", "last-event-id"} <= listed(
            answer, "Access-Control-Allow-Headers"
        )


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_another_page_may_call_none(stack: Stack, method: str, path: str) -> None:
    answer = preflight(stack, method, path, ELSEWHERE)

    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_page_can_read_whatever_a_function_answers(stack: Stack, method: str, path: str) -> None:
    answer = browser.request(
        method,
        url(stack, path),
        headers={"Origin": stack.console, "Authorization": f"Bearer {sign_in(stack)}"},
    )

    assert answer.headers["Access-Control-Allow-Origin"] == stack.console, answer.text
    assert "retry-after" in listed(answer, "Access-Control-Expose-Headers")


def test_another_page_cannot_read_an_answer(stack: Stack) -> None:
    answer = browser.request("GET", url(stack, "/api/health"), headers={"Origin": ELSEWHERE})

    assert answer.ok
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_page_can_read_when_a_limit_resets(stack: Stack, workload: str) -> None:
    # A person whose sessions no other test needs.
    token = sign_in(as_person(stack, "max", PROJECT))
    start = url(stack, f"/api/workloads/{workload}/agent/start")
    headers = {"Origin": stack.console, "Authorization": f"Bearer {token}"}
    for _ in range(SESSIONS_IN_AN_HOUR):
        browser.request("POST", start, headers=headers).raise_for_status()

    refused = browser.request("POST", start, headers=headers)

    assert refused.status_code == 429
    assert refused.headers["Access-Control-Allow-Origin"] == stack.console
    assert int(refused.headers["Retry-After"]) > 0
    assert "retry-after" in listed(refused, "Access-Control-Expose-Headers")


@pytest.mark.parametrize(("path", "status"), [("/api/workloads", 401), ("/api/nothing", 404)])
def test_api_gateways_own_refusals_are_what_they_are_for_every_client(
    stack: Stack, path: str, status: int
) -> None:
    answer = browser.request("GET", url(stack, path), headers={"Origin": stack.console})

    assert answer.status_code == status
    assert "message" in answer.json()
