import pytest

from casebook.domain.prose import defused, without_images


def test_a_text_without_images_is_left_as_it_is_to_its_last_mark() -> None:
    text = "It failed! [evd_1] Why? No idea! See [the runbook](https://wiki.example)."

    assert without_images(text) == text


@pytest.mark.parametrize(
    ("quoted", "shown"),
    [
        ("see ![x](https://e.example/?q=1)", "see ! [x] (https://e.example/?q=1)"),
        ("see ![x][ref]", "see ! [x][ref]"),
        ("click [here](https://e.example)", "click [here] (https://e.example)"),
        ("[x](javascript:alert)", "[x] (javascript:alert)"),
        ("<img src=https://e.example/x>", "< img src=https://e.example/x>"),
        ("</p><a HREF='x'>", "</p>< a HREF='x'>"),
        ("<svg/onload=alert(1)>", "< svg/onload=alert(1)>"),
    ],
)
def test_what_a_claim_quotes_is_text_and_nothing_else(quoted: str, shown: str) -> None:
    assert defused(quoted) == shown
    assert defused(shown) == shown


@pytest.mark.parametrize(
    "text",
    ["List<String> items[0] of <password-1> at <*>", "a < b and c = d", "f[0](x), a[1][2]"],
)
def test_what_only_looks_like_markdown_stays(text: str) -> None:
    assert defused(text) == text
