"""The tool that looks at the alarm itself: what it is set on, and whether it breaches."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from casebook.analysis.alarm_rule import alarms_of
from casebook.domain.alarm import Alarm, AlarmForm, AlarmTransition
from casebook.domain.evidence import Evidence
from casebook.domain.window import Window
from casebook.errors import CasebookError, Forbidden
from casebook.ports.alarms import AlarmDirectory
from casebook.ports.metrics import MetricSource
from casebook.tools.alarm_boundary import owners, refusal
from casebook.tools.alarm_news import is_news
from casebook.tools.alarm_series import AlarmSeries
from casebook.tools.alarm_words import told
from casebook.tools.results.alarms import AlarmReading
from casebook.tools.tool import Answers, Found, NoData, Parameters, Scope, Tool

DefinedBy = Literal["cloudwatch", "message"]

_HISTORY = timedelta(days=14)
# A composite alarm may name a hundred others, and those others again.
_MOST_CHILDREN = 20
# An incident may turn out to have begun so much earlier than the alarm looked back. Around the same
# time of yesterday (alarm_series.py) the series then still has an hour to each side.
_SPARE = timedelta(hours=2)
# What is taken from CloudWatch: how the alarm is defined. Its state is of now, and the message's
# is the one that somebody was told of.
_OF_THE_MESSAGE = ("state", "reason", "changed_at", "account", "region", "children")


class Request(Parameters):
    """It is the alarm that fired."""


class GetAlarmState(Tool[Request, AlarmReading]):
    """Reads the alarm's definition, its history and its own metrics, and evaluates it."""

    name = "get_alarm_state"
    description = (
        "The alarm that fired, evaluated as CloudWatch does, by its own statistic, period, M of N "
        "and missing data: whether it breaches now, since when, how often it did lately, its "
        "metric's values, and its changes of state in 14 days. A composite alarm with its children."
    )
    timeout_seconds = 15.0
    cost = "metered"  # GetMetricData is charged by the metric
    parameters = Request
    data = AlarmReading

    def __init__(self, directory: AlarmDirectory, metrics: MetricSource) -> None:
        self._directory = directory
        self._metrics = metrics

    def run(self, parameters: Request, scope: Scope) -> Found[AlarmReading] | NoData:
        query = parameters.model_dump(mode="json")
        if scope.alarm is None:
            return NoData("No alarm is why somebody looks.", query, scope.window)
        at = _moment(scope, scope.alarm)
        notes: list[str] = []
        alarm, defined_by = self._defined(scope.alarm, notes)
        look = _Look(self._directory, scope, AlarmSeries(self._metrics, scope.window, at))
        reading = look.at(alarm, defined_by)
        history = self._history(alarm, Window(start=at - _HISTORY, end=at), notes)
        reading = reading.model_copy(
            update={"history": tuple(history), "notes": (*reading.notes, *notes)}
        )
        return Found(reading, told(reading), query, scope.window.reaching(at))

    def still_holds(
        self, then: Evidence, parameters: Request, scope: Scope, answers: Answers
    ) -> bool:
        """CloudWatch evaluates an alarm once a minute: within it, an evaluation holds as long as
        nothing shows that there is a datapoint which it did not have."""
        reading = answers.data(then, AlarmReading)
        if reading is None or scope.alarm is None:
            return False
        if scope.window.start < then.window.start - _SPARE:
            return False
        return not is_news(then, reading, _moment(scope, scope.alarm), scope.workload, answers)

    def _defined(self, alarm: Alarm, notes: list[str]) -> tuple[Alarm, DefinedBy]:
        """The alarm with CloudWatch's definition, where there is one."""
        found = _described(self._directory, [alarm.name], notes)
        if not found:
            notes.append("How it is defined stands as its message said it.")
            return alarm, "message"
        kept = {name: getattr(alarm, name) for name in _OF_THE_MESSAGE}
        return found[0].model_copy(update=kept), "cloudwatch"

    def _history(self, alarm: Alarm, window: Window, notes: list[str]) -> list[AlarmTransition]:
        try:
            return self._directory.history(alarm.name, window)
        except CasebookError as error:
            notes.append(f"Its changes of state could not be read: {error.detail}.")
            return []


def _moment(scope: Scope, alarm: Alarm) -> datetime:
    """Now. An alarm fires by CloudWatch's clock, and ours may be behind."""
    return max(scope.now, alarm.changed_at)


class _Look:
    """One run over an alarm and, for a composite one, those below it, each looked at once."""

    def __init__(self, directory: AlarmDirectory, scope: Scope, series: AlarmSeries) -> None:
        self._directory, self._scope, self._series = directory, scope, series
        self._seen: dict[str, AlarmReading | Alarm | None] = {}

    def at(self, alarm: Alarm, defined_by: DefinedBy, parent: Alarm | None = None) -> AlarmReading:
        """The reading of one alarm. Raises Forbidden for metrics of somebody else."""
        self._seen[alarm.name] = None
        if alarm.form is not AlarmForm.COMPOSITE:
            if why := refusal(self._scope, alarm, parent):
                raise Forbidden(why)
            reading = self._series.reading(alarm, defined_by, owners(self._scope.workload, alarm))
        else:
            notes: list[str] = []
            children = self._children(alarm, notes)
            reading = self._series.composite(alarm, defined_by, children)
            reading = reading.model_copy(update={"notes": (*notes, *reading.notes)})
        self._seen[alarm.name] = reading
        return reading

    def _children(self, alarm: Alarm, notes: list[str]) -> dict[str, AlarmReading | Alarm | None]:
        """By name: what was read; what CloudWatch says, where it may not be read; None where
        nothing is known, as of one that the alarm is itself a part of."""
        names = alarms_of(alarm.rule)
        unseen = [name for name in names if name not in self._seen]
        room = max(0, _MOST_CHILDREN - len(self._seen))
        if len(unseen) > room:
            notes.append(f"Of {len(unseen)} alarms below {alarm.name} {room} were looked at.")
        for child in _described(self._directory, unseen[:room], notes):
            if child.name in self._seen:
                continue
            try:
                self.at(child, "cloudwatch", alarm)
            except Forbidden as error:
                notes.append(f"{error.detail}.")
                self._seen[child.name] = child
        return {name: self._seen.get(name) for name in names}


def _described(
    directory: AlarmDirectory, names: Sequence[str], notes: list[str]
) -> Sequence[Alarm]:
    try:
        return directory.describe(names) if names else ()
    except CasebookError as error:
        notes.append(f"CloudWatch's definition could not be read: {error.detail}.")
        return ()
