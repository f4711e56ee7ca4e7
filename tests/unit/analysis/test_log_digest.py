"""Many log lines in few words."""

from datetime import UTC, datetime, timedelta

from casebook.analysis.log_digest import digest, of_newest
from casebook.ports.logs import LogLine

BEGAN = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)


def lines(*messages: str, group: str = "/app") -> list[LogLine]:
    return [
        LogLine(BEGAN + timedelta(seconds=n), text, group, "s") for n, text in enumerate(messages)
    ]


def test_lines_that_differ_in_values_alone_are_one_kind_with_its_times() -> None:
    (kind,) = digest(lines(*(f"GET /orders/{n} took {n * 3} ms" for n in range(10, 60)))).kinds

    assert (kind.count, kind.is_error) == (50, False)
    assert (kind.first_at, kind.last_at) == (BEGAN, BEGAN + timedelta(seconds=49))


def test_every_error_is_kept_however_rare_and_comes_first() -> None:
    rare = [
        "ERROR cannot connect to payments",
        "ERROR the table orders throttles writes",
        "FATAL out of memory in the image resizer, giving up",
        '{"level": "error", "message": "certificate of the broker has expired"}',
    ]
    many = [f"GET /orders/{n} took {n} ms" for n in range(496)]

    found = digest(lines(*rare, *many))

    assert [each.is_error for each in found.kinds] == [True] * 4 + [False]


def test_rare_kinds_without_errors_are_counted_where_they_are_left_out() -> None:
    words = [a + b for a in "abcdefgh" for b in "mnop"]
    found = digest(lines(*(f"the {word} went to the {word[::-1]} {word}s" for word in words)))

    assert found.lines == 32
    assert found.left_out == 32 - sum(each.count for each in found.kinds)


def test_an_error_with_values_has_its_newest_line_as_an_example() -> None:
    failed = [f"ERROR order {n} refused by payments" for n in (17, 18, 19)]

    (kind,) = digest(lines(*failed)).kinds

    assert "<*>" in kind.template
    assert "19" in kind.example


def test_the_same_words_in_two_log_groups_are_two_kinds() -> None:
    found = digest([*lines("started"), *lines("started", group="/other")])

    assert {each.log_group for each in found.kinds} == {"/app", "/other"}


def test_a_long_line_is_visibly_cut() -> None:
    (kind,) = digest(lines("word " * 200)).kinds

    assert kind.template.endswith("…")


def test_of_many_lines_the_newest_are_looked_at() -> None:
    found = of_newest(lines("ERROR long ago", *["all is well"] * 5), 5)

    assert [(each.template, each.count) for each in found.kinds] == [("all is well", 5)]
