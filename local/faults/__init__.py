"""What can be broken in the shop: faults by name, each made through AWS' own API.

A fault is made by the IAM user `release-bot` with an access key of its own, as a release pipeline
would, so that CloudTrail has the change, its time and its author.
"""

from __future__ import annotations

from local.errors import LocalError
from local.faults.bad_deploy import BadDeploy
from local.faults.blip import Blip
from local.faults.dead_address import DeadAddress
from local.faults.fault import Expected, Fault, Target
from local.faults.lost_permission import LostPermission
from local.faults.throttled import Throttled

__all__ = ["FAULTS", "Expected", "Fault", "Target", "find"]

FAULTS: dict[str, Fault] = {
    fault.name: fault
    for fault in (DeadAddress(), BadDeploy(), Throttled(), LostPermission(), Blip())
}


def find(name: str) -> Fault:
    """The fault of that name. Raises LocalError, which lists the names."""
    try:
        return FAULTS[name]
    except KeyError as error:
        raise LocalError(
            f"There is no fault named {name!r}.", f"Choose one of: {', '.join(FAULTS)}."
        ) from error
