"""A team's document: what is read of it, what is refused, and that it changes nothing of ours."""

import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.knowledge.catalogue import OURS, Catalogue, knowing
from casebook.knowledge.kubernetes import reason_of
from casebook.knowledge.metrics import MetricKind, describe_metric
from casebook.knowledge.platform_events import platform_event
from casebook.knowledge.settings import SettingKind, kinds_of_setting
from casebook.knowledge.signs import Sign, sign_in, team_sign_in
from casebook.knowledge.team_rows import MOST_BYTES, MOST_ROWS, TABLES, WrongDocument, read_rows
from casebook.redaction import redact
from casebook.team_knowledge.checking import check
from tests.unit.team_knowledge.documents import TABLES as EXAMPLE
from tests.unit.team_knowledge.documents import TEXT, added, changed, written

ROWS = check(TEXT).rows
LONG_WORD = "ab" * 120


def test_the_example_of_the_docs_has_one_row_of_each_table_and_nothing_is_wrong_with_it() -> None:
    assert check(TEXT).problems == ()
    assert {table for table, _ in ROWS.names()} == set(TABLES)


def test_each_row_speaks_where_nothing_of_ours_does() -> None:
    line = "GatewayError: lane 7 is saturated"
    lost = "PartnerError: the daily partner allowance is used up"
    assert (sign_in(line), team_sign_in(lost), reason_of("LaneLost", "gone")) == (None, None, None)

    with knowing(Catalogue(ROWS)):
        assert sign_in(line) is Sign.THROTTLING
        assert team_sign_in(lost) == "partner-allowance"
        assert describe_metric("Shop/Gateway", "LaneWaiters").kind is MetricKind.BACKLOG
        assert SettingKind.POOL in kinds_of_setting("environment.GATEWAY_LANE_WIDTH")
        assert (event := platform_event("all lanes are closed")) is not None
        assert (reason := reason_of("LaneLost", "lane 7 is gone")) is not None
    assert (event.name, reason.name) == ("lanes-closed", "lane-lost")
    assert sign_in(line) is None


# Rows that want to say of everything what is not so, and claim what ours decide.
GREEDY = read_rows(
    written(
        {
            "sign": [
                {"name": "memory", "means": "m", "phrases": ["connection*", "err*", "den*"],
                 "examples": ["x"]},
                {"name": "own", "means": "m", "phrases": ["connection*", "err*"],
                 "examples": ["x"]},
            ],
            "metric": [{"name": "all", "kind": "state", "words": ["error", "count", "cpu", "age"],
                        "examples": ["x"]}],
            "event": [{"name": "all", "kind": "routine", "phrases": ["storage*", "instance*"],
                       "examples": ["x"]}],
            "reason": [{"name": "all", "kind": "routine", "reasons": ["*a*"], "examples": ["x"]}],
        }
    )
)  # fmt: skip


@given(st.sampled_from([line for row in OURS.signs.rows for line in row.examples]))
def test_no_row_changes_which_sign_an_error_shows(line: str) -> None:
    before = sign_in(line)

    with knowing(Catalogue(GREEDY)):
        assert sign_in(line) is before


def test_no_row_changes_what_ours_say_of_metrics_settings_events_and_reasons() -> None:
    metrics = [example for row in OURS.metrics.rows for example in row.examples]
    events = [example for row in OURS.events.rows for example in row.examples]
    reasons = [
        (reason, message)
        for row in OURS.reasons.rows
        if row.reasons
        for reason, _, message in (example.partition(": ") for example in row.examples)
    ]
    before = (
        [describe_metric(*each) for each in metrics],
        [platform_event(each) for each in events],
        [reason_of(*each) for each in reasons],
    )

    with knowing(Catalogue(GREEDY)):
        assert before == (
            [describe_metric(*each) for each in metrics],
            [platform_event(each) for each in events],
            [reason_of(*each) for each in reasons],
        )


