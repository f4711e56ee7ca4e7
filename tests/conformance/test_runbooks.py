"""What every store of runbooks promises."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from casebook.adapters.aws import Aws, Credentials
from casebook.adapters.s3_runbooks import S3RunbookStore
from casebook.errors import NotFound
from local.memory.runbooks import MemoryRunbookStore
from tests.fakes.shop import shop

BUCKET = "casebook-runbooks"
SHOP = shop()


@dataclass
class Shelf:
    """A store, and how a person puts a runbook there or takes it away: `put(key, text)`."""

    store: Any
    put: Callable[[str, str | None], None]


@pytest.fixture(params=["memory", "s3"])
def shelf(request: pytest.FixtureRequest) -> Shelf:
    if request.param == "memory":
        memory = MemoryRunbookStore()

        def keep(key: str, text: str | None) -> None:
            if text is None:
                del memory.texts[key]
            else:
                memory.texts[key] = text

        return Shelf(memory, keep)
    endpoint = request.getfixturevalue("moto_endpoint")
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(Bucket=BUCKET)
    for found in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=found["Key"])

    def put(key: str, text: str | None) -> None:
        if text is None:
            client.delete_object(Bucket=BUCKET, Key=key)
        else:
            client.put_object(Bucket=BUCKET, Key=key, Body=text.encode())

    return Shelf(S3RunbookStore(Aws("us-east-1", Credentials("t", "t"), endpoint), BUCKET), put)


def test_a_workload_has_its_own_runbooks_and_those_of_its_project(shelf: Shelf) -> None:
    shelf.put("knowledge/wkl_1/payments.md", "# Payments")
    shelf.put("knowledge/wkl_1/night/calls.md", "# Calls")
    shelf.put("knowledge/projects/team/tls.md", "# Certificates")
    shelf.put("knowledge/wkl_1/picture.png", "no Markdown")
    shelf.put("knowledge/wkl_11/other.md", "# Another workload's")
    shelf.put("knowledge/projects/team-b/other.md", "# Another project's")

    found = shelf.store.runbooks(SHOP)

    assert [each.name for each in found] == ["night/calls.md", "payments.md", "team/tls.md"]
    assert [each.size for each in found] == [7, 10, 14]
    assert shelf.store.read(found[2]) == "# Certificates"
    assert found[1].location.endswith("knowledge/wkl_1/payments.md")


def test_a_workload_without_runbooks_has_none(shelf: Shelf) -> None:
    assert shelf.store.runbooks(SHOP) == []


def test_names_may_hold_what_people_type(shelf: Shelf) -> None:
    shelf.put("knowledge/wkl_1/was tun bei Übersättigung & 100%+.md", "# Übersättigung")

    (found,) = shelf.store.runbooks(SHOP)

    assert found.name == "was tun bei Übersättigung & 100%+.md"
    assert shelf.store.read(found) == "# Übersättigung"


def test_a_projects_name_with_a_slash_does_not_reach_into_another_project(shelf: Shelf) -> None:
    shelf.put("knowledge/projects/team/b/secret.md", "# Of the project team, in a folder b")
    shelf.put("knowledge/projects/team%2Fb/own.md", "# Of the project team/b")
    of_team_b = SHOP.model_copy(update={"project": "team/b"})

    assert [each.name for each in shelf.store.runbooks(of_team_b)] == ["team/b/own.md"]
    assert [each.name for each in shelf.store.runbooks(SHOP)] == ["team/b/secret.md"]


def test_a_version_changes_with_the_text_and_the_old_one_cannot_be_read(shelf: Shelf) -> None:
    shelf.put("knowledge/wkl_1/a.md", "# Before")
    (before,) = shelf.store.runbooks(SHOP)
    shelf.put("knowledge/wkl_1/a.md", "# After it")
    (after,) = shelf.store.runbooks(SHOP)

    assert before.version != after.version
    assert shelf.store.read(after) == "# After it"
    with pytest.raises(NotFound):
        shelf.store.read(before)


def test_a_runbook_that_is_gone_cannot_be_read(shelf: Shelf) -> None:
    shelf.put("knowledge/wkl_1/a.md", "# Before")
    (runbook,) = shelf.store.runbooks(SHOP)
    shelf.put("knowledge/wkl_1/a.md", None)

    with pytest.raises(NotFound):
        shelf.store.read(runbook)
    with pytest.raises(NotFound):
        shelf.store.read(runbook._replace(location=runbook.location + "x"))


def test_of_two_indexes_for_the_same_runbooks_the_first_stays(shelf: Shelf) -> None:
    assert shelf.store.index(SHOP, "d1") is None

    shelf.store.keep_index(SHOP, "d1", "the first")
    shelf.store.keep_index(SHOP, "d1", "the second")

    assert shelf.store.index(SHOP, "d1") == "the first"
    assert shelf.store.index(SHOP, "d2") is None
    assert shelf.store.runbooks(SHOP) == []
