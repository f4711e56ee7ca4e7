"""Breaks the shop in one way and follows what Casebook makes of it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.console import Console

from cli import invitation, shop
from cli.client import Client
from cli.following import follow_diagnosis
from cli.outcome import Outcome
from local import alarm
from local.errors import FaultNotSeen
from local.faults import Fault, Target
from local.state import Stack
from local.traffic import Traffic

HEALTHY_SECONDS = 5.0
# Each failed invocation costs the emulator a new process, which the diagnosis needs as well.
ORDERS_PER_SECOND_MEANWHILE = 1.0
ALARM_SECONDS = 60.0
OPEN_SECONDS = 30.0
POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Experiment:
    """One fault on one stack."""

    stack: Stack
    client: Client
    fault: Fault
    console: Console

    def run(self) -> Outcome:
        """From healthy traffic to the conclusion of the diagnosis that the alarm opens.

        It begins when the alarm is OK, whatever went before. The fault is undone in any case.
        """
        workload = shop.registered(self.client)
        target = Target(self.stack.release_bot_aws, self.stack.shop.payments_url)
        with Traffic(self.stack.shop.shop_url) as traffic:
            self.console.print(f"healthy traffic for {HEALTHY_SECONDS:.0f} s …")
            time.sleep(HEALTHY_SECONDS)
            alarm.wait_for(self.stack.aws, "OK", ALARM_SECONDS)
            try:
                broken_at = self._break(target)
                fired_at = datetime.now(UTC)
                traffic.slow_down(ORDERS_PER_SECOND_MEANWHILE)
                diagnosis = self._opened(workload, broken_at)
                invitation.show_diagnosis(self.stack, diagnosis, self.console)
                conclusion = follow_diagnosis(self.client, diagnosis, self.console)
            finally:
                self.console.print(f"undoing {self.fault.name} …")
                self.fault.revert(target)
        return Outcome(self.fault, conclusion, (conclusion.at - fired_at).total_seconds())

    def settle(self) -> None:
        """Sends healthy traffic until the alarm is OK again."""
        self.console.print("waiting for the alarm to clear …")
        with Traffic(self.stack.shop.shop_url):
            alarm.wait_for(self.stack.aws, "OK", ALARM_SECONDS)

    def _break(self, target: Target) -> datetime:
        """Injects the fault and waits for its alarm; when it was injected."""
        self.console.print(f"[bold red]{self.fault.name}[/]: {self.fault.description}")
        injected_at = datetime.now(UTC)
        self.fault.inject(target)
        waited = alarm.wait_for(self.stack.aws, "ALARM", ALARM_SECONDS)
        self.console.print(f"the alarm [bold]{alarm.ALARM}[/] fired by itself after {waited:.1f} s")
        return injected_at

    def _opened(self, workload: str, since: datetime) -> str:
        """The diagnosis that the alarm opened. Raises FaultNotSeen."""
        deadline = time.monotonic() + OPEN_SECONDS
        while time.monotonic() < deadline:
            for diagnosis in self.client.diagnoses(workload):
                if datetime.fromisoformat(diagnosis["startedAt"]) >= since:
                    return str(diagnosis["diagnosisId"])
            time.sleep(POLL_SECONDS)
        raise FaultNotSeen(
            f"The alarm fired, but no diagnosis was opened within {OPEN_SECONDS:.0f} s.",
            "Look into the log group of the function alarm-received.",
        )
