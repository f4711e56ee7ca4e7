"""The table of metrics itself: its rows, their examples, and how names are split into words."""

import copy
import tomllib
from collections.abc import Callable
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from casebook.knowledge.metric_table import MetricRow, load, parsed
from casebook.knowledge.metrics import _described, describe_metric
from casebook.knowledge.words import words_of

EXAMPLES = [(row, *example) for row in load().rows for example in row.examples]
VOCABULARY = [
    "error", "request", "latency", "queue", "depth", "cpu", "utilization", "free", "memory", "age",
    "message", "pod", "restart", "healthy", "host", "throttle", "5xx", "lag", "replica", "count",
    "connection", "new", "p99", "success", "rate", "widget", "checkout", "timeout", "retry",
]  # fmt: skip
SPELLINGS: list[Callable[[list[str]], str]] = [
    "_".join, "-".join, ".".join, " ".join, "/".join,
    lambda words: "_".join(words).upper(),
    lambda words: "".join(word.capitalize() for word in words),
    lambda words: "_".join(word.capitalize() for word in words),
]  # fmt: skip
# `P995XX` is a number that nobody can split: no name joins two without a mark between them.
names = some.lists(some.sampled_from(VOCABULARY), min_size=1, max_size=5).filter(
    lambda words: ("p99", "5xx") not in pairwise(words)
)


@pytest.mark.parametrize(
    ("row", "namespace", "name"), EXAMPLES, ids=[f"{where} {name}" for _, where, name in EXAMPLES]
)
def test_an_example_is_read_by_its_own_row(row: MetricRow, namespace: str, name: str) -> None:
    assert load().row_of(namespace, words_of(name)) is row


@given(names, some.sampled_from(SPELLINGS), some.sampled_from(["", "AWS/RDS", "Shop"]))
def test_the_spelling_of_the_words_makes_no_difference(
    words: list[str], spelled: Callable[[list[str]], str], namespace: str
) -> None:
    assert describe_metric(namespace, spelled(words)) == describe_metric(namespace, "_".join(words))


@given(names)
def test_plural_and_singular_are_one(words: list[str]) -> None:
    plural = {"retry": "retries", "5xx": "5xx", "p99": "p99", "healthy": "healthy"}
    many = [plural.get(word, f"{word}s" if not word.endswith("s") else word) for word in words]

    assert describe_metric("", "_".join(many)) == describe_metric("", "_".join(words))


@given(some.text(max_size=300), some.text(max_size=300))
def test_every_name_has_traits_and_always_the_same(namespace: str, name: str) -> None:
    first = describe_metric(namespace, name)
    _described.cache_clear()

    assert describe_metric(namespace, name) == first


@given(some.sampled_from(EXAMPLES))
def test_what_a_name_means_does_not_hang_on_its_case_alone(
    example: tuple[MetricRow, str, str],
) -> None:
    _, namespace, name = example
    words = [word for word in name.replace(".", "_").split("_") if word]
    shouted = "_".join(words).upper()

    if name.islower():
        assert describe_metric(namespace, shouted) == describe_metric(namespace, name)


def test_a_phrase_is_found_at_the_ends_of_words_alone() -> None:
    assert "timeout" in words_of("ConnectTimeOuts").phrases
    assert "timeout" in words_of("connect_timeouts").phrases
    assert "age" not in words_of("MessageStorage").phrases
    assert "5xx" in words_of("HTTPCode_ELB_503_Count").phrases
    assert "429" in words_of("http_429").phrases


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "errors", "words": ["oops"]},
        {"kind": "errors", "examples": ["Oops"]},
        {"kind": "mistakes", "words": ["oops"], "examples": ["Oops"]},
        {"kind": "errors", "words": "oops", "examples": ["Oops"]},
        {"kind": "errors", "words": ["oops"], "examples": ["Oops"], "pattern": "o+ps"},
        {"kind": "errors", "words": ["oops"], "examples": ["Oops"], "statistic": "p99"},
        {"kind": "errors", "words": ["oops"], "examples": ["Oops"], "harm": "sideways"},
    ],
)
def test_a_row_that_cannot_be_meant_is_refused(row: dict[str, object]) -> None:
    text = (files("casebook.knowledge") / "metrics.toml").read_text(encoding="utf-8")
    document = copy.deepcopy(tomllib.loads(text))
    document["metric"].append(row)

    with pytest.raises(ValueError, match=r".+"):
        parsed(document)
