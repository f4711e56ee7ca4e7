"""What CloudWatch sends when an alarm changes its state, from the topic or from the event bus.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast, get_args

from pydantic import (
    AliasChoices,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)
from pydantic.alias_generators import to_pascal

from casebook.diagnosis.bus_events import as_published
from casebook.domain.alarm import PROSE, Alarm, AlarmQuery, MissingData, only_metric
from casebook.domain.workload import Metric
from casebook.redaction.intake import model_taken_in

_BUS_EVENT = "CloudWatch Alarm State Change"
# An alarm's message has names of its own for what CloudWatch is asked for.
_STATISTICS = {
    "SUM": "Sum",
    "AVERAGE": "Average",
    "MAXIMUM": "Maximum",
    "MINIMUM": "Minimum",
    "SAMPLE_COUNT": "SampleCount",
    "SAMPLECOUNT": "SampleCount",
}
_LONGEST_NAME = 255

_Text = Annotated[str, BeforeValidator(lambda said: "" if said is None else said)]
"""Text that may be null."""
_Count = Annotated[int | None, BeforeValidator(lambda said: said or None)]


class _Dimension(BaseModel):
    """CloudWatch writes the two in lower case, unlike everything around them; others do not."""

    model_config = ConfigDict(defer_build=True)

    name: str = Field(validation_alias=AliasChoices("name", "Name"))
    value: str = Field(validation_alias=AliasChoices("value", "Value"))


def _whole(said: object) -> object:
    """The dimensions that have a name and a value; null stands for none."""
    if not isinstance(said, list):
        return said or []
    return [each for each in said if not (isinstance(each, dict) and None in each.values())]


_Dimensions = Annotated[list[_Dimension], BeforeValidator(_whole)]


class _Wire(BaseModel):
    # Built once, with the message that holds them, when the first arrives.
    model_config = ConfigDict(alias_generator=to_pascal, extra="ignore", defer_build=True)


class _Metric(_Wire):
    metric_name: _Text = ""
    namespace: _Text = ""
    dimensions: _Dimensions = Field(default_factory=list)


class _MetricStat(_Wire):
    metric: _Metric = Field(default_factory=_Metric)
    period: _Count = None
    stat: _Text = ""
    unit: _Text = ""


class _Query(_Wire):
    id: _Text = ""
    expression: _Text = ""
    label: _Text = ""
    metric_stat: _MetricStat | None = None
    period: _Count = None
    return_data: bool = True


class _Trigger(_Metric):
    """The metric part of an alarm's message; a metric-math or composite alarm has less of it."""

    period: _Count = Field(None, gt=0)
    evaluation_periods: _Count = Field(None, gt=0)
    datapoints_to_alarm: _Count = Field(None, gt=0)
    statistic: _Text = ""
    extended_statistic: _Text = ""
    unit: _Text = ""
    comparison_operator: _Text = ""
    threshold: float | None = None
    threshold_metric_id: _Text = ""
    treat_missing_data: _Text = ""
    metrics: Annotated[list[_Query], BeforeValidator(lambda said: said or [])] = Field(
        default_factory=list
    )
    alarm_rule: _Text = ""


class _ChildAlarm(_Wire):
    arn: _Text = ""


def _children(said: object) -> object:
    """Documentation has the children as texts, messages have them as objects; null is none."""
    if not isinstance(said, list):
        return said or []
    return [{"Arn": child} if isinstance(child, str) else child for child in said]


class _AlarmMessage(_Wire):
    """What CloudWatch publishes to a topic."""

    alarm_name: str
    alarm_description: _Text = ""
    aws_account_id: _Text = Field("", alias="AWSAccountId")
    new_state_value: str
    new_state_reason: _Text = ""
    state_change_time: AwareDatetime
    region: _Text = ""
    alarm_rule: _Text = ""
    triggering_children: Annotated[list[_ChildAlarm], BeforeValidator(_children)] = Field(
        default_factory=list
    )
    trigger: Annotated[_Trigger, BeforeValidator(lambda said: said or {})] = Field(
        default_factory=_Trigger
    )


