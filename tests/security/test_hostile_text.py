"""Text that acts, in every source: what arrives in the sinks is seen, and does nothing."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from casebook.workloads.requests import DescribeWorkload
from tests.security.journey import SINKS, Arrived
from tests.security.sources import SOURCES, Source
from tests.security.table import MARK
from tests.unit.chat import world as chats

# A title, a clipboard, a link and colours of a terminal (OSC and CSI, of 7 and 8 bits), erased
# letters, a line turned around, a word in two, tags that spell in secret; and Markdown that loads.
ACTS = (
    "\x1b]0;owned\x07 \x1b]52;c;b3duZWQ=\x07 \x1b]8;;https://e.example\x07here\x1b]8;;\x07"
    " \x1b[2J\x9b31m a\x08\x08\x00\x7f\r \u202egnp.exe\u2066 zero\u200bwidth\ufeff"
    " \U000e0068\U000e0069 \x85\u2028"
)
LOADS = '![x](https://e.example/?q=1) [x](https://e.example) <img src="https://e.example/x">'
_HARMLESS = {"\n", "\t", "\u200c", "\u200d"}
_PROSE = {"claim", "summary", "text", "what", "found", "reason"}
_LOADS = re.compile(r"!\[|<img", re.IGNORECASE)
_OPENS = re.compile(r"\]\(http", re.IGNORECASE)
each_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)


@each_source
def test_nothing_that_arrives_acts(source: Source) -> None:
    arrived = source.arrives(f"{MARK} {ACTS} {LOADS} {MARK}")

    assert arrived.where(MARK), "else the test would show nothing"
    for sink in SINKS:
        acting = {c for text in _texts(arrived, sink) for c in text if _acts(c)}
        assert not acting, sink


@each_source
def test_no_claim_of_a_report_loads_or_opens_anything(source: Source) -> None:
    arrived = source.arrives(f"{MARK} {LOADS} {MARK}")

    for sink in ("table", "frames", "pages", "results"):
        for said in _prose(arrived, sink):
            assert not _LOADS.search(said), sink
            # A link of an answer is the assistant's own.
            assert source.name == "an answer of a model" or not _OPENS.search(said), sink


def test_a_question_acts_in_no_history() -> None:
    world = chats.World()
    session = world.start()

    world.say(session, f"{MARK} {ACTS}")

    (asked,) = world.session(session).messages
    assert MARK in asked.text
    assert not [letter for letter in asked.text if _acts(letter)]


def test_a_workload_whose_names_act_is_refused() -> None:
    for place in ({"name": ACTS}, {"name": "fn", "logGroups": [ACTS]}):
        body = {"name": "shop", "project": "shop", "resources": [place]}
        with pytest.raises(ValidationError, match="the name of a"):
            DescribeWorkload.model_validate(body)


def test_the_test_would_see_what_acts() -> None:
    acting = Arrived(dict.fromkeys(SINKS, json.dumps({"claim": ACTS + LOADS})))

    assert {c for text in _texts(acting, "table") for c in text if _acts(c)}
    assert any(map(_LOADS.search, _prose(acting, "table")))
    assert any(map(_OPENS.search, _prose(acting, "table")))


def _acts(letter: str) -> bool:
    return not letter.isprintable() and letter not in _HARMLESS and letter != "\u00a0"


def _texts(arrived: Arrived, sink: str) -> Iterator[str]:
    """The texts in the documents of a sink, and what is none as it stands."""
    for line in arrived.texts[sink].split("\n"):
        try:
            yield from (text for _, text in _walked(json.loads(line)))
        except ValueError:
            yield line


def _prose(arrived: Arrived, sink: str) -> Iterator[str]:
    for line in arrived.texts[sink].split("\n"):
        try:
            found = list(_walked(json.loads(line)))
        except ValueError:
            continue
        yield from (text for name, text in found if name in _PROSE)


def _walked(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text by the name of its field. What a field quotes as it is (a change, evidence, what
    a person said) is no prose of a report."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list):
        for each in value:
            yield from _walked(each, name)
    elif isinstance(value, dict):
        is_quoted = value.keys() & {"changeId", "sha256", "raw", "changedAt", "lines", "kinds"}
        for key, each in value.items():
            yield from ((("quoted" if is_quoted else n), t) for n, t in _walked(each, key))
            yield "a field's name", key
