"""What a platform did by itself: nobody takes it back, and what helps after it."""

import re

from casebook.domain.change import Change
from casebook.knowledge.platform_events import EventKind, platform_event

# Who acts for a platform: AWS' services under their own names, and what scales by itself.
_PLATFORM = re.compile(
    r"\.amazonaws\.com$|^aws\b|^AWSServiceRoleFor|auto-?scal|target-?tracking|^hpa\b|karpenter"
    r"|^(?:rds|ecs|eks|lambda|elasticache|secretsmanager|system|kubernetes)$",
    re.IGNORECASE,
)
_ROTATION = re.compile(r"rotat", re.IGNORECASE)


def is_by_platform(change: Change) -> bool:
    """True for what no person and no pipeline did. A service event that names a person is theirs:
    somebody started it."""
    if change.actor:
        return bool(_PLATFORM.search(change.actor))
    return change.kind == "service-event"


def after_platform(change: Change) -> str:
    """What to do after it."""
    name = change.resource
    if _ROTATION.search(change.summary):
        return (
            f"Let what uses the secret of {name} read its new value: a process that read it when it"
            " started holds the old one until it is restarted."
        )
    event = platform_event(change.summary)
    if event is not None and event.kind is EventKind.UPDATE:
        before = next((f" ({field.before})" for field in change.diff if field.before), "")
        return (
            f"Pin {name} to the runtime version that it ran on before{before}, by its runtime"
            " management (update mode manual), until its code works on the new one."
        )
    if change.kind == "scaling":
        return (
            f"{name} was scaled automatically. Check its scaling policy, its limits and what made"
            " it scale before you change its size by hand."
        )
    return (
        f"Wait until {name} has settled; its platform did this, and it is not to be taken back. Let"
        " its clients open new connections and retry."
    )
