"""Opens what a workload's team registered: the adapter that fits, with the secret that lets it
in."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from casebook.adapters.aws import Aws, Credentials, signed_headers
from casebook.adapters.clients import Clients
from casebook.adapters.outside import Outside
from casebook.adapters.secrets import ConnectionSecret, ConnectionSecrets
from casebook.domain.connections import (
    DataApiDatabase,
    GitRepository,
    McpServer,
    SearchConnection,
    secret_id,
)
from casebook.domain.workload import Workload
from casebook.errors import InvalidRequest, Unavailable
from casebook.ports.databases import ReadOnlyDatabase
from casebook.ports.remote_tools import RemoteTools
from casebook.ports.repositories import SourceRepository
from casebook.ports.search_indexes import SearchIndex

if TYPE_CHECKING:
    from casebook.adapters.elasticsearch import Authorise


class WorkloadConnections:
    """Each is opened when a tool runs. What is not registered raises InvalidRequest; tools that
    need it are not offered."""

    def __init__(self, aws: Aws, clients: Clients, git_root: str, *, local: bool) -> None:
        """`local`: servers of this machine may be used, which is what a laptop has."""
        self._aws = aws
        self._clients = clients
        self._git_root = git_root
        self._local = local

    @cached_property
    def _secrets(self) -> ConnectionSecrets:
        return ConnectionSecrets(self._aws)

    def search(self, workload: Workload) -> SearchIndex:
        from casebook.adapters.elasticsearch import Elasticsearch

        if (where := workload.search) is None:
            raise _nothing("search")
        server = Outside(where.endpoint, local=self._local)
        return Elasticsearch(server, where.time_field, self._lets_in(workload.project, where))

    def repository(self, workload: Workload) -> SourceRepository:
        if (where := workload.repository) is None:
            raise _nothing("repository")
        if isinstance(where, GitRepository):
            return self._clone(where)
        from casebook.adapters.github import GitHub

        token = self._secret(workload.project, where.secret, where.endpoint).token
        return GitHub(Outside(where.endpoint, local=self._local), where.github, token)

    def database(self, workload: Workload) -> ReadOnlyDatabase:
        if (where := workload.database) is None:
            raise _nothing("database")
        if isinstance(where, DataApiDatabase):
            from casebook.adapters.data_api import DataApi

            return DataApi(self._clients, where, secret_id(workload.project, where.secret))
        from casebook.adapters.postgres import Postgres

        secret = self._secrets.read(workload.project, where.secret, where.host)
        return Postgres(where, secret, local=self._local)

    def remote_tools(self, workload: Workload, server: McpServer) -> RemoteTools:
        from casebook.adapters.mcp import McpHttp

        token = self._secret(workload.project, server.secret, server.endpoint).token
        bearer = f"Bearer {token}" if server.header.lower() == "authorization" else token
        headers = {server.header: bearer} if token else {}
        return McpHttp(server.endpoint, headers, local=self._local)

    def _secret(self, project: str, name: str | None, endpoint: str) -> ConnectionSecret:
        host = urlsplit(endpoint).hostname or ""
        return self._secrets.read(project, name, host) if name else ConnectionSecret(host=host)

    def _clone(self, where: GitRepository) -> SourceRepository:
        from casebook.adapters.git import BareRepository

        if not self._git_root:
            raise Unavailable(
                "this deployment keeps no clones (CASEBOOK_GIT_ROOT); register the repository at "
                "GitHub instead"
            )
        root = Path(self._git_root).resolve()
        path = (root / where.git).resolve()
        if not path.is_relative_to(root) or not path.is_dir():
            raise Unavailable(f"there is no clone {where.git!r} below the folder of clones")
        return BareRepository(path, where.branch)

    def _lets_in(self, project: str, where: SearchConnection) -> "Authorise":
        from casebook.adapters.elasticsearch import nobody, with_secret

        if where.auth == "none":
            return nobody
        if where.auth == "sigv4":
            return _signed(where.region or self._aws.region)
        return with_secret(self._secret(project, where.secret, where.endpoint), where.auth)


def _signed(region: str) -> "Authorise":
    """Signed by the function's role. https://docs.aws.amazon.com/opensearch-service/latest/developerguide/request-signing.html"""

    def sign(method: str, url: str, body: bytes) -> Mapping[str, str]:
        return signed_headers(
            method,
            url,
            body,
            service="es",
            region=region,
            credentials=Credentials.from_environment(),
            headers={},
            now=datetime.now(UTC),
        )

    return sign


def _nothing(field: str) -> InvalidRequest:
    return InvalidRequest(f"the workload has no {field} registered")
