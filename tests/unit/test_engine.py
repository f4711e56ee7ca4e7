"""Which engine answers is a share of the ids, and the same for an id every time."""

import pytest

from casebook.domain import ids
from casebook.engine import Engine, EngineChoice, EngineSwitch, engine_for
from local.memory.ledger import FakeParameters

IDS = [ids.new_id(ids.SESSION) for _ in range(4_000)]


def with_model(share: float) -> set[str]:
    switch = EngineSwitch(engine=Engine.MODEL, share=share)
    return {each for each in IDS if engine_for(each, switch) is Engine.MODEL}


def test_without_a_word_the_rules_answer() -> None:
    assert engine_for(IDS[0], EngineSwitch()) is Engine.DETERMINISTIC


def test_the_switch_gives_all_or_nothing_at_its_ends() -> None:
    assert with_model(100) == set(IDS)
    assert with_model(0) == set()


@pytest.mark.parametrize("share", [1, 10, 50])
def test_a_share_is_a_share_of_the_ids(share: float) -> None:
    assert len(with_model(share)) / len(IDS) * 100 == pytest.approx(share, abs=3)


def test_whoever_has_a_model_keeps_it_when_the_share_grows() -> None:
    assert with_model(1) <= with_model(10) <= with_model(50)


def test_the_rules_take_everything_back_whatever_the_share() -> None:
    switch = EngineSwitch(engine=Engine.DETERMINISTIC, share=100)

    assert {engine_for(each, switch) for each in IDS} == {Engine.DETERMINISTIC}


def test_an_id_falls_on_the_same_side_in_every_release() -> None:
    # sha256("ses_1") begins with 0x46bf: a good 27.6 percent of the way.
    def engine(share: float) -> Engine:
        return engine_for("ses_1", EngineSwitch(engine=Engine.MODEL, share=share))

    assert (engine(27.6), engine(27.7)) == (Engine.DETERMINISTIC, Engine.MODEL)


def choice(value: str) -> EngineChoice:
    return EngineChoice(FakeParameters(engine=value), "engine")


def test_the_switch_is_read_while_casebook_runs() -> None:
    parameters = FakeParameters(engine='{"engine": "model"}')
    chosen = EngineChoice(parameters, "engine")
    assert chosen.of("ses_1") is Engine.MODEL

    parameters.values["engine"] = '{"engine": "deterministic"}'

    assert chosen.of("ses_1") is Engine.DETERMINISTIC


@pytest.mark.parametrize(
    "value", ["", "10", "{", '{"engine": "magic"}', '{"engine": "model", "share": 101}']
)
def test_a_switch_that_makes_no_sense_leaves_everything_to_the_rules(value: str) -> None:
    assert choice(value).of("ses_1") is Engine.DETERMINISTIC


def test_a_parameter_that_is_not_there_leaves_everything_to_the_rules() -> None:
    assert EngineChoice(FakeParameters(), "engine").of("ses_1") is Engine.DETERMINISTIC
    assert EngineChoice(FakeParameters(), "").of("ses_1") is Engine.DETERMINISTIC
