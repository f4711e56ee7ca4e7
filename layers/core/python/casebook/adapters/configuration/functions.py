"""Lambda functions, and what they read by themselves.

https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
"""

from datetime import datetime

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.mappings import read_mappings
from casebook.adapters.configuration.permissions import RolePermissions
from casebook.adapters.configuration.rules import Rules
from casebook.adapters.configuration.values import (
    Seen,
    environment,
    last_part,
    part,
    present,
    short,
)
from casebook.analysis.configuration import LAST_MODIFIED
from casebook.domain.model import iso


def read_function(clients: Clients, name: str, permissions: RolePermissions, rules: Rules) -> Seen:
    found = clients.call("lambda", "get_function_configuration", FunctionName=name)
    concurrency = clients.call("lambda", "get_function_concurrency", FunctionName=name)
    mappings = part("trigger", lambda: read_mappings(clients, name))
    targeting = rules.of(found.get("FunctionArn"))
    role = found.get("Role")
    settings = {
        "code.sha256": found.get("CodeSha256"),
        "runtime": found.get("Runtime"),
        "handler": found.get("Handler"),
        "architecture": ",".join(found.get("Architectures", [])) or None,
        "layers": ", ".join(each["Arn"] for each in found.get("Layers", [])) or None,
        "memoryMb": found.get("MemorySize"),
        "ephemeralStorageMb": found.get("EphemeralStorage", {}).get("Size"),
        "timeoutSeconds": found.get("Timeout"),
        "deadLetter": found.get("DeadLetterConfig", {}).get("TargetArn"),
        "tracing": found.get("TracingConfig", {}).get("Mode"),
        "vpc.subnets": found.get("VpcConfig", {}).get("SubnetIds"),
        "vpc.securityGroups": found.get("VpcConfig", {}).get("SecurityGroupIds"),
        "concurrency.reserved": concurrency.get("ReservedConcurrentExecutions"),
        "role": role,
        "related.role": last_part(role),
        LAST_MODIFIED: _moment(found.get("LastModified")),
    }
    health = {
        "status": found.get("State"),
        "status.code": found.get("StateReasonCode"),
        "status.reason": short(found.get("StateReason")),
        "lastUpdate": found.get("LastUpdateStatus"),
        "lastUpdate.code": found.get("LastUpdateStatusReasonCode"),
        "lastUpdate.reason": short(found.get("LastUpdateStatusReason")),
    }
    variables = found.get("Environment", {}).get("Variables", {})
    return Seen(
        {
            **present(settings),
            **environment(name, variables),
            **permissions.of(last_part(role)),
            **mappings.settings,
            **targeting.settings,
        },
        {**present(health), **mappings.health, **targeting.health},
    )


def _moment(text: str | None) -> str | None:
    """Lambda writes `2026-11-21T19:04:11.120+0000`."""
    return iso(datetime.fromisoformat(text)) if text else None
