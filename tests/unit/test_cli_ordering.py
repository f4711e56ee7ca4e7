"""Events come out in order and once; text comes out as soon as it can be read on.

The examples are in tests/protocol; the properties are here.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cli.events import Event, Text
from cli.ordering import EventOrder, Transcript
from tests import protocol

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ORDER = protocol.parts("order")
TRANSCRIPT = protocol.parts("transcript")


def event(seq: int) -> Event:
    return Event("dgn_1", seq, "tool-started", NOON, "log-agent", None, {})


def numbers(events: list[Event]) -> list[int]:
    return [event.seq for event in events]


@pytest.mark.parametrize("about", ORDER)
def test_events_are_ready_when_those_before_them_are(about: str) -> None:
    case = ORDER[about]
    order = EventOrder(after=case["after"])

    for step in case["steps"]:
        assert numbers(ordered(order, step)) == step["ready"]
        assert order.has_hole == step["hole"]


def ordered(order: EventOrder, step: Mapping[str, Any]) -> list[Event]:
    match step:
        case {"add": seqs}:
            return order.add(map(event, seqs))
        case {"addFromLog": seqs}:
            return order.add_from_log(map(event, seqs))
        case {"announce": seq}:
            order.announce(seq)
            return []
    raise AssertionError(f"no such step: {step}")


@given(some.lists(some.integers(1, 12), max_size=60), some.randoms(use_true_random=False))
def test_whatever_the_order_and_repetition_nothing_is_lost_or_doubled(
    repeated: list[int], dice: random.Random
) -> None:
    arriving = [*range(1, 13), *repeated]
    dice.shuffle(arriving)
    order = EventOrder()

    seen = [each.seq for seq in arriving for each in order.add([event(seq)])]

    assert seen == list(range(1, 13))


@pytest.mark.parametrize("about", TRANSCRIPT)
def test_text_comes_out_as_soon_as_it_can_be_read_on(about: str) -> None:
    case = TRANSCRIPT[about]
    transcript = Transcript()

    for step in case["steps"]:
        assert written(transcript, step) == [
            Text(text["message"], text["text"], text.get("rewrites", False)) for text in step["out"]
        ]
    assert {message: transcript.text(message) for message in case["text"]} == case["text"]


def written(transcript: Transcript, step: Mapping[str, Any]) -> list[Text]:
    match step:
        case {"place": [message, offset, text]}:
            return transcript.place(message, offset, text)
        case {"complete": [message, text]}:
            return transcript.complete(message, text)
        case {"reset": message}:
            return transcript.reset(message)
    raise AssertionError(f"no such step: {step}")


@given(some.text(max_size=40), some.randoms(use_true_random=False))
def test_overlapping_pieces_in_any_order_make_the_whole_text(
    whole: str, dice: random.Random
) -> None:
    cuts = sorted(dice.sample(range(len(whole) + 1), dice.randint(0, len(whole))))
    pieces = [
        (start, whole[start : end + dice.randint(0, 3)])
        for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)
    ]
    dice.shuffle(pieces)
    transcript = Transcript()

    said = "".join(
        new.text for offset, text in pieces for new in transcript.place("msg_1", offset, text)
    )

    assert said == whole
