"""The one door: without secrets, harmless, and the same when it is passed twice."""

import string
from random import Random
from typing import Any, Literal

from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from casebook.domain.harmless import harmless
from casebook.domain.model import Model
from casebook.redaction import Redactor, redact
from casebook.redaction.intake import fitted, model_taken_in, setting, taken_in, whole
from casebook.redaction.recalling import Recollection, says_the_same

# Made when the tests run; it opens nothing.
SECRET = "".join(Random(11).choices(string.ascii_letters + string.digits, k=14)) + "7"
ACTING = st.sampled_from(
    [*map(chr, range(0x20)), "\x7f", "\x9b", "\u202e", "\u200b", "\ud800", "\r\n", "\u200d"]
)
TEXTS = st.lists(
    ACTING | st.text(st.characters(), max_size=9) | st.sampled_from(["password=", SECRET, " "]),
    max_size=12,
).map("".join)


@given(TEXTS)
def test_what_was_taken_in_stays_as_it_is_when_it_is_taken_in_again(text: str) -> None:
    once = taken_in(text)

    assert taken_in(once) == once
    assert harmless(once) == once
    assert redact(once) == once


@given(TEXTS)
def test_whatever_comes_in_nothing_of_it_acts(text: str) -> None:
    said = taken_in(text)

    assert not set(said) & {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0))} - {"\n", "\t"}
    assert not set(said) & set("\u200b\u200e\u200f\u202a\u202d\u202e\u2066\u2069\ufeff\u2028")
    assert said.encode().decode() == said


def test_a_character_that_nobody_sees_hides_no_secret_and_stays_visible() -> None:
    assert taken_in(f"pass\u200bword={SECRET} \x1b[0m") == r"pass\u200bword=<password-1> \x1b[0m"


class Labelled(Model):
    kind: Literal["service-event", "configuration"]
    said: str
    names: dict[str, str] = Field(default_factory=dict)


KINDS = st.sampled_from(["service-event", "configuration"])


@given(
    st.lists(
        st.builds(Labelled, kind=KINDS, said=st.just(f"password={SECRET}") | TEXTS), max_size=4
    ),
    KINDS,
)
def test_a_word_that_a_model_prescribes_is_nobodys_secret(
    several: list[Labelled], word: str
) -> None:
    class Page(Model):
        several: tuple[Labelled, ...]

    redactor = Redactor()
    assert redactor.redact(f"password={word}") == "password=<password-1>"
    plain: Any = Page(several=tuple(several)).to_payload()

    page = fitted(Page, plain, whole(plain, redactor))

    assert [each.kind for each in page.several] == [each.kind for each in several]
    assert not any(f"password={SECRET}" in each.said for each in page.several)


def test_names_that_become_one_leave_what_was_taken_in_as_it_is() -> None:
    plain: Any = {"kind": "configuration", "said": "", "names": {"a\x1b": "x", r"a\x1b": "y"}}

    assert fitted(Labelled, plain, whole(plain, Redactor())).names == {r"a\x1b": "y"}


def test_the_name_of_a_setting_gives_its_value_away() -> None:
    assert setting("DB_PASSWORD", "correct horse battery") == "<password-1>"
    assert setting("DB_HOST", "db.internal") == "db.internal"
    assert setting("a\x1bb", "c\x1bd") == r"c\x1bd"


def test_the_name_of_a_field_gives_its_value_away_and_names_are_text_of_others_too() -> None:
    row: Any = {"user": "ann", "password": "sesame street", "a\x1b": [{"apiKey": SECRET}], "n": 1}

    assert whole(row, Redactor()) == {
        "user": "ann", "password": "<password-1>", r"a\x1b": [{"apiKey": "<secret-1>"}], "n": 1,
    }  # fmt: skip


def test_a_value_that_was_found_once_is_a_secret_before_and_behind_that_place() -> None:
    said: Any = [f"cannot log in: {SECRET}?", f"password={SECRET}", f"tried {SECRET} again"]

    assert whole(said, Redactor()) == [
        "cannot log in: <password-1>?", "password=<password-1>", "tried <password-1> again",
    ]  # fmt: skip


def test_what_could_be_a_word_or_a_name_of_its_own_is_a_secret_where_it_was_found_alone() -> None:
    said: Any = ["password=orders", "the orders table", "client_id=checkout-fn-2", "checkout-fn-2"]

    assert whole(said, Redactor())[1::2] == ["the orders table", "checkout-fn-2"]  # type: ignore[index]


def test_a_value_is_no_secret_as_a_part_of_a_longer_word() -> None:
    known = Recollection()
    known.add(SECRET, "known")

    assert Redactor(known).redact(f"x{SECRET} {SECRET}y") == f"x{SECRET} {SECRET}y"
    assert Redactor(known).redact(f"({SECRET})") == "(<known-1>)"


class Named(Model):
    name: str
    words: str


def test_names_keep_what_only_looks_random_and_words_do_not() -> None:
    token = "".join(Random(3).choices("aB3dE6gH9", k=32))

    kept = model_taken_in(Named(name=f"fn-{token}\x1b", words=f"of {token}"), {"words"})

    assert kept == Named(name=f"fn-{token}\\x1b", words="of <token-1>")


@given(
    st.lists(st.text('ab{}":\n', max_size=6), min_size=2, max_size=5),
    st.lists(st.text("xyz1", min_size=1, max_size=5), min_size=4, max_size=4),
)
def test_what_another_answer_hid_may_be_anything_and_the_rest_must_be_the_same(
    pieces: list[str], values: list[str]
) -> None:
    then, now = "{", "{"
    for number, piece in enumerate(pieces):
        then += f"{piece}<known-{number}>"
        now += piece + values[number % 4]
    then, now = then + "}", now + "}"

    assert says_the_same(then, now)
    assert not says_the_same(then, f"c{now}")
    assert not says_the_same(then, f"{now}c")
    assert not says_the_same(now, now), "nothing was hidden: digests tell"
