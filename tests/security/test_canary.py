"""A secret in every source is looked for in everything that Casebook keeps or shows."""

import secrets
from collections.abc import Callable

import pytest

from tests.security.sources import SOURCES, Source
from tests.security.table import MARK, PAGE, canaries, with_canaries
from tests.security.world import Scene
from tests.unit.agents.builders import error_line, info_line
from tests.unit.bad_input.world import dead_address

each_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)


@each_source
@pytest.mark.parametrize(
    "spelled",
    [
        "password={}", "postgres://app:{}@db/x", '{{"apiKey": "{}"}}', "the password is {}",
        "pass\u200bword={}", "IDENTIFIED BY '{}'",
    ],
)  # fmt: skip
def test_no_secret_of_a_source_arrives_anywhere(source: Source, spelled: str) -> None:
    secret = f"Zq{secrets.token_hex(7)}"

    arrived = source.arrives(f"{MARK} {spelled.format(secret)} {MARK}")

    assert arrived.where(MARK), "else the test would show nothing"
    assert arrived.where(secret) == []


def _given_away_by_a_setting(secret: str) -> Scene:
    scene = Scene(dead_address())
    scene.world.configuration.settings["checkout-fn"] = {"environment.DB_PASSWORD": secret}
    return scene


def _given_away_by_a_line(secret: str) -> Scene:
    return Scene(dead_address().log(error_line(f"{MARK} password={secret}", "Refused"), -40))


@pytest.mark.parametrize("given_away", [_given_away_by_a_setting, _given_away_by_a_line])
def test_a_value_that_was_found_once_is_a_secret_in_what_is_read_after_it(
    given_away: Callable[[str], Scene],
) -> None:
    secret = f"Zq{secrets.token_hex(7)}"
    scene = given_away(secret)
    toolbox = scene.toolbox("dgn_1")
    toolbox.gather(("get_workload_state", {}), ("search_logs", {}))

    scene.world.log(info_line(f"{MARK} tried {secret} in vain"), -20)
    (run,) = toolbox.gather(("search_logs", {"contains": ["in vain"]}))

    assert MARK in run.evidence.excerpt
    assert secret not in run.evidence.to_json() + str(scene.store.raw)


def test_the_page_shows_where_canaries_arrived() -> None:
    assert PAGE.read_text() == with_canaries(PAGE.read_text(), canaries()), (
        "run: python -m tests.security"
    )
