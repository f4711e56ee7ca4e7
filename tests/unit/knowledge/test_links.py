"""Which errors a change can have caused: every row by its own lines, and what is refused of one."""

import re
from typing import Any

import pytest

from casebook.knowledge.links import Changed, Link, link_of, links, parsed_links
from casebook.knowledge.signs import sign_in

ROWS = [pytest.param(row, id=row.name) for row in links()]
ROW: dict[str, Any] = {
    "name": "lowered-lanes", "changed": "limit", "signs": ["throttling"], "settings": ["capacity"],
    "category": "throttling", "strength": "strong", "why": "w", "examples": ["x"],
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_the_examples_of_a_row_show_its_signs_and_no_other(row: Link) -> None:
    assert {sign_in(line) for line in row.examples} == set(row.signs)


@pytest.mark.parametrize("row", ROWS)
def test_an_example_is_linked_by_its_row(row: Link) -> None:
    for line in row.examples:
        assert link_of(row.changed, sign_in(line)) is row


def test_every_kind_of_change_has_rows() -> None:
    assert {row.changed for row in links()} == set(Changed)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"signs": ["hiccup"]}, "signs[1]: 'hiccup' is not one of"),
        ({"signs": []}, "signs: must be a list, with one at least"),
        ({"settings": ["lanes"]}, "settings[1]: 'lanes' is not one of"),
        ({"changed": "release"}, "settings: a limit has some, and only a limit"),
        ({"changed": "weather"}, "changed: 'weather' is not one of"),
        ({"category": None}, "category: None is not one of"),
        ({"examples": []}, "examples: must be a list, with one at least"),
        ({"pattern": "x"}, "no field pattern"),
    ],
)
def test_a_wrong_row_is_refused_by_its_name_and_field(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=f'row "lowered-lanes": {re.escape(said)}'):
        parsed_links({"link": [ROW | change]})


def test_two_rows_of_one_sign_and_change_are_refused() -> None:
    with pytest.raises(ValueError, match='throttling is in the row "lowered-lanes" already'):
        parsed_links({"link": [ROW, ROW | {"name": "fewer-lanes"}]})
