"""What every store of what projects own promises."""

import pytest

from casebook.domain.ownership import Ownership
from casebook.ports.ownership import OwnershipChanged
from tests.conformance.conftest import Stores


def owning(*names: str, version: int = 1, project: str = "shop") -> Ownership:
    return Ownership(project=project, version=version, names=names, written_by="ops")


def test_a_project_begins_with_nothing(stores: Stores) -> None:
    assert stores.ownerships.read("shop") == Ownership(project="shop")
    assert stores.ownerships.all() == []


def test_what_was_written_is_read_and_projects_share_nothing(stores: Stores) -> None:
    stores.ownerships.write(owning("shop-*"))
    stores.ownerships.write(owning("bank-*", project="bank"))
    stores.ownerships.write(owning("shop-*", "cart", version=2))

    assert stores.ownerships.read("shop") == owning("shop-*", "cart", version=2)
    assert [each.project for each in stores.ownerships.all()] == ["bank", "shop"]


@pytest.mark.parametrize("wrong", [1, 2, 4])
def test_who_has_not_seen_the_newest_changes_nothing(stores: Stores, wrong: int) -> None:
    for version in (1, 2):
        stores.ownerships.write(owning("shop-*", version=version))

    with pytest.raises(OwnershipChanged):
        stores.ownerships.write(owning("*", version=wrong))

    assert stores.ownerships.read("shop") == owning("shop-*", version=2)
