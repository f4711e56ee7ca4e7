import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.adapters.insights_query import literal, query_for, within_slashes
from casebook.ports.logs import LineMatch

# A regular expression between slashes, as the query language reads it: escapes go in pairs.
LITERAL = re.compile(r"/((?:\\.|[^/\\])*)/", re.DOTALL)


def commands_of(query: str) -> list[str]:
    """The query's commands: what pipes part that stand outside of every literal."""
    return [each.split()[0] for each in LITERAL.sub("LITERAL", query).split("|")]


def expressions_in(query: str) -> list[str]:
    return LITERAL.findall(query)


def test_the_newest_lines_are_asked_for_with_where_they_stand() -> None:
    query = query_for(LineMatch(contains=("connection refused",), regex="(?i)timeout"), 500)

    assert query == (
        "fields @timestamp, @message, @log, @logStream | filter @message like /connection refused/"
        " | filter @message like /(?i)timeout/ | sort @timestamp desc | limit 500"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "x/ | stats count(*) by @message",
        'x" | unmask(@message)',
        "x\\",
        "x\\/ | limit 1",
        "x\n| stats count(*)",
        "` | fields @ptr",
        "#comment",
    ],
)
def test_a_text_adds_no_command_to_the_query(hostile: str) -> None:
    query = query_for(LineMatch(contains=(hostile,)), 10)

    assert commands_of(query) == ["fields", "filter", "sort", "limit"]
    assert re.search(expressions_in(query)[0], f"before {hostile} after")


@pytest.mark.parametrize(
    ("regex", "line"),
    [
        (r"a/b|stats", "a/b"),
        (r"GET \/orders\/\d+ .* 5\d\d", "GET /orders/17 HTTP/1.1 503"),
        (r'"level":"(ERROR|FATAL)"', '{"level":"FATAL"}'),
        (r"[/\\'\"]+end", "/\"'end"),
        (r"C:\\temp", r"C:\temp"),
        ("tab\there", "tab\there"),
    ],
)
def test_an_expression_means_the_same_between_slashes(regex: str, line: str) -> None:
    query = query_for(LineMatch(regex=regex), 10)

    assert commands_of(query) == ["fields", "filter", "sort", "limit"]
    assert re.search(expressions_in(query)[0], line)


@given(st.text(max_size=60))
def test_any_text_is_one_literal_that_finds_it(text: str) -> None:
    expression = literal(text)

    assert not set("/\"'`|\n\r") & set(expression)
    # Python spells the code of a character beyond 255 in another way.
    spelled = re.sub(r"\\x\{([0-9A-F]+)\}", lambda m: f"\\U{int(m[1], 16):08X}", expression)
    assert re.fullmatch(spelled, text)


@given(st.text(max_size=40))
def test_no_valid_expression_can_end_the_literal(text: str) -> None:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        return
    quoted = f"/{within_slashes(text)}/"

    whole = LITERAL.fullmatch(quoted)
    assert whole
    assert "/" not in whole[1]
