"""Delivers alarms as CloudWatch does: on the topic, or by EventBridge, and some of them twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from cli.evaluation.loading import alarm_message
from local.state import Stack
from tests.load.incident import bus_event, message
from tests.load.plan import Alarm, Way
from tests.load.witness import Fired, Witness

_RECEIVER = "Casebook-local-alarm-received"


class Alarming:
    """`functions` are the failing functions by the number of their workload."""

    def __init__(self, stack: Stack, functions: list[str], witness: Witness) -> None:
        self._topic = stack.casebook.alarm_topic_arn
        self._sns = stack.aws.client("sns")
        self._lambda = stack.aws.client("lambda")
        self._functions, self._witness = functions, witness

    def fire(self, alarm: Alarm) -> None:
        """Deliver a change of its state that happens now."""
        at = datetime.now(UTC)
        function = self._functions[alarm.workload]
        for way in alarm.ways:
            self._deliver(way, alarm.name, function, at)
        self._witness.fired.append(Fired(alarm.name, at))
        self._witness.progressed()

    def _deliver(self, way: Way, name: str, function: str, at: datetime) -> None:
        if way is Way.TOPIC:
            told = json.dumps(alarm_message(message(name, function), at))
            self._sns.publish(TopicArn=self._topic, Message=told)
            return
        # The local stage has no rule of EventBridge's; this is how a rule invokes its target.
        event = json.dumps(bus_event(name, function, at)).encode()
        self._lambda.invoke(FunctionName=_RECEIVER, InvocationType="Event", Payload=event)
