"""A page signs a person in: discovery, the sign-in form, a code, tokens, and new ones later."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests

from infra.web_config import SIGNED_IN_PATH, SIGNED_OUT_PATH, WebConfig
from local.state import Stack
from tests.stack import browser


class Form(HTMLParser):
    """The page's one form: where it goes and what it carries along."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if tag == "form":
            self.action = named.get("action") or ""
        if tag == "input":
            self.fields[str(named.get("name"))] = named.get("value") or ""


@dataclass
class Page:
    """A page of an origin, which knows no more than its `config.json`."""

    config: WebConfig
    origin: str
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    state: str = field(default_factory=lambda: secrets.token_urlsafe(8))

    @property
    def discovered(self) -> dict[str, Any]:
        answer = self._called("GET", f"{self.config.authority}/.well-known/openid-configuration")
        return dict(answer.json())

    @property
    def redirect_uri(self) -> str:
        return self.origin + SIGNED_IN_PATH

    def authorize(self, **other: str) -> requests.Response:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        request = {
            "response_type": "code",
            "client_id": self.config.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": " ".join(self.config.scopes),
            "state": self.state,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        address = self.discovered["authorization_endpoint"]
        return browser.request("GET", address, params=request | other)

    def code(self, name: str, password: str) -> str:
        """Signs in as a person does, with the form; the code in the address that follows."""
        asked = self.authorize()
        form = Form(asked.text)
        filled = form.fields | {"username": name, "password": password}
        answer = browser.request("POST", urljoin(asked.url, form.action), data=filled)
        location = urlsplit(answer.headers.get("Location", ""))
        returned = parse_qs(location.query)
        assert answer.headers.get("Location", "").startswith(self.redirect_uri), answer.text
        assert returned["state"] == [self.state]
        return returned["code"][0]

    def token(self, **grant: str) -> requests.Response:
        """Asks the token endpoint, as a browser's script does: with an origin."""
        form = {"client_id": self.config.client_id} | grant
        return self._called("POST", self.discovered["token_endpoint"], data=form)

    def exchange(self, code: str, verifier: str) -> requests.Response:
        return self.token(
            grant_type="authorization_code",
            code=code,
            redirect_uri=self.redirect_uri,
            code_verifier=verifier,
        )

    def call(self, token: str, path: str = "/api/workloads") -> requests.Response:
        return self._called(
            "GET", self.config.api + path, headers={"Authorization": f"Bearer {token}"}
        )

    def _called(self, method: str, address: str, **request: Any) -> requests.Response:
        """A request of the page's script, whose answer the browser lets it read."""
        headers = {"Origin": self.origin} | request.pop("headers", {})
        answer = browser.request(method, address, headers=headers, **request)
        assert answer.headers["Access-Control-Allow-Origin"] in {"*", self.origin}
        return answer


@pytest.fixture(params=[0, 1], ids=["console", "vite"])
def page(stack: Stack, request: pytest.FixtureRequest) -> Page:
    return Page(stack.casebook.web_config, stack.web_origins[request.param])


def test_a_person_signs_in_on_a_page_and_it_calls_the_api(
    stack: Stack, page: Page, workload: str
) -> None:
    code = page.code(stack.person.name, stack.person.password)

    tokens = page.exchange(code, page.verifier).json()

    for kind in ("id_token", "access_token"):
        answer = page.call(tokens[kind])
        assert answer.status_code == 200
        assert workload in [item["workloadId"] for item in answer.json()["workloads"]]


def test_a_page_gets_new_tokens_without_asking_again(stack: Stack, page: Page) -> None:
    code = page.code(stack.person.name, stack.person.password)
    tokens = page.exchange(code, page.verifier).json()

    renewed = page.token(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).json()

    assert renewed["access_token"] != tokens["access_token"]
    assert page.call(renewed["access_token"]).status_code == 200
    assert page.call(renewed["id_token"]).status_code == 200


def test_a_stolen_code_is_worth_nothing_without_the_pages_secret(stack: Stack, page: Page) -> None:
    code = page.code(stack.person.name, stack.person.password)

    assert page.exchange(code, secrets.token_urlsafe(48)).status_code == 400


def test_a_code_is_good_once(stack: Stack, page: Page) -> None:
    code = page.code(stack.person.name, stack.person.password)
    assert page.exchange(code, page.verifier).ok

    assert page.exchange(code, page.verifier).status_code == 400


def test_a_wrong_password_shows_the_form_again(stack: Stack, page: Page) -> None:
    asked = page.authorize()
    form = Form(asked.text)
    filled = form.fields | {"username": stack.person.name, "password": "wrong"}

    answer = browser.request("POST", urljoin(asked.url, form.action), data=filled)

    assert "Location" not in answer.headers
    assert "password" in Form(answer.text).fields


def test_nobody_is_sent_to_a_page_that_is_not_of_this_stack(page: Page) -> None:
    answer = page.authorize(redirect_uri="https://elsewhere.example/signed-in")

    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_tokens_never_come_in_the_address(page: Page) -> None:
    assert page.authorize(response_type="token").status_code == 400


def test_signing_out_leads_back_to_the_page(page: Page) -> None:
    home = page.origin + SIGNED_OUT_PATH

    answer = browser.request(
        "GET",
        page.discovered["end_session_endpoint"],
        params={"client_id": page.config.client_id, "logout_uri": home},
    )

    assert answer.status_code == 302
    assert answer.headers["Location"] == home
