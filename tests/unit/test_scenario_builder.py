"""The builder says what is told to it, at the rate, in the span and at the level that were told."""

import json
import random
import re
from dataclasses import replace
from typing import Any

import pytest

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, ONE_HOUR, Incident, quarterly, seldom, watched
from tests.evals.builder.sampling import Sampling, Shares
from tests.evals.builder.templates import text_of

SEEDS = range(40)
SAMPLINGS = [ONE_HOUR, EVERY_MINUTE, quarterly(), seldom(), watched(1, 1)]


def incident(sampling: Sampling = EVERY_MINUTE, seed: int = 0) -> Incident:
    """A web shop, without anything that happens yet."""
    it = Incident(f"shop-{seed}", "shop", "shop", sampling)
    it.has(aws.tasks("web", logs.bare, "shop", cpu=30), aws.queue("orders", sent=50))
    it.alarm("orders-late", "orders", "ApproximateAgeOfOldestMessage", 60)
    it.expects("web", "code-defect")
    return it


def lines(it: Incident) -> list[dict[str, Any]]:
    return entries(it, "logs.jsonl")


def entries(it: Incident, file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in it.files().get(file, b"").decode().splitlines()]


# What is written


@pytest.mark.parametrize("seed", SEEDS)
def test_each_slot_of_a_text_is_thrown_within_its_bounds(seed: int) -> None:
    text = "<1..6> <0..99999:05> <0.5..2.0:.2f> <A|B> <hex16> <HEX4> {<x>} <unnamed>"

    said = text_of(text, random.Random(seed))

    form = r"[1-6] \d{5} [012]\.\d\d [AB] [0-9a-f]{16} [0-9A-F]{4} \{<x>\} <unnamed>"
    assert re.fullmatch(form, said)


def test_a_text_of_one_seed_is_always_the_same_and_differs_between_seeds() -> None:
    text = "order <1..1000000> <hex16>"

    texts = [text_of(text, random.Random(seed)) for seed in SEEDS for _ in range(2)]

    assert texts[::2] == texts[1::2]
    assert len(set(texts)) == len(SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_row_is_said_in_its_span_and_about_as_often_as_it_says(seed: int) -> None:
    it = incident(seed=seed)

    it.log("web 60 ERROR -600..-300 x4 | boom")

    said = lines(it)
    assert all(-600 <= line["at"] <= -300 for line in said)
    assert 200 < len(said) < 400
    assert len({line["stream"] for line in said}) == 4
    assert {line["group"] for line in said} == {"/ecs/web"}


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_daily_business_that_falls_is_said_less_from_then_on(sampling: Sampling) -> None:
    it = incident(replace(sampling, shares=Shares()))

    it.log("web 60 -1200>0.2 | sold")

    before = sum(-2400 <= line["at"] < -1200 for line in lines(it))
    after = sum(-1200 <= line["at"] < 0 for line in lines(it))
    assert 0.1 < after / before < 0.3


@pytest.mark.parametrize(
    "row", ["web 5 error | a lower case", "web | no rate", "web 5 ERROR no bar", "shop 5 | nobody"]
)
def test_a_row_that_nobody_can_read_is_refused(row: str) -> None:
    with pytest.raises((AssertionError, ValueError, KeyError)):
        incident().log(row)


def test_a_resource_without_a_style_writes_no_log() -> None:
    it = incident()

    with pytest.raises(AssertionError, match="orders writes no log"):
        it.log("orders 5 | hello")


# What is measured


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_a_metric_stands_at_the_level_to_which_it_moved(sampling: Sampling) -> None:
    it = incident(sampling)
    it.closely("web CPUUtilization")
    it.series("web", "CPUUtilization").noise = 0.02

    it.moves(-600, "web CPUUtilization 90")

    cpu = [each for each in entries(it, "metrics.jsonl") if each["name"] == "CPUUtilization"]
    before = [each["value"] for each in cpu if each["at"] < -600]
    after = [each["value"] for each in cpu if each["at"] >= -600]
    assert len(after) == 10
    assert max(before) < 60 < min(after)


def test_what_is_not_followed_closely_is_published_every_five_minutes() -> None:
    it = incident(watched())

    data = entries(it, "metrics.jsonl")

    sent = {each["at"] for each in data if each["name"] == "NumberOfMessagesSent"}
    age = {each["at"] for each in data if each["name"] == "ApproximateAgeOfOldestMessage"}
    assert {int(-at // 60) % 5 for at in sent} == {0}
    assert len(age) == 121


def test_one_more_line_leaves_the_metrics_as_they_were() -> None:
    one, other = incident(), incident()

    other.log("web 60 ERROR -600.. | boom")

    assert one.files()["metrics.jsonl"] == other.files()["metrics.jsonl"]


# What is expected


def test_several_values_that_count_as_right_are_divided_by_bars() -> None:
    it = incident()

    it.expects("web|orders", "code-defect", mentions="boom", blames="orders | web")

    assert json.loads(it.files()["expected.json"]) == {
        "verdict": ["confirmed", "likely"],
        "resource": ["web", "orders"],
        "category": "code-defect",
        "mentions": ["boom"],
        "blames": ["orders", "web"],
    }
