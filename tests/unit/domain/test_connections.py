"""What a team may register as a connection, and what not."""

from typing import Any

import pytest
from pydantic import ValidationError

from casebook.domain.connections import (
    DataApiDatabase,
    GitHubRepository,
    GitRepository,
    McpServer,
    PostgresDatabase,
    SearchConnection,
    secret_id,
)
from casebook.domain.workload import Workload
from casebook.workloads.requests import DescribeWorkload
from tests.fakes.shop import shop

SEARCH = {"endpoint": "https://search.example", "indices": ["shop-*"], "secret": "search"}
POSTGRES = {"host": "db.example", "database": "shop", "schemas": ["shop"], "secret": "db"}
CLUSTER = "arn:aws:rds:eu-central-1:123456789012:cluster:shop"
MCP = {"name": "tickets", "endpoint": "https://mcp.example/mcp", "tools": ["find"]}


def described(**connections: Any) -> DescribeWorkload:
    resources = [{"name": "checkout-fn"}]
    return DescribeWorkload.model_validate(
        {"name": "shop", "project": "team", "resources": resources, **connections}
    )


def test_every_kind_of_connection_can_be_registered() -> None:
    all_of_them = described(
        repository={"github": "acme/shop", "secret": "github"},
        search=SEARCH,
        database=POSTGRES,
        mcp=[{**MCP, "secret": "tickets"}],
    )

    assert isinstance(all_of_them.repository, GitHubRepository)
    assert isinstance(described(repository={"git": "shop.git"}).repository, GitRepository)
    data_api = {**POSTGRES, "clusterArn": CLUSTER}
    del data_api["host"]
    assert isinstance(described(database=data_api).database, DataApiDatabase)
    assert all_of_them.secrets == ("github", "search", "db", "tickets")


def test_a_workload_that_was_kept_before_there_were_connections_is_read() -> None:
    kept = shop().model_dump(mode="json", by_alias=True)
    for field in ("repository", "search", "database", "mcp"):
        del kept[field]

    assert Workload.model_validate(kept) == shop()


def test_a_secret_is_one_of_the_workloads_project() -> None:
    assert secret_id("team", "db") == "casebook/tools/team/db"
    with pytest.raises(ValueError, match="cannot have secrets"):
        secret_id("our team", "db")


@pytest.mark.parametrize("name", ["bank/db", "../bank/db", "arn:aws:secretsmanager:x", "", "a b"])
def test_a_secret_of_another_project_has_no_name_here(name: str) -> None:
    with pytest.raises(ValidationError):
        PostgresDatabase.model_validate({**POSTGRES, "secret": name})


def test_a_project_whose_name_secrets_cannot_have_is_told_at_registration() -> None:
    with pytest.raises(ValidationError, match="cannot have secrets"):
        described(project="our team", search=SEARCH)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://search.example",
        "ftp://search.example",
        "https://",
        "https://user:word@search.example",
        "https://@search.example",
        "https://search.example/?x=1",
        "https://search.example/#x",
        "file:///etc/passwd",
        "search.example",
    ],
)
def test_an_endpoint_is_https_and_a_host_and_no_more(endpoint: str) -> None:
    with pytest.raises(ValidationError, match="must be"):
        SearchConnection.model_validate({**SEARCH, "endpoint": endpoint})


@pytest.mark.parametrize("path", ["../other", "/etc", "a/../b", "-x", "a/-x", ".git", "a//b", ""])
def test_a_clone_lies_below_the_folder_of_clones(path: str) -> None:
    with pytest.raises(ValidationError):
        GitRepository(git=path)


@pytest.mark.parametrize("index", ["a,b", "other:logs", "_all", "-x", "<x>", "a/b", "A"])
def test_an_index_is_one_name_or_pattern(index: str) -> None:
    with pytest.raises(ValidationError):
        SearchConnection.model_validate({**SEARCH, "indices": [index]})


@pytest.mark.parametrize("host", ["db.example/x", "db example", "-db", "u@db", "a:1"])
def test_a_databases_host_is_a_name_or_an_address(host: str) -> None:
    with pytest.raises(ValidationError):
        PostgresDatabase.model_validate({**POSTGRES, "host": host})


@pytest.mark.parametrize(
    ("search", "why"),
    [
        ({"auth": "sigv4"}, "needs a region"),
        ({"auth": "basic", "secret": None}, "needs a secret"),
        ({"secret": None}, "needs a secret"),
    ],
)
def test_what_lets_into_a_cluster_must_be_given(search: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        described(search={**SEARCH, **search})


def test_tools_of_mcp_servers_have_different_names() -> None:
    with pytest.raises(ValidationError, match="different names"):
        described(mcp=[MCP, MCP])
    with pytest.raises(ValidationError, match="differ in more than their signs"):
        McpServer.model_validate({**MCP, "tools": ["find.it", "find-it"]})


@pytest.mark.parametrize("header", ["X Key", "X:Key", "X\r\nHost", ""])
def test_a_header_is_a_name_of_one(header: str) -> None:
    with pytest.raises(ValidationError):
        McpServer.model_validate({**MCP, "header": header})
