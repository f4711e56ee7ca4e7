"""What loggers write: every row by their own lines, and what the tables promise."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from casebook.analysis.log_entry import read_entry, severity_of
from casebook.analysis.log_fields import values
from casebook.knowledge.log_fields import (
    FIELDS,
    Names,
    Scale,
    Severity,
    log_table,
    parsed_log_table,
    severity_of_word,
)
from casebook.knowledge.rows import document
from tests.unit.analysis.logger_lines import KIND, LINES, MESSAGE, REQUEST_ID, WRITER

SCALES = log_table().scales
NAMES = [(field, name) for field in FIELDS.values() for name in field.names]


@pytest.mark.parametrize(("logger", "severity", "line"), LINES)
def test_a_line_of_a_logger_is_read_as_its_document_says(
    logger: str, severity: Severity, line: str
) -> None:
    entry = read_entry(line)

    assert severity_of(line) is entry.severity is severity
    assert MESSAGE in entry.message
    assert entry.kind == (KIND if KIND in line else "")
    is_structured = line.startswith("{")
    assert entry.request_id == (REQUEST_ID if is_structured and REQUEST_ID in line else "")
    assert any(WRITER in name for name in entry.resources) == (WRITER in line)


@pytest.mark.parametrize(("field", "name"), NAMES)
def test_each_name_of_a_field_is_found_alone_and_within_objects(field: Names, name: str) -> None:
    for entry in (_nested(name, "said"), {name: "said"}):
        assert "said" in list(values({"other": 1, **entry}, field))
    assert list(values({name.upper() + "s": "said"}, field)) == []


def _nested(name: str, value: Any) -> dict[str, Any]:
    outer, dot, inner = name.partition(".")
    return {outer: _nested(inner, value) if dot else value}


@pytest.mark.parametrize("word", [w for row in log_table().levels for w in row.words])
@given(some.data())
def test_a_word_of_a_level_is_one_in_any_case(word: str, data: some.DataObject) -> None:
    spelled = "".join(data.draw(some.sampled_from([c.lower(), c.upper()])) for c in word)

    assert severity_of_word(spelled) is severity_of_word(word)
    assert severity_of_word(f"no {spelled}") is Severity.OTHER


def test_no_word_is_of_two_levels() -> None:
    levels = [
        {word.lower() for word in (*row.words, *row.upper, *row.short, *row.letters)}
        for row in log_table().levels
    ]

    assert len(set[str]().union(*levels)) == sum(map(len, levels))


@given(some.sampled_from(SCALES), some.integers(-5, 1_000))
def test_numbers_get_worse_in_the_direction_of_their_scale(scale: Scale, number: int) -> None:
    worse = number + (1 if scale.error > scale.warning else -1)
    order = [Severity.OTHER, Severity.WARNING, Severity.ERROR]

    assert scale.severity(scale.error) is Severity.ERROR
    assert scale.severity(scale.warning) is Severity.WARNING
    if scale.has(number) and scale.has(worse):
        assert order.index(scale.severity(worse)) >= order.index(scale.severity(number))


@pytest.mark.parametrize(
    ("beside", "level"), [({"host": "h"}, 3), ({"channel": "app"}, 400), ({}, 50)]
)
def test_what_stands_beside_a_number_tells_its_scale(beside: dict[str, str], level: int) -> None:
    for written in (level, str(level)):
        line = json.dumps({"message": MESSAGE, "level": written, **beside})
        assert severity_of(line) is Severity.ERROR
    warned = json.dumps({"message": MESSAGE, "level": 40, **beside})
    assert severity_of(warned) is Severity.WARNING


def _changed(kind: str, change: dict[str, Any]) -> dict[str, Any]:
    table = document("log_fields.toml")
    first_row, *rest = table[kind]
    return {**table, kind: [first_row | change, *rest]}


def _wrong() -> Iterator[tuple[dict[str, Any], str]]:
    yield _changed("field", {"name": "messages"}), 'row "messages": name: '
    yield _changed("field", {"names": []}), 'row "message": names: '
    yield _changed("field", {"names": ["msg", "msg"]}), 'row "message": names[2]: '
    yield _changed("field", {"pattern": "m.*"}), 'row "message": no field pattern'
    yield _changed("level", {"name": "bad"}), 'row "bad": name: '
    yield _changed("level", {"name": "warning"}), "one row each"
    yield _changed("level", {"name": "unknown"}), "one row each"
    yield _changed("scale", {"error": True}), 'row "syslog": error: '
    yield _changed("scale", {"error": 4}), 'row "syslog": warning: '
    yield _changed("scale", {"between": [7]}), 'row "syslog": between: '
    yield {**document("log_fields.toml"), "fields": []}, "no field fields"


@pytest.mark.parametrize(("table", "message"), list(_wrong()))
def test_a_table_that_is_wrong_is_refused_with_its_row_and_field(
    table: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=r"^log_fields\.toml: ") as refused:
        parsed_log_table(table)

    assert message in str(refused.value)
