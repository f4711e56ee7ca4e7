"""What the table of settings says of paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from casebook.knowledge.catalogue import OURS
from casebook.knowledge.settings import SettingKind, kinds_of_setting

EXAMPLES = [(row.kind, path) for row in OURS.settings for path in row.examples]
OTHERS = [(row.kind, path) for row in OURS.settings for path in row.others]


@pytest.mark.parametrize(("kind", "path"), EXAMPLES)
def test_an_example_is_of_its_kind(kind: SettingKind, path: str) -> None:
    assert kind in kinds_of_setting(path)


@pytest.mark.parametrize(("kind", "path"), OTHERS)
def test_what_only_looks_like_it_is_not(kind: SettingKind, path: str) -> None:
    assert kind not in kinds_of_setting(path)


@given(some.text(max_size=300))
def test_every_path_has_its_kinds(path: str) -> None:
    assert kinds_of_setting(path) <= set(SettingKind)


@given(some.sampled_from(["memory_size", "max_retries", "db_host", "batch_size", "read_timeout"]))
def test_the_spelling_makes_no_difference(path: str) -> None:
    camel = "".join(word.capitalize() for word in path.split("_"))

    assert kinds_of_setting(camel) == kinds_of_setting(path) == kinds_of_setting(path.upper())