def alarm_texts(event: Mapping[str, Any]) -> list[str]:
    """The text of every alarm in what Lambda was invoked with: from the SNS topic, or from the bus.

    Both come out as the text that CloudWatch publishes, which `read_alarm` understands.
    """
    if event.get("detail-type") == _BUS_EVENT:
        return [json.dumps(as_published(event))]
    return [str(record["Sns"]["Message"]) for record in event.get("Records", ())]


def read_alarm(text: str) -> Alarm | None:
    """The alarm in an SNS message, taken in; None if the message is something else."""
    message = _message(text)
    if message is None:
        return None
    trigger = message.trigger
    queries = tuple(_query(query) for query in trigger.metrics if query.id)
    only = only_metric(queries)
    metric = only.metric if only else None
    dimensions = {each.name: each.value for each in trigger.dimensions}
    statistic = _STATISTICS.get(trigger.statistic.upper(), trigger.statistic)
    alarm = Alarm(
        name=message.alarm_name,
        description=message.alarm_description,
        state=message.new_state_value,
        reason=message.new_state_reason,
        changed_at=message.state_change_time,
        account=message.aws_account_id,
        region=message.region,
        namespace=trigger.namespace or (metric.namespace if metric else ""),
        metric=trigger.metric_name or (metric.name if metric else ""),
        dimensions=dimensions or (metric.dimensions if metric else {}),
        period_seconds=trigger.period or _period(queries) or 60,
        evaluation_periods=trigger.evaluation_periods or 1,
        datapoints_to_alarm=trigger.datapoints_to_alarm,
        statistic=statistic or (only.statistic if only else ""),
        extended_statistic=trigger.extended_statistic,
        unit=trigger.unit,
        comparison=trigger.comparison_operator,
        threshold=trigger.threshold,
        threshold_metric=trigger.threshold_metric_id or _band(queries),
        treat_missing_data=missing_data(trigger.treat_missing_data),
        queries=queries,
        rule=message.alarm_rule or trigger.alarm_rule,
        children=tuple(name for child in message.triggering_children if (name := named(child.arn))),
    )
    return model_taken_in(alarm, PROSE)


def _message(text: str) -> _AlarmMessage | None:
    """The message, without the parts of it that have a shape which nobody foresaw.

    So such an alarm is matched by its name, or kept with those that no workload claims.
    """
    try:
        return _AlarmMessage.model_validate_json(text)
    except ValidationError as error:
        odd = {each["loc"][0] for each in error.errors() if each["loc"]}
    if not odd:
        return None  # no JSON object at all
    said = json.loads(text)
    try:
        return _AlarmMessage.model_validate(
            {name: value for name, value in said.items() if name not in odd}
        )
    except ValidationError:
        return None


def named(arn: str) -> str:
    """The name of the alarm in an ARN or, where it is none, as it stands. Names may hold colons."""
    return arn.split(":alarm:", 1)[-1]


def missing_data(said: str) -> MissingData | None:
    """Older messages wrap the word: `- TreatMissingData:                    notBreaching`."""
    word = said.rpartition(":")[2].strip().lower()
    known = {value.lower(): value for value in get_args(MissingData)}
    return cast("MissingData | None", known.get(word))


def _query(said: _Query) -> AlarmQuery:
    stat = said.metric_stat
    metric = None
    if stat and stat.metric.metric_name and stat.metric.namespace:
        metric = Metric(
            namespace=stat.metric.namespace[:_LONGEST_NAME],
            name=stat.metric.metric_name[:_LONGEST_NAME],
            dimensions={each.name: each.value for each in stat.metric.dimensions},
        )
    return AlarmQuery(
        id=said.id,
        metric=metric,
        statistic=_STATISTICS.get(stat.stat.upper(), stat.stat) if stat else "",
        period_seconds=(stat.period if stat else None) or said.period,
        unit=stat.unit if stat else "",
        expression=said.expression,
        label=said.label,
        returns_data=said.return_data,
    )


def _period(queries: Sequence[AlarmQuery]) -> int | None:
    return max((query.period_seconds for query in queries if query.period_seconds), default=None)


def _band(queries: Sequence[AlarmQuery]) -> str:
    return next((query.id for query in queries if query.is_band), "")
