"""GET /api/me: who calls, and what is left of their limits."""

from datetime import UTC, datetime

import pytest

from casebook.domain.budget import Amount, Reservation, Spender
from casebook.settings import Settings
from casebook.wiring import Wiring
from tests.functions.conftest import body_of, http
from tests.functions.test_chat import Api, Load


def test_one_learns_who_one_is_and_what_is_left_of_the_hour(load: Load) -> None:
    Api(load)

    me = body_of(load("me")(http("GET", "/api/me", groups="[shop bank]")))

    assert (me["user"], me["projects"]) == ("ann", ["shop", "bank"])
    sessions = me["sessions"]
    assert (sessions["used"], sessions["left"], sessions["limit"]) == (1, 19, 20)
    assert datetime.fromisoformat(sessions["resetsAt"]) > datetime.now(UTC)
    assert [budget["project"] for budget in me["budgets"]] == ["shop", "bank"]


def test_what_is_reserved_of_a_projects_day_is_not_left(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_PROJECT_DAY_TOKENS", "1000")
    monkeypatch.setenv("CASEBOOK_PROJECT_DAY_DOLLARS", "3")
    wired = Wiring(Settings.from_environment())
    now = wired.clock.now()
    spender = Spender(stream="ses_1", project="shop", workload_id="wkl_1", user="ann")
    wired.ledger.reserve(
        Reservation(
            reservation_id="rsv_1",
            spender=spender,
            day=now.date(),
            budgets=wired.budgets.of(spender, now),
            worst=Amount(tokens=400, microdollars=1_000_000),
            expires_at=now,
        )
    )

    (budget,) = body_of(load("me")(http("GET", "/api/me")))["budgets"]

    assert (budget["usedTokens"], budget["leftTokens"]) == (400, 600)
    assert (budget["usedUsd"], budget["leftUsd"], budget["limitUsd"]) == (1.0, 2.0, 3.0)
    assert budget["resetsAt"] > now.isoformat()[:10]


def test_somebody_without_a_project_is_told_so_too(load: Load) -> None:
    me = body_of(load("me")(http("GET", "/api/me", groups="")))

    assert (me["projects"], me["budgets"]) == ([], [])
    assert me["sessions"]["left"] == 20
