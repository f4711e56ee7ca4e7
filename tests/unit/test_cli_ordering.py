"""Events come out in order and once; text comes out as soon as it can be read on."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as some

from cli.events import Event, Text
from cli.ordering import EventOrder, Transcript

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def event(seq: int) -> Event:
    return Event("dgn_1", seq, "tool-started", NOON, "log-agent", None, {})


def numbers(events: list[Event]) -> list[int]:
    return [each.seq for each in events]


def test_an_event_that_came_too_early_waits_for_the_one_before_it() -> None:
    order = EventOrder()

    assert numbers(order.add([event(2)])) == []
    assert order.has_hole
    assert numbers(order.add([event(1)])) == [1, 2]
    assert not order.has_hole


def test_an_event_that_was_handed_on_is_dropped_when_it_comes_again() -> None:
    order = EventOrder(after=3)

    assert numbers(order.add([event(3), event(4), event(4)])) == [4]
    assert numbers(order.add([event(4)])) == []


def test_an_event_that_was_announced_but_not_sent_is_a_hole() -> None:
    order = EventOrder(after=3)

    order.announce(4)

    assert order.has_hole
    assert numbers(order.add([event(4)])) == [4]
    assert not order.has_hole


@given(some.lists(some.integers(1, 12), max_size=60), some.randoms(use_true_random=False))
def test_whatever_the_order_and_repetition_nothing_is_lost_or_doubled(
    repeated: list[int], dice: random.Random
) -> None:
    arriving = [*range(1, 13), *repeated]
    dice.shuffle(arriving)
    order = EventOrder()

    seen = [each.seq for seq in arriving for each in order.add([event(seq)])]

    assert seen == list(range(1, 13))


def test_text_that_came_too_early_is_held_until_the_gap_is_filled() -> None:
    transcript = Transcript()

    assert transcript.place("msg_1", 4, "two ") == []
    assert transcript.place("msg_1", 0, "one ") == [Text("msg_1", "one two ")]


def test_text_that_is_known_already_says_nothing_new() -> None:
    transcript = Transcript()
    transcript.place("msg_1", 0, "one two")

    assert transcript.place("msg_1", 0, "one") == []
    assert transcript.place("msg_1", 4, "two three") == [Text("msg_1", " three")]


def test_offsets_count_characters_and_not_bytes() -> None:
    transcript = Transcript()
    transcript.place("msg_1", 0, "naïve ")
    transcript.place("msg_1", 6, "🚨!")

    assert transcript.place("msg_1", 8, " end") == [Text("msg_1", " end")]
    assert transcript.text("msg_1") == "naïve 🚨! end"


def test_the_whole_answer_adds_what_the_pieces_left_out() -> None:
    transcript = Transcript()
    transcript.place("msg_1", 0, "one ")

    assert transcript.complete("msg_1", "one two") == [Text("msg_1", "two")]


def test_the_whole_answer_overrules_pieces_of_an_attempt_that_was_withdrawn() -> None:
    transcript = Transcript()
    transcript.place("msg_1", 0, "wrong")

    assert transcript.complete("msg_1", "right") == [Text("msg_1", "right", rewrites=True)]


def test_after_a_reset_the_answer_begins_anew() -> None:
    transcript = Transcript()
    transcript.place("msg_1", 0, "first try")

    assert transcript.reset("msg_1") == [Text("msg_1", "", rewrites=True)]
    assert transcript.place("msg_1", 0, "second") == [Text("msg_1", "second")]


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


def test_what_the_log_has_forgotten_is_no_hole() -> None:
    order = EventOrder(after=1)
    order.add([event(9)])

    ready = order.add_from_log([event(2), event(6), event(7), event(8), event(9)])

    assert numbers(ready) == [2, 6, 7, 8, 9]
    assert not order.has_hole
