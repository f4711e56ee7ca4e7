"""Delivers alarms as CloudWatch does: on the topic, or by EventBridge, and some of them twice."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

from cli.evaluation.loading import alarm_message
from local.state import Stack
from tests.load.incident import bus_event, message
from tests.load.plan import Alarm, Way
from tests.load.witness import Fired, Witness

_RECEIVER = "Casebook-local-alarm-received"
REDELIVERIES, REDELIVERED_AFTER_SECONDS = 2, 60.0
"""Lambda tries an asynchronous event again twice, the first time after a minute. The local SNS
invokes its function once; so an alarm that is not handled by then is delivered again.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
"""


class Alarming:
    """`functions` are the failing functions by the number of their workload."""

    def __init__(self, stack: Stack, functions: list[str], witness: Witness) -> None:
        self._topic = stack.casebook.alarm_topic_arn
        self._sns = stack.aws.client("sns")
        self._lambda = stack.aws.client("lambda")
        self._functions, self._witness = functions, witness
        self._table = stack.aws.client("dynamodb")
        self._table_name = stack.casebook.table_name
        self._delivered: dict[str, tuple[Alarm, datetime, int, float]] = {}

    def fire(self, alarm: Alarm) -> None:
        """Deliver a change of its state that happens now."""
        at = datetime.now(UTC)
        for way in alarm.ways:
            self._deliver(way, alarm, at)
        self._delivered[alarm.name] = (alarm, at, 0, time.monotonic())
        self._witness.fired.append(Fired(alarm.name, at))
        self._witness.progressed()

    def redeliver(self) -> bool:
        """Deliver again which are due; whether others may become due later."""
        for name, (alarm, at, times, since) in list(self._delivered.items()):
            if self._is_handled(name):
                del self._delivered[name]
            elif time.monotonic() - since > REDELIVERED_AFTER_SECONDS:
                if times == REDELIVERIES:
                    del self._delivered[name]
                    continue
                self._deliver(alarm.ways[0], alarm, at)
                self._delivered[name] = (alarm, at, times + 1, time.monotonic())
                self._witness.redelivered += 1
        return bool(self._delivered)

    def _is_handled(self, name: str) -> bool:
        """Whether an attempt came to its end, as far as Lambda would know of it."""
        found = self._table.query(
            TableName=self._table_name,
            KeyConditionExpression="pk = :alarm AND begins_with(sk, :handled)",
            FilterExpression="attribute_not_exists(claimed_until)",
            ExpressionAttributeValues={
                ":alarm": {"S": f"ALARM#{name}"},
                ":handled": {"S": "HANDLED#"},
            },
        )
        return bool(found["Items"])

    def _deliver(self, way: Way, alarm: Alarm, at: datetime) -> None:
        name, function = alarm.name, self._functions[alarm.workload]
        if way is Way.TOPIC:
            told = json.dumps(alarm_message(message(name, function), at))
            self._sns.publish(TopicArn=self._topic, Message=told)
            return
        # The local stage has no rule of EventBridge's; this is how a rule invokes its target.
        event = json.dumps(bus_event(name, function, at)).encode()
        self._lambda.invoke(FunctionName=_RECEIVER, InvocationType="Event", Payload=event)
