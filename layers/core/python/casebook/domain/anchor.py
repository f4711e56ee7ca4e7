"""The anchor of a diagnosis: what the alarm watches, how it stands, and since when."""

from typing import Literal

from casebook.domain.model import Instant, Model
from casebook.domain.window import Window

Direction = Literal["rise", "fall"]


class Anchor(Model):
    """The alarm as CloudWatch would evaluate it now, and the change point of what it watches.

    `breaches` is None where nothing could be evaluated. `onset` is when the watched series left
    what it was, an interval as wide as its datapoints; `usual` and `observed` are its levels before
    and since, in its own unit. None where no change point is found. `baseline` is the time before
    the onset; None where nothing can be called usual. `occasions` are when the condition was met
    before: by the datapoints, and by the alarm's history.
    """

    resource: str | None = None
    definition: str
    breaches: bool | None = None
    since: Window | None = None
    onset: Window | None = None
    direction: Direction | None = None
    usual: float | None = None
    observed: float | None = None
    baseline: Window | None = None
    occasions: tuple[Instant, ...] = ()
    evidence: tuple[str, ...] = ()
