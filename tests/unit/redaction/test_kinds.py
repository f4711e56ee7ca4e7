"""Every kind of secret, made anew for each seed, and what only looks like one."""

from random import Random

import pytest

from casebook.redaction import Redactor, redact
from tests.unit.redaction.kinds import (
    KINDS,
    LOOKALIKES,
    SEEDS,
    Kind,
    Lookalike,
    false_alarms,
    recall,
    survives,
)

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
each_lookalike = pytest.mark.parametrize("lookalike", LOOKALIKES, ids=lambda each: each.name)


@each_kind
def test_no_secret_of_the_kind_survives(kind: Kind) -> None:
    assert recall(kind, redact) == 1.0


@each_kind
def test_what_stands_around_it_stays_and_nothing_is_found_twice(kind: Kind) -> None:
    for seed in range(SEEDS):
        text, secret = kind.text(Random(f"{kind.name}{seed}"))
        redacted = redact(text)

        assert redacted.startswith(text[: max(0, text.index(secret) - 40)])
        assert redact(redacted) == redacted


@each_kind
def test_a_secret_is_one_in_the_middle_of_a_log_line_too(kind: Kind) -> None:
    for seed in range(SEEDS):
        text, secret = kind.text(Random(f"{kind.name}{seed}"))
        line = f"2026-11-21T19:04:11Z INFO [http-7] orders.api: {text} \n at orders.py:17"

        assert not survives(secret, redact(line)), line


@each_lookalike
def test_what_is_no_secret_stays(lookalike: Lookalike) -> None:
    assert false_alarms(lookalike, redact) == 0.0


def test_the_measure_of_recall_can_tell() -> None:
    """A redactor that finds nothing has none, one that replaces everything has all."""
    assert {recall(kind, lambda text: text) for kind in KINDS} == {0.0}
    assert {recall(kind, lambda text: "") for kind in KINDS} == {1.0}
    assert {false_alarms(each, lambda text: "") for each in LOOKALIKES} == {1.0}


def test_what_looks_random_stays_in_names_and_nothing_else_does() -> None:
    random = Random(5)
    name = "".join(random.choices("aB3dE6gH9", k=32))
    key = "AKIA" + "".join(random.choices("ABCDEFGH", k=16))

    assert Redactor(of_names=True).redact(f"fn-{name} {key}") == f"fn-{name} <aws-access-key-1>"
