"""Puts together what several sources tell of changes: who, when, what.

An observation knows what changed, CloudTrail who called which API and when, a team's own feed why.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from casebook.domain.change import Change, ChangeKind
from casebook.domain.ids import CHANGE

ROLE = "role/"
"""Before the name of an IAM role among names of resources, as in the role's ARN."""

Owners = Mapping[str, Sequence[str]]

# How far an event's time may be from a change that it explains: CloudTrail's clock is the API's,
# and a pipeline reports when it is done.
_TOLERANCE = {"observed": timedelta(seconds=30), "feed": timedelta(minutes=5)}
_CLOCKS_DIFFER = timedelta(seconds=2)
_LONGEST_PARAMETERS = 300

_MUTATES = (
    r"(?:Add|Associate|Attach|Cancel|Create|Delete|Deregister|Detach|Disable|Disassociate|Enable|"
    r"Failover|Import|Modify|Publish|Purge|Put|Reboot|Register|Remove|Replace|Reset|Restore|Revoke|"
    r"Rollback|Set|Start|Stop|Switchover|Terminate|Update)[A-Z]\w*$"
)
# Calls that carry a workload's own traffic, or that nothing depends on. CloudTrail's lookup leaves
# data events out; other recorders do not.
# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
_TRAFFIC = (
    r"(?:Put|Update|Delete)Item$|PutMetricData$|PutRecords?(?:Batch)?$|PutEvents$|PutLogEvents$|"
    r"(?:Put|Delete|Restore)Objects?$|PublishBatch$|DeleteMessage(?:Batch)?$|CreateLogStream$|"
    r"CreateLogGroup$|(?:Start|Stop)(?:Sync)?(?:Execution|Query)$|StartLiveTail$|UpdateStream$|"
    r"CreateNetworkInterface$|DeleteNetworkInterface$|PutTraceSegments$|PutTelemetryRecords$|"
    r"CreateGrant$|CreateToken$|AddTags\w*$|RemoveTags\w*$|CreateDataChannel$|UpdateInstanceInform"
)
_KINDS: tuple[tuple[str, ChangeKind], ...] = (
    (r"\w*(?:Polic(?:y|ies)|Permission|PermissionsBoundary|PolicyVersion)$", "permission"),
    (
        r"\w*(?:Concurrency|ScalableTarget|ScalingPolicy|DesiredCapacity)\w*$|UpdateTable$",
        "scaling",
    ),
    (
        r"UpdateFunctionCode$|PublishVersion$|(?:Create|Update)Alias$|UpdateService$|"
        r"(?:Create|Delete)(?:Function|Table|Queue|Service|DeliveryStream)$|"
        r"(?:Create|Register)\w*(?:Deployment|TaskDefinition)$",
        "deployment",
    ),
)


class Call(Protocol):
    """One call of an AWS API."""

    @property
    def event_id(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    @property
    def name(self) -> str: ...

    @property
    def actor(self) -> str: ...

    @property
    def resources(self) -> tuple[str, ...]: ...

    @property
    def parameters(self) -> str: ...


def is_mutation(name: str) -> bool:
    """Whether a call of this name changes how something works, and is not the traffic itself."""
    return bool(re.match(_MUTATES, name)) and not re.match(_TRAFFIC, name)


def with_calls(changes: Iterable[Change], calls: Iterable[Call], owners: Owners) -> list[Change]:
    """The changes, each with who made it and when as far as a call tells, and a change of its own
    for every mutation that explains none of them; oldest first, each once.

    `owners` says to which resources a name in a call belongs: the resource's own name to itself, a
    role (`role/name`) to every function that runs with it.
    """
    mutations = [(call, owner) for call in calls if is_mutation(call.name)
                 for owner in _owners(call, owners)]  # fmt: skip
    told: list[Change] = []
    used: set[tuple[str, str]] = set()
    for change in _once(changes):
        fitting = [call for call, owner in mutations
                   if owner == change.resource and _explains(call, change)]  # fmt: skip
        used.update((call.event_id, change.resource) for call in fitting)
        told.append(_told_by(_closest(fitting, change), change) if fitting else change)
    told += [_own(call, owner) for call, owner in mutations if (call.event_id, owner) not in used]
    return sorted(told, key=lambda change: (change.at, change.change_id))


def _owners(call: Call, owners: Owners) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for name in call.resources for each in owners.get(name, ())))


def _once(changes: Iterable[Change]) -> list[Change]:
    """Each change once: two observers may have told of the same."""
    seen: dict[str, Change] = {}
    for change in sorted(changes, key=lambda each: each.at):
        seen.setdefault(change.change_id, change)
    return list(seen.values())


def _kind(call: Call) -> ChangeKind:
    return next((kind for pattern, kind in _KINDS if re.match(pattern, call.name)), "configuration")


def _explains(call: Call, change: Change) -> bool:
    if change.source in ("cloudtrail", "service") or not _is_in_time(call, change):
        return False
    permission = "permission" in (change.kind, _kind(call))
    if permission or change.source == "feed":
        return _kind(call) == change.kind
    concurrency = any(diff.path.startswith("concurrency.") for diff in change.diff)
    return ("Concurrency" in call.name) == concurrency


def _is_in_time(call: Call, change: Change) -> bool:
    if change.not_before is not None:
        return change.not_before - _CLOCKS_DIFFER <= call.at <= change.at + _CLOCKS_DIFFER
    return abs(call.at - change.at) <= _TOLERANCE[change.source]


def _closest(calls: Sequence[Call], change: Change) -> Call:
    """The call that most likely made the change: of its kind if there is one; not after it was
    seen, unless clocks disagree; the nearest to its time, which for a change within an interval is
    the last, for it left the state that was seen."""
    return min(
        calls,
        key=lambda call: (
            _kind(call) != change.kind,
            change.not_before is not None and call.at > change.at,
            abs(change.at - call.at),
        ),
    )


def _told_by(call: Call, change: Change) -> Change:
    update: dict[str, object] = {"actor": change.actor or call.actor or None}
    if change.not_before is not None:
        update |= {"at": call.at, "not_before": None}
    return change.model_copy(update=update)


def _own(call: Call, resource: str) -> Change:
    parameters = call.parameters if len(call.parameters) <= _LONGEST_PARAMETERS else ""
    identity = f"{call.event_id}\n{resource}".encode()
    return Change(
        change_id=f"{CHANGE}_{hashlib.sha256(identity).hexdigest()[:26]}",
        at=call.at,
        kind=_kind(call),
        resource=resource,
        actor=call.actor or None,
        summary=f"{call.name} on {resource}" + (f" with {parameters}" if parameters else ""),
        source="cloudtrail",
    )
