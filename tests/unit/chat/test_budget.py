"""A chat whose budget is used up takes no more messages, and its end has a bill."""

import pytest

from casebook.budget.policy import BudgetPolicy
from casebook.budget.spending import Spending
from casebook.domain.budget import Amount, Spender
from casebook.domain.usage import Usage
from casebook.errors import BudgetUsedUp
from tests.unit.chat.world import ANN, WORKLOAD, World

FIVE_HOURS = 5 * 3600


class ChatWithModel(World):
    def __init__(self, **settings: float) -> None:
        super().__init__(engine_parameter="engine", **settings)
        self.parameters.values["engine"] = '{"engine": "model", "share": 100}'

    def spend(self, session_id: str, tokens: int, cost: int | None = 0) -> None:
        """What a turn spends."""
        spender = Spender(stream=session_id, project="shop", workload_id=WORKLOAD, user="ann")
        spending = Spending(self.ledger, BudgetPolicy(self.settings), self.clock, spender)
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


def test_a_session_with_money_left_takes_messages() -> None:
    world = ChatWithModel(session_tokens=10_000)
    session = world.start()
    world.spend(session, 5_000)

    assert world.say(session)


def test_a_session_that_is_used_up_says_that_waiting_does_not_help() -> None:
    world = ChatWithModel(session_tokens=10_000)
    session = world.start()
    world.spend(session, 9_000)

    with pytest.raises(BudgetUsedUp, match=f"session {session} is used up") as refused:
        world.say(session)

    assert (refused.value.status, refused.value.retryable) == (429, False)
    assert refused.value.retry_after_seconds is None
    assert world.session(session).messages == ()


def test_a_project_that_is_used_up_says_when_its_day_ends() -> None:
    world = ChatWithModel(project_day_tokens=10_000)
    world.spend(world.start(), 9_000)

    with pytest.raises(BudgetUsedUp, match="project shop") as refused:
        world.say(world.start())

    assert refused.value.retryable
    assert refused.value.retry_after_seconds == FIVE_HOURS
    world.clock.move(hours=5)
    assert world.say(world.start())


def test_a_session_without_a_dollar_left_takes_no_more() -> None:
    world = ChatWithModel(session_dollars=0.01)
    session = world.start()
    world.spend(session, 100, cost=10_000)

    with pytest.raises(BudgetUsedUp):
        world.say(session)


def test_the_rules_answer_whatever_models_have_cost() -> None:
    world = ChatWithModel(session_tokens=10_000)
    session = world.start()
    world.spend(session, 9_999)

    world.parameters.values["engine"] = '{"engine": "deterministic"}'

    assert world.say(session)


def test_a_repeated_message_is_answered_as_the_first_time_with_no_money_left() -> None:
    world = ChatWithModel(session_tokens=10_000)
    session = world.start()
    first = world.say(session, client_id="c1")
    world.run_turn()
    world.spend(session, 10_000)

    assert world.say(session, client_id="c1") == first


@pytest.mark.parametrize(("cost", "bill"), [(12_000, (0.012, 0)), (None, (0.0, 1))])
def test_the_end_of_a_session_is_logged_once_with_its_bill(
    cost: int | None, bill: tuple[float, int], caplog: pytest.LogCaptureFixture
) -> None:
    world = ChatWithModel()
    session = world.start()
    world.spend(session, 300, cost)

    world.chat.end(ANN, WORKLOAD, session)
    world.chat.end(ANN, WORKLOAD, session)

    (line,) = (vars(each) for each in caplog.records if each.message == "a session ended")
    assert (line["session_id"], line["user"], line["reason"]) == (session, "ann", "user")
    assert (line["tokens"], line["known_cost_usd"], line["unpriced_calls"]) == (300, *bill)
