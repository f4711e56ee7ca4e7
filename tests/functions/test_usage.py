"""The endpoint of the usage, and the refusal of a chat whose budget is used up."""

from collections.abc import Callable
from typing import Any

import pytest

from casebook.budget.bookings import Payer
from casebook.domain.budget import Amount, Spender
from casebook.domain.usage import Usage
from casebook.wiring import wire
from tests.functions.conftest import Handler, body_of, http
from tests.functions.test_workloads import register

Load = Callable[[str], Handler]
ENGINE = "/casebook/engine"


def spend(stream: str, tokens: int, cost: int | None, workload: str = "wkl_1") -> None:
    """What a turn does around one model call."""
    spender = Spender(stream=stream, project="shop", workload_id=workload, user="ann")
    spending = wire().spending(spender)
    reserved = spending.ask(Amount(tokens=tokens)).reservation
    assert reserved is not None
    usage = Usage(
        provider="acme",
        model="large",
        input_tokens=tokens,
        output_tokens=0,
        cost_microdollars=cost,
    )
    spending.settle(reserved, [usage])


def test_usage_is_shown_to_the_members_of_its_project_alone(load: Load) -> None:
    usage = load("usage")
    spend("ses_1", 1_200, 30_000)
    query = {"by": "model"}

    mine = body_of(usage(http("GET", "/api/usage", query=query)))
    theirs = body_of(usage(http("GET", "/api/usage", query=query, groups="[bank]")))

    assert mine["lines"] == [
        {
            "key": "acme/large",
            "calls": 1,
            "inputTokens": 1200,
            "outputTokens": 0,
            "cachedTokens": 0,
            "costUsd": 0.03,
            "knownCostUsd": 0.03,
            "unpricedCalls": 0,
            "awsRequests": 0,
            "bytesScanned": 0,
        }
    ]
    assert mine["by"] == "model"
    assert set(mine) == {"from", "to", "by", "lines", "total"}
    assert theirs["lines"] == []


def test_what_tools_asked_of_aws_is_a_line_that_is_no_model(load: Load) -> None:
    usage = load("usage")
    with wire().bookings.open(Payer("shop", "wkl_1", "ann")):
        wire().aws_meter.count(requests=12, bytes_scanned=3_000_000_000)

    (line,) = body_of(usage(http("GET", "/api/usage", query={"by": "model"})))["lines"]

    assert (line["key"], line["calls"], line["costUsd"]) == ("tools", 0, 0.0)
    assert (line["awsRequests"], line["bytesScanned"]) == (12, 3_000_000_000)


def test_an_unknown_cost_is_told_as_null(load: Load) -> None:
    usage = load("usage")
    spend("ses_1", 10, None)

    assert body_of(usage(http("GET", "/api/usage")))["total"]["costUsd"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"by": "colour"}, "by"),
        ({"from": "yesterday"}, "from"),
        ({"from": "2026-02-02", "to": "2026-02-01"}, "from"),
        ({"until": "2026-02-02"}, "until"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_the_field(
    load: Load, query: dict[str, str], field: str
) -> None:
    answer = load("usage")(http("GET", "/api/usage", query=query))

    assert answer["statusCode"] == 400
    assert [each["field"] for each in body_of(answer)["errors"]] == [field]


def test_a_chat_whose_budget_is_used_up_answers_429_and_says_when_it_resets(
    load: Load, aws: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_ENGINE_PARAMETER", ENGINE)
    monkeypatch.setenv("CASEBOOK_WORKLOAD_DAY_TOKENS", "5000")
    switch = '{"engine": "model", "share": 100}'
    aws("ssm").put_parameter(Name=ENGINE, Value=switch, Type="String", Overwrite=True)
    workload = register(load)["workloadId"]
    agent = f"/api/workloads/{workload}/agent"
    session = body_of(load("agent_start")(http("POST", f"{agent}/start")))["sessionId"]
    send = load("agent_message")
    spend(session, 4_000, None, workload)

    said = {"sessionId": session, "message": "what changed?", "clientMessageId": "c1"}
    answer = send(http("POST", f"{agent}/message", body=said))

    problem = body_of(answer)
    assert (answer["statusCode"], problem["retryable"]) == (429, True)
    assert 0 < problem["retryAfterSeconds"] <= 86_400
    assert answer["headers"]["Retry-After"] == str(problem["retryAfterSeconds"])
    assert "resets at" in problem["detail"]
