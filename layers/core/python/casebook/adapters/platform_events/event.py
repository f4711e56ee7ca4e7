"""One thing that a service says of a resource."""

import hashlib
from datetime import datetime

from casebook.domain.change import Change
from casebook.domain.ids import CHANGE
from casebook.redaction.intake import taken_in

_LONGEST = 1000


def event(resource: str, at: datetime, message: str) -> Change:
    """Of a message as the service wrote it; the same message gives the same `change_id`.

    Reasons and causes hold whatever an application printed. They are taken in before they are cut:
    half a secret would not be recognised.
    """
    told = taken_in(" ".join(message.split()))[:_LONGEST]
    identity = f"{resource}\n{at.isoformat()}\n{told}".encode()
    return Change(
        change_id=f"{CHANGE}_{hashlib.sha256(identity).hexdigest()[:26]}",
        at=at,
        kind="service-event",
        resource=resource,
        summary=told,
        source="service",
    )
