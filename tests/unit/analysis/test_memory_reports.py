"""What Lambda's reports say of memory, in both of its formats."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.memory_reports import full_memories, report_in
from casebook.domain.window import Window
from casebook.ports.logs import LogLine
from tests.fakes.shop import NOW

WINDOW = Window(start=NOW - timedelta(minutes=5), end=NOW)


def in_text(size: int, used: int) -> str:
    return (
        "REPORT RequestId: 3f\tDuration: 10.1 ms\tBilled Duration: 11 ms"
        f"\tMemory Size: {size} MB\tMax Memory Used: {used} MB\tInit Duration: 99.2 ms"
    )


def in_json(size: int, used: int) -> str:
    metrics = {"durationMs": 10.1, "memorySizeMB": size, "maxMemoryUsedMB": used}
    return json.dumps({"type": "platform.report", "record": {"metrics": metrics}})


def line(message: str, minutes: float = 1) -> LogLine:
    return LogLine(NOW - timedelta(minutes=minutes), message, "/aws/lambda/x", "s")


@given(st.integers(128, 10_240), st.integers(1, 10_240))
def test_both_formats_say_the_same(size: int, used: int) -> None:
    text, structured = (report_in(line(of(size, used))) for of in (in_text, in_json))

    assert text == structured
    assert text is not None
    assert (text.size_mb, text.used_mb) == (size, used)


@pytest.mark.parametrize(
    "message",
    ["", "Max Memory Used: 12 MB", "REPORT of sales", '{"type": "platform.report"}',
     '{"type": "platform.report", "record": {"metrics": {"memorySizeMB": "x"}}}',
     '"platform.report"'],
)  # fmt: skip
def test_what_is_no_report_is_none(message: str) -> None:
    assert report_in(line(message)) is None


def test_it_is_full_since_the_first_that_took_nearly_all_of_it() -> None:
    used = {40: 300, 20: 310, 4: 400, 3: 500, 2: 512, 1: 505}
    lines = [line(in_text(512, mb), minutes) for minutes, mb in used.items()]

    ((name, peak),) = full_memories(lines, WINDOW, lambda line: line.log_group)

    assert name == "/aws/lambda/x"
    assert (peak.most.used_mb, peak.before_mb) == (512, 310)
    assert peak.full_since == NOW - timedelta(minutes=3)


@given(st.lists(st.integers(0, 485)))
def test_what_leaves_room_is_not_told(used: list[int]) -> None:
    lines = [line(in_json(512, mb)) for mb in used]

    assert list(full_memories(lines, WINDOW, lambda line: line.log_group)) == []


WHATEVER = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.just(10**400),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["metrics", "memorySizeMB", "maxMemoryUsedMB"]), inner)
    ),
    max_leaves=6,
)


@given(WHATEVER, st.text(alphabet="0123456789", min_size=1, max_size=30), st.integers(0, 6000))
def test_whatever_claims_to_be_a_report_is_read_or_left(
    record: object, size: str, repeats: int
) -> None:
    claims = (
        json.dumps({"type": "platform.report", "record": record}),
        f"REPORT RequestId: 3f\tMemory Size: {size * repeats} MB\tMax Memory Used: {size} MB",
        '{"type": "platform.report", "record": ' + "[" * repeats,
    )

    told = list(full_memories(map(line, claims), WINDOW, lambda _: "fn"))

    assert all(peak.most.size_mb > 0 for _, peak in told)
