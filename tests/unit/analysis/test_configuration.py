from datetime import datetime, timedelta

import pytest

from casebook.analysis.configuration import Value, changes_between
from casebook.domain.change import FieldChange
from casebook.domain.model import iso
from casebook.ports.changes import Observation
from tests.fakes.shop import NOW

BEFORE = NOW - timedelta(minutes=5)


def look(at: datetime, **settings: Value) -> Observation:
    return Observation("checkout-fn", at, {k.replace("__", "."): v for k, v in settings.items()})


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("code__sha256", "deployment"),
        ("environment__URL", "configuration"),
        ("timeoutSeconds", "configuration"),
        ("memoryMb", "scaling"),
        ("concurrency__reserved", "scaling"),
        ("throughput__write", "scaling"),
        ("index__by-day__throughput__read", "scaling"),
        ("billingMode", "scaling"),
        ("permissions__orders__Allow dynamodb:PutItem", "permission"),
        ("role", "permission"),
    ],
)
def test_the_kind_of_a_change_follows_from_what_changed(path: str, kind: str) -> None:
    (change,) = changes_between(look(BEFORE, **{path: "a"}), look(NOW, **{path: "b"}))

    assert change.kind == kind
    assert change.source == "observed"
    assert change.diff == (FieldChange(path=path.replace("__", "."), before="a", after="b"),)


def test_a_setting_that_came_or_went_was_none_or_is_none() -> None:
    (change,) = changes_between(look(BEFORE, a="1", b="2"), look(NOW, b="2", c="3"))

    assert [(each.path, each.before, each.after) for each in change.diff] == [
        ("a", "1", None),
        ("c", None, "3"),
    ]
    assert change.summary == 'checkout-fn: a: "1" → (none); c: (none) → "3"'


def test_it_happened_when_aws_says_so() -> None:
    modified = NOW - timedelta(minutes=2)

    (change,) = changes_between(
        look(BEFORE, a=1), look(NOW, a=2, state__lastModified=iso(modified))
    )

    assert (change.at, change.not_before) == (modified, None)


def test_it_happened_between_the_looks_when_aws_does_not_say() -> None:
    long_ago = iso(NOW - timedelta(days=3))

    (change,) = changes_between(look(BEFORE, a=1), look(NOW, a=2, state__lastModified=long_ago))

    assert (change.at, change.not_before) == (NOW, BEFORE)


def test_a_permission_is_a_change_of_its_own_for_the_functions_time_says_nothing_of_it() -> None:
    modified = iso(NOW - timedelta(minutes=2))
    gone = {"permissions__p__Allow s3:GetObject": "*"}

    own, permission = changes_between(
        look(BEFORE, memoryMb=128, **gone), look(NOW, memoryMb=256, state__lastModified=modified)
    )

    assert (own.kind, own.not_before) == ("scaling", None)
    assert (permission.kind, permission.not_before) == ("permission", BEFORE)


def test_what_nobody_sets_is_no_change() -> None:
    assert changes_between(look(BEFORE, state__status="a"), look(NOW, state__status="b")) == []


def test_a_resource_that_is_gone_is_one_change() -> None:
    (change,) = changes_between(look(BEFORE, a=1, b=2), look(NOW, exists=False))

    assert (change.kind, change.summary) == ("deployment", "checkout-fn was removed")
    assert changes_between(look(BEFORE, exists=False), look(NOW, exists=False)) == []


def test_two_observers_of_the_same_change_give_it_the_same_id() -> None:
    one = changes_between(look(BEFORE, a=1), look(NOW, a=2))
    other = changes_between(look(BEFORE, a=1), look(NOW + timedelta(seconds=1), a=2))

    assert one[0].change_id == other[0].change_id


def test_the_same_change_made_again_later_has_another_id() -> None:
    later = NOW + timedelta(hours=1)

    first = changes_between(look(BEFORE, a=1), look(NOW, a=2))
    again = changes_between(look(later, a=1), look(later + timedelta(minutes=5), a=2))

    assert first[0].change_id != again[0].change_id
