"""Evidence behind an answer of a chat: fetched and checked again, by its user and nobody else."""

from typing import Any

import pytest

from tests.functions.conftest import body_of, http
from tests.functions.test_chat import Api, Load
from tests.functions.test_workloads import register


class Chat:
    """A session in which one question was answered."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.api = Api(load)
        self.api.answer(body_of(self.api.say("what are the errors?"))["messageId"])
        events = body_of(self.api.get("stream", sessionId=self.api.session))["events"]
        found = [e["data"]["evidence"] for e in events if e["type"] == "tool-finished"]
        self.evidence: dict[str, Any] = found[0]

    def fetch(self, evidence: str = "", agent: str = "", **caller: str) -> dict[str, Any]:
        return self._ask("GET", "evidence", evidence, "", agent, **caller)

    def recheck(self, evidence: str = "", agent: str = "", **caller: str) -> dict[str, Any]:
        return self._ask("POST", "evidence_recheck", evidence, "/recheck", agent, **caller)

    def _ask(
        self, method: str, function: str, evidence: str, rest: str, agent: str, **caller: str
    ) -> dict[str, Any]:
        path = f"{agent or self.api.agent}/evidence/{evidence or self.evidence['id']}{rest}"
        query = {"sessionId": self.api.session}
        return self.load(function)(http(method, path, query=query, **caller))


@pytest.fixture
def chat(load: Load) -> Chat:
    return Chat(load)


def test_what_an_answer_cites_can_be_fetched(chat: Chat) -> None:
    fetched = body_of(chat.fetch())

    assert fetched["evidence"] == chat.evidence
    assert fetched["intact"] is True
    assert isinstance(fetched["raw"], dict)


def test_what_an_answer_cites_can_be_checked_again(chat: Chat) -> None:
    again = body_of(chat.recheck())

    assert again["outcome"] == "same", again
    assert again["intact"] is True
    assert again["window"] == chat.evidence["window"]


@pytest.mark.parametrize("ask", [Chat.fetch, Chat.recheck])
def test_a_colleague_gets_the_same_answer_as_for_nothing(chat: Chat, ask: Any) -> None:
    colleague = ask(chat, user="ben")
    stranger = ask(chat, user="ann", groups="[bank]")
    chat.api.session, real = "ses_404", chat.api.session
    nothing = ask(chat)

    assert {colleague["statusCode"], stranger["statusCode"], nothing["statusCode"]} == {404}
    same = body_of(nothing)["detail"].replace("ses_404", real)
    assert body_of(colleague)["detail"] == body_of(stranger)["detail"] == same


@pytest.mark.parametrize("ask", [Chat.fetch, Chat.recheck])
def test_evidence_that_the_session_does_not_have_is_not_found(chat: Chat, ask: Any) -> None:
    other = register(chat.load, name="another")["workloadId"]

    assert ask(chat, "evd_404")["statusCode"] == 404
    assert ask(chat, agent=f"/api/workloads/{other}/agent")["statusCode"] == 404


def test_a_session_is_no_diagnosis_and_a_diagnosis_is_no_session(chat: Chat) -> None:
    path = f"/api/diagnoses/{chat.api.session}"

    answers = [
        chat.load("diagnosis_read")(http("GET", path)),
        chat.load("evidence")(http("GET", f"{path}/evidence/{chat.evidence['id']}")),
    ]

    assert [answer["statusCode"] for answer in answers] == [404, 404]


def test_rechecks_of_a_session_are_limited(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_RECHECKS_PER_HOUR", "1")
    chat = Chat(load)

    first, second = chat.recheck(), chat.recheck()

    assert (first["statusCode"], second["statusCode"]) == (200, 429)
    assert chat.api.session in body_of(second)["detail"]
