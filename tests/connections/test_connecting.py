"""How a registered connection is opened: with the right secret, to the right place."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.validate import validate_parameters

from casebook.adapters.aws import Aws, Credentials
from casebook.adapters.connecting import WorkloadConnections
from casebook.adapters.data_api import DataApi
from casebook.domain.connections import (
    DataApiDatabase,
    GitHubRepository,
    GitRepository,
    McpServer,
    SearchConnection,
)
from casebook.domain.ownership import EVERYTHING, Owned
from casebook.errors import (
    AwsCallFailed,
    CasebookError,
    Forbidden,
    InvalidRequest,
    Unavailable,
)
from tests.connections.conftest import in_scope
from tests.connections.http_server import Asked, Said, Speaking, speaking
from tests.connections.repository import Origin
from tests.fakes.aws_clients import ScriptedClients
from tests.fakes.shop import NOW

CLUSTER = "arn:aws:rds:us-east-1:123456789012:cluster:shop"
NAME = "casebook/tools/team/key"
Opened = Callable[..., WorkloadConnections]


class SecretsManager:
    """GetSecretValue over AWS' JSON protocol."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.reads = 0

    def __call__(self, asked: Asked) -> Said:
        self.reads += 1
        assert asked.headers["x-amz-target"] == "secretsmanager.GetSecretValue"
        if (value := self.secrets.get(asked.body["SecretId"])) is None:
            return Said({"__type": "ResourceNotFoundException"}, 400)
        return Said({"SecretString": value})


@pytest.fixture
def manager() -> SecretsManager:
    return SecretsManager()


@pytest.fixture
def opened(manager: SecretsManager) -> Iterator[Opened]:
    with speaking(manager) as server:
        aws = Aws("us-east-1", Credentials("key", "word"), server.url, pause=lambda seconds: None)
        clients = ScriptedClients(lambda operation, parameters: {})
        yield lambda git_root="": WorkloadConnections(aws, clients, str(git_root), local=True)


@pytest.fixture
def cluster() -> Iterator[Speaking]:
    with speaking(lambda asked: Said({"hits": {"total": {"value": 0}, "hits": []}})) as server:
        yield server


def _search(cluster: Speaking, **given: Any) -> Any:
    connection = {"endpoint": cluster.url, "indices": ("a",), "secret": "key", **given}
    return in_scope(search=SearchConnection.model_validate(connection)).workload


def _ask(connections: WorkloadConnections, workload: Any) -> None:
    from casebook.ports.search_indexes import SearchQuery

    window = in_scope().window
    connections.search(workload).search(SearchQuery("a", window, "", {}, (), 1))


def test_the_secret_of_the_project_is_sent_to_the_host_that_it_names(
    opened: Opened, manager: SecretsManager, cluster: Speaking
) -> None:
    manager.secrets[NAME] = json.dumps({"host": "127.0.0.1", "token": "t0k"})

    _ask(opened(), _search(cluster))

    assert cluster.asked[0].headers["authorization"] == "ApiKey t0k"


def test_a_secret_is_sent_to_no_other_host(
    opened: Opened, manager: SecretsManager, cluster: Speaking
) -> None:
    manager.secrets[NAME] = json.dumps({"host": "search.example", "token": "t0k"})

    with pytest.raises(Forbidden, match=r"may not be sent to 127\.0\.0\.1"):
        _ask(opened(), _search(cluster))
    assert cluster.asked == []


def test_a_secret_is_read_once_in_five_minutes(
    opened: Opened, manager: SecretsManager, cluster: Speaking
) -> None:
    manager.secrets[NAME] = json.dumps({"host": "127.0.0.1", "token": "t0k"})
    connections = opened()

    for _ in range(3):
        _ask(connections, _search(cluster))

    assert manager.reads == 1


@pytest.mark.parametrize("value", ["t0ken-in-plain", '{"token": "t0ken"}', "[]", '{"host": 7}'])
def test_a_secret_that_is_not_as_it_must_be_is_told_and_not_shown(
    opened: Opened, manager: SecretsManager, cluster: Speaking, value: str
) -> None:
    manager.secrets[NAME] = value

    with pytest.raises(Unavailable, match="is not as it must be") as refused:
        _ask(opened(), _search(cluster))
    assert "t0ken" not in f"{refused.value!r}{refused.value.__cause__!r}"


def test_a_secret_that_is_not_there_is_named(opened: Opened, cluster: Speaking) -> None:
    with pytest.raises(Unavailable, match=f"{NAME} cannot be read: ResourceNotFound"):
        _ask(opened(), _search(cluster))


def test_opensearch_service_is_asked_with_the_functions_own_signature(
    opened: Opened, cluster: Speaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "word")

    _ask(opened(), _search(cluster, auth="sigv4", region="eu-central-1", secret=None))

    signed = cluster.asked[0].headers["authorization"]
    assert "AKID" in signed
    assert "/eu-central-1/es/aws4_request" in signed


SIGNED = ["search-shop-x1.eu-central-1.es.amazonaws.com", "search-shop.aos.eu-west-1.on.aws"]
NOT_SIGNED = [
    "attacker.example",
    "es.amazonaws.com.attacker.example",
    "search-shop.eu-central-1.es.amazonaws.com.attacker.example",
    "fakees.amazonaws.com",
    "10.0.0.7",
]


