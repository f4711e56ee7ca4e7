"""What a workload's tools may reach outside of AWS' own telemetry, as its team registers it.

A connection says where something is and which part of it belongs to the workload; never how to get
in. Secrets are named, and lie in Secrets Manager.
"""

import re
from ipaddress import ip_address
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from casebook.domain.model import Model

SECRETS = "casebook/tools"
"""Every secret of a connection is named `casebook/tools/<project>/<name>`: a team can name those of
its own project and no other's, and a function's role reads nothing beside them."""

# What Secrets Manager allows in a name, without the slash that would lead to another project.
SecretName = Annotated[str, StringConstraints(pattern=r"^[\w+=.@-]+$", max_length=128)]
_PROJECT_WITH_SECRETS = r"(?a:[\w/+=.@-]+)"

_LOCAL_NAMES = ("localhost",)


def secret_id(project: str, name: str) -> str:
    """The name in Secrets Manager of a connection's secret.

    Raises:
        ValueError: the project's name has characters that Secrets Manager has not.
    """
    if not re.fullmatch(_PROJECT_WITH_SECRETS, project):
        raise ValueError(
            f"project {project!r} cannot have secrets: Secrets Manager's names are made of "
            "letters, digits and /_+=.@-"
        )
    return f"{SECRETS}/{project}/{name}"


def is_loopback(host: str) -> bool:
    """Whether the host is this machine by its name or address, without asking a name server."""
    try:
        return host in _LOCAL_NAMES or ip_address(host).is_loopback
    except ValueError:
        return False


def _endpoint(address: str) -> str:
    """Which address the host has is looked at when it is connected to (adapters/addresses.py)."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (
        parts.scheme == "http" and is_loopback(parts.hostname or "")
    ):
        raise ValueError("must begin with https://")
    if not parts.hostname or parts.username is not None or parts.query or parts.fragment:
        raise ValueError(
            "must be https://host[:port][/path], without a user, a query or a fragment"
        )
    return address.rstrip("/")


Endpoint = Annotated[str, StringConstraints(max_length=512), AfterValidator(_endpoint)]
Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$")]
# Elasticsearch's own rules for names, and `*`. A comma or a colon would reach other indices.
Index = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._*-]*$", max_length=255)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_$]*$", max_length=63)]
QualifiedTable = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z_][\w$]*\.[A-Za-z_][\w$]*$", max_length=127)
]
Branch = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][\w./-]*$", max_length=200)]


class GitHubRepository(Model):
    """A repository at GitHub, or at a GitHub Enterprise Server whose API is at `endpoint`."""

    github: str = Field(pattern=r"^[\w.-]+/[\w.-]+$", max_length=140, description="`owner/name`.")
    secret: SecretName | None = Field(
        None,
        description="The secret with a token. GitHub searches code for those alone who have one.",
    )
    endpoint: Endpoint = Field("https://api.github.com", description="The API's address.")


class GitRepository(Model):
    """A bare clone below the folder that the deployment keeps clones in (CASEBOOK_GIT_ROOT)."""

    git: str = Field(
        pattern=r"^[A-Za-z0-9_][\w-]*(\.[\w-]+)*(/[A-Za-z0-9_][\w-]*(\.[\w-]+)*)*$",
        max_length=200,
        description="The clone's path below that folder.",
    )
    branch: Branch = Field("HEAD", description="The branch that is deployed.")


Repository = GitHubRepository | GitRepository


class SearchConnection(Model):
    """An Elasticsearch or OpenSearch cluster and the indices of it that are the workload's."""

    endpoint: Endpoint
    indices: tuple[Index, ...] = Field(
        min_length=1, max_length=50, description="Names; `*` stands for any characters."
    )
    auth: Literal["api-key", "basic", "sigv4", "none"] = Field(
        "api-key", description="`sigv4` signs with the function's role, for OpenSearch Service."
    )
    secret: SecretName | None = Field(None, description="With an API key, or a user and password.")
    region: str | None = Field(None, pattern=r"^[a-z]{2}(-[a-z]+)+-\d$", description="For `sigv4`.")
    time_field: str = Field("@timestamp", pattern=r"^[\w@.-]+$", max_length=128)


class _Database(Model):
    """What of a database is the workload's. No `tables` means every table of the schemas."""

    database: Identifier
    schemas: tuple[Identifier, ...] = Field(min_length=1, max_length=20)
    tables: tuple[QualifiedTable, ...] = Field((), max_length=200)
    secret: SecretName = Field(description="With `username` and `password`, as RDS makes them.")


class PostgresDatabase(_Database):
    """A PostgreSQL server that the functions can reach. The connection is always encrypted."""

    host: Host
    port: int = Field(5432, ge=1, le=65535)


class DataApiDatabase(_Database):
    """An Aurora cluster with PostgreSQL, through the RDS Data API."""

    cluster_arn: str = Field(pattern=r"^arn:aws[\w-]*:rds:[a-z0-9-]+:\d{12}:cluster:[\w-]+$")


Database = PostgresDatabase | DataApiDatabase


class McpServer(Model):
    """An MCP server (streamable HTTP) and those of its tools that agents may use."""

    name: str = Field(
        pattern=r"^[a-z][a-z0-9]{0,15}$", description="Its tools are named `mcp_<name>_<tool>`."
    )
    endpoint: Endpoint
    tools: tuple[Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,40}$")], ...] = Field(
        min_length=1, max_length=30, description="The tools that only read; others do not exist."
    )
    secret: SecretName | None = Field(None, description="With the `token` to send.")
    header: str = Field(
        "Authorization", pattern=r"^[A-Za-z][A-Za-z0-9-]{0,63}$", description="What it is sent in."
    )

    @model_validator(mode="after")
    def _tools_have_different_names(self) -> Self:
        folded = [re.sub(r"[^a-z0-9]+", "_", each.lower()).strip("_") for each in self.tools]
        if "" in folded or len(set(folded)) < len(folded):
            raise ValueError("tools: names need a letter, and differ in more than their signs")
        return self
