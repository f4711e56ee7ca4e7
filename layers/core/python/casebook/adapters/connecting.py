"""Opens what a workload's team registered: the adapter that fits, with the secret that lets it
in."""

import re
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
    carries_a_credential,
    is_loopback,
    secret_id,
)
from casebook.domain.foreign import Foreign, command
from casebook.domain.ownership import OwnedWorkload
from casebook.domain.workload import Workload
from casebook.errors import Forbidden, InvalidRequest, Unavailable
from casebook.ports.databases import ReadOnlyDatabase
from casebook.ports.remote_tools import RemoteTools
from casebook.ports.repositories import SourceRepository
from casebook.ports.search_indexes import SearchIndex

# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/endpoint-access-points.html
_OPENSEARCH = re.compile(r"\.(es\.amazonaws\.com(\.cn)?|aos\.[a-z0-9-]+\.on\.aws)$")

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
        return Elasticsearch(server, where.time_field, self._lets_in(workload, where))

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

        if not carries_a_credential(server.header):  # registered before that was looked at
            raise Forbidden(f"mcp: {server.header} is no header for a credential")
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

    def _lets_in(self, workload: Workload, where: SearchConnection) -> "Authorise":
        from casebook.adapters.elasticsearch import nobody, with_secret

        if where.auth == "none":
            return nobody
        if where.auth == "sigv4":
            _check_signed_for(workload, where, local=self._local)
            return _signed(where.region or self._aws.region)
        secret = self._secret(workload.project, where.secret, where.endpoint)
        return with_secret(secret, where.auth)


def _check_signed_for(workload: Workload, where: SearchConnection, *, local: bool) -> None:
    """With a signature goes the role's session token. Raises Forbidden: this is neither a domain of
    AWS' nor a server that an operator has listed in full."""
    host = urlsplit(where.endpoint).hostname or ""
    listed = workload.owned.hosts if isinstance(workload, OwnedWorkload) else ()
    if not (_OPENSEARCH.search(host) or host in listed or (local and is_loopback(host))):
        raise Forbidden(
            f"search: a request to {host} is not signed, which is for OpenSearch Service's own "
            f"domains (*.es.amazonaws.com) and hosts that an operator listed: "
            f"{command(workload.project, [Foreign('search', 'hosts', host)])}"
        )


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
