"""Which values of which fields failing requests have."""

import json
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.field_counts import FieldCounts, SeenLine, field_counts


def line(failed: bool | None = False, /, **fields: object) -> SeenLine:
    return SeenLine(json.dumps({"level": "INFO", "message": "m", **fields}), failed)


def compared(lines: Sequence[SeenLine]) -> FieldCounts:
    found = field_counts(lines)
    assert found is not None
    return found


def shown(found: FieldCounts) -> dict[str, list[tuple[str, int, int]]]:
    return {
        field.name: [(each.value, each.failing, each.others) for each in field.values]
        for field in found.fields
    }


def test_the_value_that_failing_lines_have_and_others_have_not_comes_first() -> None:
    lines = [line(zone=f"z{place % 3}", app="shop") for place in range(30)]
    lines += [line(True, zone="z1", app="shop") for _ in range(10)]

    found = compared(lines)

    assert (found.by, found.failing, found.others) == ("line", 10, 30)
    assert shown(found) == {"zone": [("z1", 10, 10), ("z0", 0, 10), ("z2", 0, 10)]}


def test_it_is_counted_how_many_failing_have_what_no_other_has() -> None:
    lines = [line(host=f"h{place % 2}", zone="z1") for place in range(10)]
    lines += [line(True, host=f"x{place}", zone=f"z{place % 2}") for place in range(4)]

    found = {field.name: field.unshared for field in compared(lines).fields}

    assert found == {"host": 4, "zone": 2}


def test_lines_of_one_request_count_as_one_with_all_of_their_fields() -> None:
    lines = []
    for place in range(20):
        request, failed = f"r{place}", place % 4 == 0
        coupon = "SPRING" if failed else "NONE"
        lines += [
            line(coupon=coupon, requestId=request),
            line(failed, step="pay", requestId=request),
        ]

    found = compared(lines)

    assert (found.by, found.failing, found.others) == ("request", 5, 15)
    assert shown(found) == {"coupon": [("SPRING", 5, 0), ("NONE", 0, 15)]}


def test_requests_that_failed_before_the_incident_are_on_neither_side() -> None:
    lines = [line(None, zone="z1"), line(True, zone="z1"), line(zone="z2")]

    found = compared(lines)

    assert (found.failing, found.others) == (1, 1)


@pytest.mark.parametrize(
    ("reason", "values"),
    [
        ("mostly-unique", [f"order-{place}" for place in range(20)]),
        ("time", [f"2026-11-29T14:00:{place:02}.1Z" for place in range(20)]),
        ("time", [1795969987284 + place for place in range(20)]),
        ("grows", list(range(7000, 7020))),
    ],
)
def test_what_is_different_everywhere_is_left_out_with_the_reason(
    reason: str, values: Sequence[object]
) -> None:
    lines = [
        line(place % 2 == 0, value=value, zone=f"z{place % 2}")
        for place, value in enumerate(values)
    ]

    found = compared(lines)

    assert list(shown(found)) == ["zone"]
    assert found.left_out == (("value", reason),)


def test_numbers_that_measure_are_cut_at_the_quartiles_of_those_that_did_not_fail() -> None:
    lines = [line(took=10 + place * 7 % 40) for place in range(40)]
    lines += [line(True, took=900 + place * 3 % 7) for place in range(8)]

    found = compared(lines)

    assert shown(found)["took"][0] == ("over 39", 8, 10)


def test_fields_within_fields_are_compared_and_what_says_the_failure_itself_is_not() -> None:
    failing = line(True, err={"type": "Timeout", "message": "x", "stack": "y"}, a={"b": 1})
    lines = [failing, line(a={"b": 2}, stack="z", error="none")]

    assert shown(compared(lines)) == {
        "a.b": [("1", 1, 0), ("2", 0, 1)],
        "err.type": [("Timeout", 1, 0)],
    }


def test_without_fields_or_without_both_sides_there_is_nothing_to_compare() -> None:
    assert field_counts([SeenLine("ERROR it failed", failed=True), SeenLine("fine", False)]) is None
    assert field_counts([line(True, zone="z1")]) is None
    assert field_counts([]) is None


Rows = Sequence[tuple[bool, str, str | None]]
_LINES = st.lists(
    st.tuples(st.booleans(), st.sampled_from("abcd"), st.sampled_from([None, "x", "y"])),
    min_size=1,
    max_size=60,
)


def made(rows: Rows) -> list[SeenLine]:
    return [
        line(failed, **{"zone": zone, **({} if tenant is None else {"tenant": tenant})})
        for failed, zone, tenant in rows
    ]


@given(_LINES, st.randoms())
def test_counts_are_of_all_lines_and_their_order_does_not_matter(
    rows: Rows, random: Random
) -> None:
    found = field_counts(made(rows))
    mixed = list(rows)
    random.shuffle(mixed)

    assert field_counts(made(mixed)) == found
    if found is None:
        assert len({failed for failed, *_ in rows}) == 1
        return
    assert found.failing + found.others == len(rows)
    for field in found.fields:
        assert sum(value.failing for value in field.values) <= found.failing
        assert sum(value.others for value in field.values) <= found.others
        differences = [
            value.failing / found.failing - value.others / found.others for value in field.values
        ]
        assert differences == sorted(differences, reverse=True)


@given(_LINES)
def test_when_the_sides_are_changed_the_counts_are(rows: Rows) -> None:
    one = field_counts(made(rows))
    other = field_counts(made([(not failed, zone, tenant) for failed, zone, tenant in rows]))

    assert (one is None) == (other is None)
    if one and other:
        turned = {
            field.name: {(value.value, value.others, value.failing) for value in field.values}
            for field in other.fields
        }
        assert {name: set(values) for name, values in shown(one).items()} == turned
