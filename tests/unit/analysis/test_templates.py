from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis import mine_templates
from casebook.analysis.templates import TemplateMiner


def test_lines_of_one_shape_share_a_template_with_a_wildcard_where_they_differ() -> None:
    templates = mine_templates(["order 17 was paid by ann", "order 18 was paid by bob"])

    assert templates == ["order <*> was paid by <*>"] * 2


def test_lines_of_another_shape_have_another_template() -> None:
    templates = mine_templates(["order 17 was paid", "connection refused by payments"])

    assert templates == ["order <*> was paid", "connection refused by payments"]


def test_every_line_gets_the_template_that_its_group_has_in_the_end() -> None:
    templates = mine_templates(["user ann signed in today", "x", "user bob signed in today"])

    assert templates[0] == templates[2] == "user <*> signed in today"


def test_addresses_ids_and_times_are_values() -> None:
    line = (
        "at 2026-11-21T19:04:11.120Z 10.0.0.1:80 got 0x1f and 8f507f1c-9a4b-4b4e-8c3a-0d5f5a1b2c3d"
    )

    assert mine_templates([line]) == ["at <*> <*> got <*> and <*>"]


def test_a_miner_counts_the_lines_of_each_group() -> None:
    miner = TemplateMiner()
    for line in ("order 1 paid", "order 2 paid", "nothing to do"):
        miner.add(line)

    assert {group.template: group.count for group in miner.groups()} == {
        "order <*> paid": 2,
        "nothing to do": 1,
    }


@given(st.lists(st.text(max_size=60), max_size=20))
def test_any_lines_have_one_template_each(lines: list[str]) -> None:
    assert len(mine_templates(lines)) == len(lines)
