"""What a browser test may ask for on the stack, beside what it does in the page itself."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cli import shop
from cli.client import Client, sign_in
from cli.following import ask
from local import alarm, faults
from local.faults import Fault, Target
from local.models import configure, read
from local.state import Stack
from local.traffic import Traffic
from tests.browser.provider import Provider
from tests.stack.people import as_person

Command = Callable[[dict[str, Any]], dict[str, Any]]

# Each failed order costs the emulator a new process, which the diagnosis needs as well.
ORDERS_PER_SECOND_MEANWHILE = 1.0
ALARM_SECONDS = 120.0
SESSIONS_PER_HOUR = 20


@dataclass
class Scene:
    """One stack with the shop on it. Commands take and give JSON objects."""

    stack: Stack
    provider: Provider
    _customers: Traffic | None = None
    _fault: Fault | None = None
    _lost: dict[str, Any] = field(default_factory=dict)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    @property
    def commands(self) -> dict[str, Command]:
        """By their names in the address."""
        return {
            "person": self.person,
            "workload": self.workload,
            "lose-workload": self.lose_workload,
            "give-back-workload": self.give_back_workload,
            "release": self.release,
            "break": self.break_shop,
            "repair": self.repair_shop,
            "alarm": self.alarm,
            "use-up-sessions": self.use_up_sessions,
        }

    @property
    def target(self) -> Target:
        return Target(self.stack.release_bot_aws, self.stack.shop.payments_url)

    def person(self, asked: dict[str, Any]) -> dict[str, Any]:
        """A new user of a project. Tests that start sessions take one each: they are limited."""
        made = as_person(
            self.stack, f"user-{secrets.token_hex(3)}", asked.get("project", shop.NAME)
        )
        token = sign_in(made)
        return {"name": made.person.name, "password": made.person.password, "token": token}

    def workload(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Registers a workload of the shop's resources that is no one else's; its id.

        No alarm belongs to it, so diagnoses of it are those that the test starts.
        """
        project = asked.get("project", shop.NAME)
        owner = as_person(self.stack, f"owner-{secrets.token_hex(3)}", project)
        described = shop.WORKLOAD | {
            "name": asked["name"],
            "project": project,
            "resources": [{"name": "payments-fn", "type": "lambda"}],
            "calls": [],
            "alarms": [],
        }
        return {"workloadId": self._as(owner).register_workload(described)}

    def lose_workload(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Takes a workload out of the table alone: its sessions are open, and their turns fail."""
        key = {"pk": {"S": f"WORKLOAD#{asked['workloadId']}"}, "sk": {"S": "SELF"}}
        removed = self.stack.aws.client("dynamodb").delete_item(
            TableName=self.stack.casebook.table_name, Key=key, ReturnValues="ALL_OLD"
        )
        self._lost[asked["workloadId"]] = removed["Attributes"]
        return {}

    def give_back_workload(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Puts it into the table again."""
        self.stack.aws.client("dynamodb").put_item(
            TableName=self.stack.casebook.table_name, Item=self._lost.pop(asked["workloadId"])
        )
        return {}

    def release(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The model goes on with what waits for the key."""
        self.provider.release(asked["key"])
        return {}

    def break_shop(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Injects a fault; answers when the shop's alarm has fired by itself."""
        with self._one_at_a_time:
            fault = faults.find(asked["fault"])
            self._fault = fault
            customers = self._customers or Traffic(self.stack.shop.shop_url)
            if self._customers is None:
                self._customers = customers
                customers.__enter__()
            alarm.wait_for(self.stack.aws, "OK", ALARM_SECONDS)
            began = datetime.now(UTC)
            fault.inject(self.target)
            alarm.wait_for(self.stack.aws, "ALARM", ALARM_SECONDS)
            customers.slow_down(ORDERS_PER_SECOND_MEANWHILE)
            return {"began": began.isoformat(), "alarm": alarm.ALARM}

    def repair_shop(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Undoes the fault and sends the customers home."""
        with self._one_at_a_time:
            if self._fault is not None:
                self._fault.revert(self.target)
                self._fault = None
            if self._customers is not None:
                self._customers.__exit__(None, None, None)
                self._customers = None
            return {}

    def alarm(self, asked: dict[str, Any]) -> dict[str, Any]:
        """An alarm of that name comes in on the topic, as CloudWatch sends it."""
        news = {
            "AlarmName": asked["name"],
            "NewStateValue": "ALARM",
            "NewStateReason": asked.get("reason", "Threshold Crossed: 1 datapoint [7.0]."),
            "StateChangeTime": datetime.now(UTC).isoformat(),
            "Trigger": {"MetricName": "Errors", "Namespace": "AWS/Lambda", "Dimensions": []},
        }
        self.stack.aws.client("sns").publish(
            TopicArn=self.stack.casebook.alarm_topic_arn, Message=json.dumps(news)
        )
        return {}

    def use_up_sessions(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Starts all the sessions that the holder of the token may start in an hour."""
        client = Client(self.stack.casebook.http_api_url, asked["token"])
        for _ in range(SESSIONS_PER_HOUR):
            started = client.start_session(asked["workloadId"])
            client.end_session(asked["workloadId"], started["sessionId"])
        return {}

    def _as(self, person: Stack) -> Client:
        return Client(self.stack.casebook.http_api_url, sign_in(person))


def warm_up(client: Client, workload: str) -> None:
    """Has the functions started that every page calls, so that no test waits for them."""
    for path in ("me", "diagnoses", "alarms", "usage", f"workloads/{workload}/changes"):
        client.get(f"/api/{path}")
    client.get(f"/api/workloads/{workload}/map")
    ask(client, workload, "Is it healthy?", lambda words: None)


def with_model(stack: Stack, provider: Provider, folder: Any) -> None:
    """Every session and diagnosis of the stack asks this provider."""
    file = folder / "models.json"
    limits = {"timeoutSeconds": 120, "maxTokens": 1024}
    asked = {
        "provider": "anthropic",
        "secret": "key",
        "baseUrl": provider.address,
        "limits": limits,
    }
    file.write_text(json.dumps({"providers": [asked]}))
    configure(stack, read(file, {"ANTHROPIC_API_KEY": "k3y"}))
