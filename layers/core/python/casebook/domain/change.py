"""Something that was changed on purpose: a deploy, a setting, a permission, a scaling step."""

from typing import Literal

from pydantic import JsonValue

from casebook.domain.model import Instant, Model

ChangeKind = Literal[
    "deployment", "configuration", "permission", "scaling", "service-event", "other"
]


class FieldChange(Model):
    """One setting, before and after. `None` means that it was not there."""

    path: str
    before: JsonValue = None
    after: JsonValue = None


class Change(Model):
    """One change of one resource.

    `at` is when it happened, or the latest moment at which it can have happened; then `not_before`
    is the earliest. `source` says who told us: `feed` (a team's pipeline), `cloudtrail`, `observed`
    (Casebook compared the resource's configuration with what it had seen before), or `service` (the
    AWS service that runs the resource).
    """

    change_id: str
    at: Instant
    not_before: Instant | None = None
    kind: ChangeKind
    resource: str
    actor: str | None = None
    summary: str
    diff: tuple[FieldChange, ...] = ()
    patch: str | None = None
    url: str | None = None
    source: Literal["feed", "cloudtrail", "observed", "service"] = "feed"