@pytest.mark.parametrize("host", [*SIGNED, *NOT_SIGNED])
def test_the_roles_token_goes_to_aws_own_domains_and_hosts_that_an_operator_listed(
    opened: Opened, host: str
) -> None:
    search = SearchConnection(
        endpoint=f"https://{host}", indices=("logs",), auth="sigv4", region="eu-central-1"
    )
    workload = in_scope(search=search).workload

    if host in SIGNED:
        assert opened().search(workload)
        return
    for owned in (Owned(), Owned(hosts=("*",)), EVERYTHING):
        with pytest.raises(Forbidden, match=f"casebook projects own team --host={host}"):
            opened().search(owned.narrowed(workload).model_copy(update={"search": search}))
    assert opened().search(Owned(hosts=(host,)).narrowed(workload))


def test_a_header_that_was_registered_before_it_was_looked_at_is_not_sent(opened: Opened) -> None:
    server = McpServer(name="m", endpoint="https://m.example", tools=("t",), header="Host")

    with pytest.raises(Forbidden, match="Host is no header for a credential"):
        opened().remote_tools(in_scope(mcp=(server,)).workload, server)


def test_a_clone_below_the_folder_is_opened_and_none_beside_it(
    opened: Opened, tmp_path: Path
) -> None:
    origin = Origin(tmp_path / "clones")
    origin.commit(NOW, "First", {"a.py": "charge\n"})
    origin.publish()
    (tmp_path / "clones" / "away").symlink_to(tmp_path)
    connections = opened(tmp_path / "clones")

    workload = in_scope(repository=GitRepository(git="shop.git")).workload
    assert connections.repository(workload).search("charge", None, 5).hits
    for away in ("away/clones2", "missing", "away"):
        stranger = in_scope(repository=GitRepository(git=away)).workload
        with pytest.raises(Unavailable, match="there is no clone"):
            connections.repository(stranger)


def test_without_a_folder_of_clones_github_is_the_way(opened: Opened) -> None:
    workload = in_scope(repository=GitRepository(git="shop.git")).workload

    with pytest.raises(Unavailable, match="register the repository at GitHub instead"):
        opened().repository(workload)


def test_github_and_an_mcp_server_get_their_tokens(
    opened: Opened, manager: SecretsManager, cluster: Speaking
) -> None:
    manager.secrets[NAME] = json.dumps({"host": "127.0.0.1", "token": "t0k"})
    there = {"endpoint": cluster.url, "secret": "key"}
    repository = GitHubRepository.model_validate({"github": "acme/shop", **there})
    server = McpServer.model_validate({"name": "x", "tools": ["a"], **there})
    workload = in_scope(repository=repository, mcp=(server,)).workload

    for question in (
        lambda: opened().repository(workload).commit("abcdef1"),
        lambda: opened().remote_tools(workload, server).list(),
    ):
        with pytest.raises((CasebookError, KeyError)):
            question()

    assert {each.headers["authorization"] for each in cluster.asked} == {"Bearer t0k"}


def test_what_is_not_registered_cannot_be_opened(opened: Opened) -> None:
    for open_it in (opened().search, opened().repository, opened().database):
        with pytest.raises(InvalidRequest, match="registered"):
            open_it(in_scope().workload)


# ── The RDS Data API ─────────────────────────────────────────────────────────────────────────────


class Aurora:
    """The Data API's answers, its parameters held to botocore's own model of it."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.failure: AwsCallFailed | None = None
        loader = botocore.session.get_session()
        self._model = loader.get_service_model("rds-data")

    def __call__(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        name = "".join(word.title() for word in operation.split("_"))
        validate_parameters(parameters, self._model.operation_model(name).input_shape)
        self.said.append(parameters.get("sql", operation))
        if operation == "begin_transaction":
            return {"transactionId": "t1"}
        assert parameters["transactionId"] == "t1"
        if self.failure and "casebook_row" in parameters.get("sql", ""):
            raise self.failure
        text = {"stringValue": '{"a":1}'}
        return {"records": [[text, {"longValue": 7}], [{"isNull": True}, {"longValue": 9000}]]}


@pytest.fixture
def aurora() -> Aurora:
    return Aurora()


@pytest.fixture
def data_api(aurora: Aurora) -> DataApi:
    database = DataApiDatabase(cluster_arn=CLUSTER, database="shop", schemas=("shop",), secret="db")
    return DataApi(ScriptedClients(aurora), database, "casebook/tools/team/db")


def test_aurora_reads_in_a_transaction_that_can_only_read_and_is_rolled_back(
    data_api: DataApi, aurora: Aurora
) -> None:
    rows = data_api.select("SELECT 1 AS a", 5, 8000)

    assert [(row.text, row.characters) for row in rows] == [('{"a":1}', 7), (None, 9000)]
    assert aurora.said[0] == "begin_transaction"
    assert "READ ONLY" in aurora.said[1]
    assert aurora.said[-1] == "rollback_transaction"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("BadRequestException", InvalidRequest),
        ("DatabaseErrorException", InvalidRequest),
        ("StatementTimeoutException", InvalidRequest),
        ("AccessDeniedException", Unavailable),
    ],
)
def test_a_failed_statement_is_told_and_rolled_back(
    data_api: DataApi, aurora: Aurora, code: str, kind: type[CasebookError]
) -> None:
    aurora.failure = AwsCallFailed("ExecuteStatement", code, "column x does not exist")

    with pytest.raises(kind):
        data_api.select("SELECT x", 5, 8000)
    assert aurora.said[-1] == "rollback_transaction"
