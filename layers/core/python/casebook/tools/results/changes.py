"""What was changed, and by whom."""

from casebook.domain.change import Change
from casebook.domain.model import Instant, Model


class RepeatedChange(Model):
    """`at`: when the same change was made by the same actor at this time of earlier days."""

    change_id: str
    at: tuple[Instant, ...]


class Changes(Model):
    """Changes of the workload's resources, oldest first; `repeated` are those that somebody makes
    again and again."""

    changes: tuple[Change, ...]
    repeated: tuple[RepeatedChange, ...] = ()
    trail_read: bool
    """False when CloudTrail could not be read or has not delivered: who did it may be missing."""
    trail_left_out: int = 0
    """About how many resources it was not asked, since there are more than a run may ask about."""
    gaps: tuple[str, ...] = ()
    """What else was not looked at, and why: a sentence each."""