@pytest.mark.parametrize(
    ("document", "where", "said"),
    [
        ("[[sign]\n", "document", "line 1"),
        ("# a comment\r\n# a\u202eb\n", "document: line 2", "has an invisible character"),
        ("[[sing]]\n", "document", "no field sing; known are"),
        ("sign = 3\n", "document", "write each row as a table of its own, `[[sign]]`"),
        ("sign = [3]\n", "sign: row 1", "is no table"),
        (changed("sign", 0, name=None), "sign: row 1: name", "must be given"),
        (changed("sign", 0, name="Not this"), 'sign: row "Not this": name', "lower-case letters"),
        (changed("sign", 1, name="partner-allowance"), 'row "partner-allowance": name', "another"),
        (changed("sign", 0, phrase=["x"]), 'sign: row "partner-allowance"', "no field phrase"),
        (changed("sign", 0, phrases=[]), "phrases", "with one at least"),
        (changed("sign", 0, phrases=["*"]), "phrases[1]", "needs a word before and after each *"),
        (changed("sign", 0, phrases=["ab"]), "phrases[1]", "must begin with 3 letters"),
        (changed("sign", 0, phrases=["error"]), "phrases[1]", "of the lines that Casebook knows"),
        (changed("sign", 0, phrases=["lane lost"] * 2), "phrases[2]", "stands there twice"),
        (changed("sign", 0, phrases=[f"{LONG_WORD} b"]), "phrases[1]", "at most 200 characters"),
        (changed("sign", 1, phrases=["ALLOWANCE_DEPLETED"], examples=["ALLOWANCE_DEPLETED"]),
         'sign: row "throttling": phrases[1]', "the row \"partner-allowance\" as well"),
        (changed("sign", 0, examples=["all is well"]), "examples[1]", "does not fit it"),
        (changed("sign", 0, others=EXAMPLE["sign"][0]["examples"]), "others[1]", "shows the sign"),
        (changed("sign", 1, phrases=["rate exceeded for lane"],
                 examples=["ThrottlingException: Rate exceeded for lane 7"]),
         "examples[1]", '"throttling" decides it already'),
        (changed("sign", 0, means="a\u202eb"), "means", "invisible character U+202E"),
        (changed("sign", 0, means="a\x1b[31mb"), "means", "invisible character U+001B"),
        (changed("sign", 0, means="x" * 2_001), "means", "has 2,001 characters, and 2,000"),
        (changed("sign", 0, examples=[f"{n}" for n in range(61)]), "examples", "has 61 values"),
        (changed("cause", 0, signs=["partner"]), "signs[1]", "'partner' is not one of"),
        (changed("cause", 0, says="{caller.name}"), "says", "is not one of action"),
        (changed("cause", 0, says="{target} lets 500 through {told}."), "says", "strike it out"),
        (changed("cause", 0, says='{target} says "lane" {told}.'), "says", "strike it out"),
        (changed("cause", 0, examples=[{**EXAMPLE["cause"][0]["examples"][0], "resource": "x"}]),
         "examples[1]", "blames partner-gateway (throttling), not what is expected"),
        (changed("cause", 0, examples=[{**EXAMPLE["cause"][0]["examples"][0],
                                        "calls": {"": "http"}}]),
         "examples[1]", "no resource can be called so: ''"),
        (changed("cause", 0, examples=[{**EXAMPLE["cause"][0]["examples"][0],
                                        "line": "all is well"}]),
         "examples[1]", "does not fit it"),
        (changed("metric", 0, kind="oops"), "kind", "'oops' is not one of errors"),
        (changed("metric", 0, exact=None), "words", "must be given, or"),
        (changed("metric", 0, exact=None, namespaces=None, words=["count"]), "words",
         "of the metrics that"),
        (changed("metric", 0, exact=["a b c d e f g"]), "exact[1]", "one to 6 words"),
        (changed("metric", 0, exact=None, words=["errors"], examples=["PaymentErrors"]),
         "examples[1]", '"errors" decides it already'),
        (changed("setting", 0, words=["..."]), "words[1]", "one to 6 words"),
        (changed("setting", 0, words=["max"]), "words", "of the settings that Casebook knows"),
        (changed("setting", 0, kind="memory", words=["heap gauge"], examples=["HEAP_GAUGE"]),
         "examples[1]", '"memory" decides it already'),
        (changed("event", 0, category=None), "category", "a cause has one"),
        (changed("event", 0, phrases=["failed"]), "phrases[1]", "of the lines"),
        (changed("event", 0, phrases=["lanes overflow"], examples=["disk is full: lanes overflow"]),
         "examples[1]", '"storage-used-up" decides it already'),
        (changed("reason", 0, reasons=["*"]), "reasons[1]", "fits every reason"),
        (changed("reason", 0, blames="me"), "blames", "'me' is not one of object"),
        (added("sign", **EXAMPLE["sign"][0]), 'row "partner-allowance": name', "another row"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_row_and_field(
    document: str, where: str, said: str
) -> None:
    checked = check(document)

    assert checked.rows.signs == ()
    assert [
        problem
        for problem in checked.problems
        if where in problem.where and said in problem.problem
    ], [str(problem) for problem in checked.problems]


def test_every_wrong_row_is_told_at_once() -> None:
    rows = {table: [{"name": "odd", "colour": "red"}] for table in TABLES}

    problems = check(written(rows)).problems

    assert [problem.where for problem in problems] == [f'{table}: row "odd"' for table in TABLES]


def test_a_document_of_ten_megabytes_or_a_thousand_rows_is_refused_before_it_is_read() -> None:
    huge = "# " + "x" * 10_000_000
    many = "[[sign]]\n" * (MOST_ROWS + 1)

    assert str(check(huge).problems[0]) == (
        f"document: has 10,000,002 bytes, and {MOST_BYTES:,} are allowed"
    )
    assert f"{MOST_ROWS} are allowed" in str(check(many).problems[0])


def test_values_within_values_without_end_are_refused() -> None:
    assert check("a = " + "[" * 30_000).problems


def test_a_document_that_holds_a_secret_is_refused_and_does_not_repeat_it() -> None:
    key = "AKIA" + "QWERTYUIOPASDFGH"
    assert redact(key) != key

    problems = check(changed("sign", 0, means=f"ask with {key}")).problems

    assert re.search(r"line \d+: looks as if it held a secret", str(problems[0]))
    assert key not in str(problems)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
).filter(lambda value: "null" not in repr(value) and "None" not in repr(value))


@given(
    st.sampled_from(TABLES),
    st.dictionaries(
        st.sampled_from([*{key for rows in EXAMPLE.values() for row in rows for key in row}]),
        VALUES,
        max_size=4,
    ),
)
def test_whatever_a_row_holds_is_read_or_refused(table: str, fields: dict[str, Any]) -> None:
    document = changed(table, 0, **fields)

    with suppress(WrongDocument):  # and nothing else is raised
        assert read_rows(document)


@given(st.text(max_size=200))
def test_whatever_text_there_is_is_read_or_refused(document: str) -> None:
    checked = check(document)

    assert checked.problems or list(checked.rows.names()) == []
