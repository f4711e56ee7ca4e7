"""Versions of teams' documents."""

import pytest

from casebook.domain.team_knowledge import TeamDocument
from casebook.ports.team_knowledge import DocumentChanged
from tests.conformance.conftest import Stores


def version(number: int, project: str = "shop") -> TeamDocument:
    return TeamDocument(project=project, version=number, document=f"# {number}", written_by="ann")


def test_where_nobody_wrote_anything_there_is_no_version(stores: Stores) -> None:
    assert stores.team_documents.newest("shop") == 0
    assert stores.team_documents.read("shop", 1) is None


def test_every_version_is_kept_and_the_newest_is_known(stores: Stores) -> None:
    for number in (1, 2, 3):
        stores.team_documents.add(version(number))

    assert stores.team_documents.newest("shop") == 3
    assert [stores.team_documents.read("shop", n) for n in (1, 2, 3)] == [
        version(1),
        version(2),
        version(3),
    ]


def test_projects_share_nothing(stores: Stores) -> None:
    stores.team_documents.add(version(1))
    stores.team_documents.add(version(1, "bank"))

    assert stores.team_documents.newest("bank") == 1
    assert stores.team_documents.newest("shop#1") == 0


@pytest.mark.parametrize("wrong", [1, 2, 4])
def test_who_has_not_seen_the_newest_is_told_and_changes_nothing(
    stores: Stores, wrong: int
) -> None:
    for number in (1, 2):
        stores.team_documents.add(version(number))

    with pytest.raises(DocumentChanged):
        stores.team_documents.add(version(wrong).model_copy(update={"document": "# mine"}))

    assert stores.team_documents.newest("shop") == 2
    assert stores.team_documents.read("shop", wrong) == (version(wrong) if wrong < 3 else None)
