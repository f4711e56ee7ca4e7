"""State machines.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html
"""

from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.permissions import RolePermissions
from casebook.adapters.configuration.rules import Rules
from casebook.adapters.configuration.values import Seen, digest, last_part, present
from casebook.domain.workload import Resource
from casebook.errors import NotFound

_DIMENSION = "StateMachineArn"
_MOST_PAGES, _MACHINES_A_PAGE = 5, 1000


def read_machine(
    clients: Clients, resource: Resource, permissions: RolePermissions, rules: Rules
) -> Seen:
    arn = machine_arn(clients, resource)
    found = clients.call("stepfunctions", "describe_state_machine", stateMachineArn=arn)
    role = found.get("roleArn")
    targeting = rules.of(arn)
    settings = {
        "code.sha256": digest(found["definition"]),
        "type": found.get("type"),
        "role": role,
        "related.role": last_part(role),
    }
    return Seen(
        {**present(settings), **permissions.of(last_part(role)), **targeting.settings},
        {**present({"status": found.get("status")}), **targeting.health},
    )


def machine_arn(clients: Clients, resource: Resource) -> str:
    """The machine's ARN: its own name, or what its metrics name, or found among the account's.

    Raises NotFound.
    """
    named = (resource.name, *(m.dimensions.get(_DIMENSION, "") for m in resource.metrics))
    if known := next((name for name in named if name.startswith("arn:")), None):
        return known
    more: dict[str, Any] = {}
    for _ in range(_MOST_PAGES):
        page = clients.call(
            "stepfunctions", "list_state_machines", maxResults=_MACHINES_A_PAGE, **more
        )
        for machine in page.get("stateMachines", []):
            if machine["name"] == resource.name:
                return str(machine["stateMachineArn"])
        if not page.get("nextToken"):
            break
        more = {"nextToken": page["nextToken"]}
    raise NotFound(f"ListStateMachines: there is no state machine {resource.name}")
