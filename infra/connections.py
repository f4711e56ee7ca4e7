"""Permission to look at what a workload's team registered outside of AWS' telemetry, and the layer
that some of it needs.

Connections are registered after deployment. Their secrets all lie under one prefix, and each says
to which host it may be sent (docs/security.md).
"""

import aws_cdk as cdk

from infra.function import CasebookFunction
from infra.layers import Layers

# `casebook.domain.connections.SECRETS`; a test holds the two together.
SECRETS = "casebook/tools"


def allow_search(function: CasebookFunction) -> None:
    """Search Elasticsearch, or OpenSearch Service as itself: with GET, which cannot write."""
    _allow_secrets(function)
    function.allow(["es:ESHttpGet"], [_arn("es", "domain/*")])


def allow_repository(function: CasebookFunction) -> None:
    """Read a repository at GitHub."""
    _allow_secrets(function)


def allow_database(function: CasebookFunction) -> None:
    """Read PostgreSQL, or Aurora through the Data API. Nothing may be committed."""
    _allow_secrets(function)
    actions = ["BeginTransaction", "ExecuteStatement", "RollbackTransaction"]
    function.allow([f"rds-data:{each}" for each in actions], [_arn("rds", "cluster:*")])


def allow_all(function: CasebookFunction, layers: Layers) -> None:
    """Every connection, MCP servers too, with the packages that databases and those need."""
    allow_search(function)
    allow_repository(function)
    allow_database(function)
    layers.add_connections(function)


def _allow_secrets(function: CasebookFunction) -> None:
    secrets = [_arn("secretsmanager", f"secret:{SECRETS}/*")]
    function.allow(["secretsmanager:GetSecretValue"], secrets)


def _arn(service: str, resource: str) -> str:
    aws = cdk.Aws
    return f"arn:{aws.PARTITION}:{service}:{aws.REGION}:{aws.ACCOUNT_ID}:{resource}"
