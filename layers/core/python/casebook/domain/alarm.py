"""An alarm that fired, in the words of CloudWatch."""

from datetime import timedelta

from pydantic import Field

from casebook.domain.model import Instant, Model
from casebook.domain.window import Window


class Alarm(Model):
    """A change of an alarm's state. `dimensions` are those of the metric it watches, if any."""

    name: str
    description: str = ""
    state: str
    reason: str = ""
    changed_at: Instant
    account: str = ""
    region: str = ""
    namespace: str = ""
    metric: str = ""
    dimensions: dict[str, str] = Field(default_factory=dict)
    period_seconds: int = 60
    evaluation_periods: int = 1

    def incident_window(self) -> Window:
        """When the symptom began, as far as the alarm itself can tell, up to when it fired.

        An alarm that goes off looked at `evaluation_periods` periods. One period more is added
        because datapoints are aligned to the period, not to the first error.
        """
        seconds = self.period_seconds * (self.evaluation_periods + 1)
        return Window(start=self.changed_at - timedelta(seconds=seconds), end=self.changed_at)
