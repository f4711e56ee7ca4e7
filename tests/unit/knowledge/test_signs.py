"""What an error is a sign of: every row by its own lines, and what the table promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from casebook.knowledge.catalogue import OURS
from casebook.knowledge.rows import document
from casebook.knowledge.sign_table import parsed_signs
from casebook.knowledge.signs import Sign, first_sign, sign_in

EXAMPLES = [(row.sign, line) for row in OURS.signs.rows for line in row.examples]
OTHERS = [(row.sign, line) for row in OURS.signs.rows for line in row.others]


@pytest.mark.parametrize(("sign", "line"), EXAMPLES)
def test_an_example_shows_its_sign(sign: Sign, line: str) -> None:
    assert sign_in(line) is sign


@pytest.mark.parametrize(("sign", "line"), OTHERS)
def test_what_only_looks_like_it_shows_nothing_of_the_kind(sign: Sign, line: str) -> None:
    assert sign_in(line) is not sign


@pytest.mark.parametrize(("sign", "line"), OTHERS)
def test_numbers_and_names_that_only_look_like_trouble_are_no_sign(sign: Sign, line: str) -> None:
    assert sign_in(line) is None, sign


def test_every_sign_has_one_row() -> None:
    assert sorted(row.sign for row in OURS.signs.rows) == sorted(set(Sign) - {Sign.NAMED})


@given(some.sampled_from(EXAMPLES), some.sampled_from(["order 17 failed: ", "svc-a | ", "\n"]))
def test_what_stands_before_a_message_changes_no_sign(
    example: tuple[Sign, str], before: str
) -> None:
    sign, line = example

    assert sign_in(f"{before}{line}") is sign


@given(some.sampled_from(EXAMPLES))
def test_what_is_supposed_counts_only_where_nothing_is_known(example: tuple[Sign, str]) -> None:
    sign, line = example
    supposed = first_sign("Perhaps out of memory?")
    known = first_sign(f"{line} | perhaps the client disconnected")

    assert supposed is not None
    assert supposed.is_guess
    assert known is not None
    assert (known.sign, known.is_guess) == (sign, False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"phrases": ["timed out", "* timed out"]}, 'row "slow": phrases[2]: '),
        ({"phrases": ["timed out", "timed out"]}, 'row "slow": phrases[2]: '),
        ({"phrases": []}, 'row "slow": phrases: '),
        ({"phrases": ["an"]}, 'row "slow": phrases[1]: '),
        ({"phrases": ["x" * 201]}, 'row "slow": phrases[1]: '),
        ({"statuses": ["504", "gateway"]}, 'row "slow": statuses[2]: '),
        ({"examples": []}, 'row "slow": examples: '),
        ({"pattern": ["timed out"]}, 'row "slow": no field pattern'),
        ({"name": "slowly"}, 'row "slowly": name: '),
        ({"means": 7}, 'row "slow": means: '),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_its_name_and_field(
    change: dict[str, object], message: str
) -> None:
    row = {"name": "slow", "means": "Slow.", "phrases": ["timed out"], "examples": ["timed out"]}

    with pytest.raises(ValueError, match=r"^signs\.toml: ") as refused:
        parsed_signs({"sign": [row | change]})

    assert message in str(refused.value)


def test_a_sign_without_a_row_is_missed() -> None:
    table = document("signs.toml")
    listed = table["sign"]
    assert isinstance(listed, list)

    with pytest.raises(ValueError, match="no row of client-gone"):
        parsed_signs({**table, "sign": listed[1:]})
