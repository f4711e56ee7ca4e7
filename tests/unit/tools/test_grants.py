"""Which tools an agent may use: the code's defaults, and what the team decided."""

import logging

import pytest

from casebook.domain.tool_grants import ToolGrants
from casebook.errors import AwsCallFailed, InvalidRequest
from casebook.tools.granting import Granting
from casebook.tools.grants import GrantedTools
from local.memory.clock import FakeClock
from tests.fakes.tool_grants import MemoryToolGrantStore

TOOLS = ("search_logs", "query_metrics", "list_changes")
DEFAULTS = {"log-agent": ("search_logs",), "code-agent": ("list_changes",)}


@pytest.fixture
def store() -> MemoryToolGrantStore:
    return MemoryToolGrantStore()


@pytest.fixture
def granting(store: MemoryToolGrantStore) -> Granting:
    return Granting(store, DEFAULTS, TOOLS)


# ── Deciding ──


def test_without_a_decision_every_agent_has_what_the_code_gives_it(granting: Granting) -> None:
    assert {each.agent: each.tools for each in granting.list()} == DEFAULTS


def test_an_agent_is_allowed_a_tool_beyond_its_own(granting: Granting) -> None:
    decided = granting.allow("log-agent", "query_metrics")

    assert decided.tools == ("search_logs", "query_metrics")
    assert decided.allowed == ("query_metrics",)
    assert granting.list()[0] == decided


def test_a_tool_is_taken_from_an_agent_and_given_back(granting: Granting) -> None:
    forbidden = granting.forbid("log-agent", "search_logs")
    allowed = granting.allow("log-agent", "search_logs")

    assert (forbidden.tools, forbidden.forbidden) == ((), ("search_logs",))
    assert (allowed.tools, allowed.forbidden, allowed.allowed) == (("search_logs",), (), ())


def test_a_decision_on_one_agent_is_none_on_another(granting: Granting) -> None:
    granting.forbid("log-agent", "list_changes")

    assert granting.list()[1].tools == ("list_changes",)


@pytest.mark.parametrize(
    ("agent", "tool", "said"),
    [
        ("log-agnet", "search_logs", "there is no agent 'log-agnet'; there are: log-agent, code"),
        ("log-agent", "grep", "there is no tool 'grep'; there are: search_logs, query_metrics"),
    ],
)
def test_a_name_that_nobody_has_is_refused_and_nothing_is_written(
    granting: Granting, store: MemoryToolGrantStore, agent: str, tool: str, said: str
) -> None:
    for decide in (granting.allow, granting.forbid):
        with pytest.raises(InvalidRequest, match=said):
            decide(agent, tool)

    assert store.grants == ToolGrants()


def test_two_who_decide_at_the_same_time_both_get_what_they_decided(
    store: MemoryToolGrantStore,
) -> None:
    class Interrupted(MemoryToolGrantStore):
        def replace(self, grants: ToolGrants) -> None:
            if self.grants.revision == 0:
                other = self.grants.deciding("code-agent", "search_logs", allowed=True)
                super().replace(other)
            super().replace(grants)

    contested = Interrupted()
    Granting(contested, DEFAULTS, TOOLS).forbid("log-agent", "search_logs")

    assert contested.grants.decisions == {
        "code-agent": {"search_logs": True},
        "log-agent": {"search_logs": False},
    }


# ── Looking up ──


def test_the_table_is_read_once_a_minute_at_most(store: MemoryToolGrantStore) -> None:
    clock = FakeClock()
    granted = GrantedTools(store, clock, TOOLS)

    for _ in range(3):
        granted.of("log-agent", ["search_logs"])
        clock.move(seconds=19)
    assert store.reads == 1

    store.grants = ToolGrants(decisions={"log-agent": {"search_logs": False}})
    clock.move(seconds=3)
    assert granted.of("log-agent", ["search_logs"]) == ()
    assert store.reads == 2


def test_a_clock_that_was_set_back_does_not_keep_old_grants_alive(
    store: MemoryToolGrantStore,
) -> None:
    clock = FakeClock()
    granted = GrantedTools(store, clock, TOOLS)
    granted.of("log-agent", [])

    clock.move(hours=-1)
    granted.of("log-agent", [])

    assert store.reads == 2


def test_a_tool_that_is_no_more_is_left_out_with_a_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = MemoryToolGrantStore(ToolGrants(decisions={"log-agent": {"grep": True}}))
    granted = GrantedTools(store, FakeClock(), TOOLS)

    with caplog.at_level(logging.WARNING):
        assert granted.of("log-agent", ["search_logs"]) == ("search_logs",)

    assert "log-agent is allowed 'grep', and there is no such tool" in caplog.text


def test_grants_that_nobody_can_read_leave_the_defaults(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(MemoryToolGrantStore):
        def read(self) -> ToolGrants:
            return ToolGrants.model_validate_json('{"decisions": {"log-agent": "all"}}')

    assert GrantedTools(Broken(), FakeClock(), TOOLS).of("log-agent", ["search_logs"]) == (
        "search_logs",
    )
    assert "the defaults apply" in caplog.text


def test_a_table_that_does_not_answer_is_an_error_and_not_the_defaults() -> None:
    class Down(MemoryToolGrantStore):
        def read(self) -> ToolGrants:
            raise AwsCallFailed("GetItem", "InternalServerError", "later")

    with pytest.raises(AwsCallFailed):
        GrantedTools(Down(), FakeClock(), TOOLS).of("log-agent", ["search_logs"])
