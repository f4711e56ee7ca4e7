import random
import string
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis import mine_templates
from casebook.analysis.templates import TemplateMiner


def test_lines_that_differ_in_a_number_share_a_template_with_a_wildcard_in_its_place() -> None:
    templates = mine_templates(["order 17 was paid", "order 18 was paid"])

    assert templates == ["order <*> was paid"] * 2


def test_lines_of_another_shape_have_another_template() -> None:
    templates = mine_templates(["order 17 was paid", "connection refused by payments"])

    assert templates == ["order <*> was paid", "connection refused by payments"]


def test_every_line_gets_the_template_that_its_group_has_in_the_end() -> None:
    templates = mine_templates(["user ann signed in today", "x", "user bob signed in today"])

    assert templates[0] == templates[2] == "user <*> signed in today"


@pytest.mark.parametrize(
    ("line", "template"),
    [
        ("at 2026-11-21T19:04:11.120Z 10.0.0.1:80 got 0x1f", "at <*> got <*>"),
        ("request 8f507f1c-9a4b-4b4e-8c3a-0d5f5a1b2c3d done", "request <*> done"),
        ("[instance: 8f507f1c-9a4b] started", "[instance: <*>] started"),
        ("device 5c:50:aa:bb:cc:03 left", "device <*> left"),
        ("read /var/log/app/current.log again", "read <*> again"),
        ("GET https://shop.example/cart?id=a failed", "GET <*> failed"),
        ("denied user=ann, role=admin", "denied user=<*>, role=<*>"),
        ("delete blk_1 blk_2 blk_3 now", "delete <*> now"),
        ("used 3 of 4 GB", "used <*> of <*> GB"),
        ('{"level":"INFO","took":12}', '{"level": "INFO", "took":<*>}'),
        ("two\nlines 7", "two lines <*>"),
    ],
)
def test_what_looks_like_a_value_is_one(line: str, template: str) -> None:
    assert mine_templates([line]) == [template]


@pytest.mark.parametrize(
    "lines",
    [
        ["VM Started (Lifecycle Event)", "VM Stopped (Lifecycle Event)"],
        ["moved from NEW to RUNNING", "moved from NEW to FAILED"],
        ['10.0.0.1 "GET /cart" 200', '10.0.0.2 "POST /cart" 200'],
        ["connection opened at once", "connection closed at once"],
    ],
)
def test_lines_that_differ_in_what_happened_are_not_merged(lines: list[str]) -> None:
    assert len(set(mine_templates(lines))) == 2


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("session opened for user {} by root", ["ann", "bob"]),
        ("lookup of {} failed twice", ["db.example.org", "cache.example.org"]),
        ("took {} away again", ["'cart'", "'order'"]),
        ("ended after <*> {} of work", ["seconds", "minutes"]),
        ("message came from {} late", ["checkout", "payments", "stock"]),
        ("the {} was empty", ["apple", "pear", "plum", "quince", "cherry"]),
    ],
)
def test_words_that_stand_for_one_another_are_values(template: str, values: list[str]) -> None:
    lines = [template.replace("<*>", "5").format(value) for value in values]

    assert set(mine_templates(lines)) == {template.format("<*>")}


def test_several_values_of_a_line_are_found_together() -> None:
    words = ["".join(random.Random(n).choices(string.ascii_lowercase, k=6)) for n in range(40)]
    lines = [
        f"copied {a} over to {b} in the end" for a, b in zip(words[:20], words[20:], strict=True)
    ]

    assert set(mine_templates(lines)) == {"copied <*> over to <*> in the end"}


def test_a_miner_counts_the_lines_of_each_group() -> None:
    miner = TemplateMiner()
    for line in ("order 1 paid", "order 2 paid", "nothing to do"):
        miner.add(line)

    assert {group.template: group.count for group in miner.groups()} == {
        "order <*> paid": 2,
        "nothing to do": 1,
    }


def test_counts_move_with_the_lines_when_groups_are_merged() -> None:
    miner = TemplateMiner()
    first = miner.add("user ann signed in")
    miner.add_all(["user bob signed in", "user bob signed in"])
    miner.settle()
    later = miner.add("user eve signed in")

    (group,) = miner.groups()
    assert (group.template, group.count) == ("user <*> signed in", 4)
    assert first.settled is later.settled is group


def test_the_order_of_lines_makes_no_difference_to_their_groups() -> None:
    lines = [f"user {name} did {what}" for name in ("ann", "bob") for what in ("this", "that", "5")]
    shuffled = random.Random(1).sample(lines, len(lines))

    there, back = mine_templates(lines), mine_templates(shuffled)

    assert dict(zip(lines, there, strict=True)) == dict(zip(shuffled, back, strict=True))


@given(st.lists(st.text(st.characters(), max_size=60), max_size=20))
def test_any_lines_have_one_template_each(lines: list[str]) -> None:
    assert len(mine_templates(lines)) == len(lines)


@given(st.lists(st.text("ab1 =:/\n<*>\"'.-{", max_size=30), max_size=30))
def test_all_lines_are_counted_and_equal_lines_have_equal_templates(lines: list[str]) -> None:
    miner = TemplateMiner()
    groups = miner.add_all(lines)

    assert sum(group.count for group in miner.groups()) == len(lines)
    templates: dict[str, str] = {}
    for line, group in zip(lines, groups, strict=True):
        assert templates.setdefault(line, group.template) == group.template


@pytest.mark.parametrize("piece", ["a", "1", "/", "a=", ":", "aa:bb:", "<*>", "é", "\ud800", "a "])
def test_a_line_of_256_kb_takes_no_time_to_speak_of(piece: str) -> None:
    line = piece * (256 * 1024 // len(piece))
    began = time.perf_counter()

    mine_templates([line, line + "x"])

    assert time.perf_counter() - began < 5


def test_memory_stays_flat_however_many_different_lines_come() -> None:
    letters = random.Random(2)
    miner = TemplateMiner()

    def word() -> str:
        return "".join(letters.choices(string.ascii_letters, k=9))

    def page(number: int) -> list[str]:
        return [f"{number} {word()} {word()} {word()} {word()}" for _ in range(1_000)]

    tracemalloc.start()
    for number in range(8):
        miner.add_all(page(number))
    early = tracemalloc.get_traced_memory()[0]
    for number in range(16):
        miner.add_all(page(number))
    late = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()

    assert late < early * 1.5 + 4_000_000
    assert sum(group.count for group in miner.groups()) == 24_000
