"""Runs scenarios one after the other on a stack: load, fire the alarm, wait, score."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from botocore.exceptions import ClientError
from rich.console import Console

from cli.client import Client, sign_in
from cli.errors import ApiError
from cli.evaluation.isolation import Isolation
from cli.evaluation.loading import Loaded
from cli.evaluation.scenario import Scenario
from cli.evaluation.scoring import Trial
from cli.following import NotConcluded, follow_diagnosis
from cli.stream import ConnectionLost
from local.state import Stack

OPEN_SECONDS = 30.0
POLL_SECONDS = 0.3
# Loading takes about this long; the alarm fires when it is over, so that the data reach right up to
# it and "it stopped ten seconds ago" means what the scenario says.
LOAD_SECONDS = 1.0
LINES_A_SECOND = 6_000
_SILENT = Console(quiet=True)


class NotOpened(Exception):
    """The alarm opened no diagnosis of the workload."""


@dataclass(frozen=True)
class Trials:
    """Trials on one stack, apart from all that went before on it."""

    stack: Stack
    console: Console

    def run(self, scenarios: Iterable[Scenario]) -> Iterator[Trial]:
        """One trial a scenario. What goes wrong with one is its result, and the next is run."""
        listed = list(scenarios)
        besides = [scenario.beside for scenario in listed if scenario.beside]
        self._join_projects({each.workload.project for each in (*listed, *besides)})
        run = secrets.token_hex(2)
        for number, scenario in enumerate(listed):
            with self.console.status(f"{number + 1} of {len(listed)}: {scenario.name} …"):
                trial = self._try(scenario, f"{run}-{number:02}")
            yield trial

    def _try(self, scenario: Scenario, tag: str) -> Trial:
        isolated = Isolation(tag).applied(scenario)
        # A new token each time: a long suite outlives one.
        client = Client(self.stack.casebook.http_api_url, sign_in(self.stack))
        loaded = Loaded(self.stack, client)
        try:
            return self._diagnosed(scenario, isolated, loaded)
        except (ApiError, ClientError, ConnectionLost, NotConcluded, NotOpened) as error:
            return Trial(scenario.name, scenario.part, scenario.expected, problem=str(error))
        finally:
            loaded.remove()

    def _diagnosed(self, scenario: Scenario, isolated: Scenario, loaded: Loaded) -> Trial:
        lead = LOAD_SECONDS + _size(isolated) / LINES_A_SECOND
        fired_at = datetime.now(UTC) + timedelta(seconds=lead)
        loaded.put(isolated, fired_at)
        time.sleep(max(0.0, (fired_at - datetime.now(UTC)).total_seconds()))
        loaded.publish(isolated, fired_at)
        published_at = datetime.now(UTC)
        diagnosis = _opened(loaded.client, loaded.workload)
        conclusion = follow_diagnosis(loaded.client, diagnosis, _SILENT)
        return Trial(
            scenario.name,
            scenario.part,
            scenario.expected,
            diagnosis=diagnosis,
            report=conclusion.report,
            seconds=(conclusion.at - published_at).total_seconds(),
            tokens=_tokens(loaded.client, diagnosis),
            fired_at=fired_at,
        )

    def _join_projects(self, projects: set[str]) -> None:
        """Puts the demo's user into the groups that the scenarios' projects are."""
        cognito = self.stack.aws.client("cognito-idp")
        pool = self.stack.casebook.user_pool_id
        for project in sorted(projects):
            with suppress(cognito.exceptions.GroupExistsException):
                cognito.create_group(UserPoolId=pool, GroupName=project)
            cognito.admin_add_user_to_group(
                UserPoolId=pool, Username=self.stack.person.name, GroupName=project
            )


def _size(scenario: Scenario) -> int:
    beside = _size(scenario.beside) if scenario.beside else 0
    return len(scenario.lines) + len(scenario.data) + beside


def _opened(client: Client, workload: str) -> str:
    """The diagnosis that the alarm opened. Raises NotOpened."""
    deadline = time.monotonic() + OPEN_SECONDS
    while time.monotonic() < deadline:
        if found := client.diagnoses(workload):
            return str(found[0]["diagnosisId"])
        time.sleep(POLL_SECONDS)
    raise NotOpened(f"The alarm opened no diagnosis within {OPEN_SECONDS:.0f} s.")


def _tokens(client: Client, diagnosis: str) -> int:
    """Tokens that models read and wrote, from the diagnosis' own events."""
    tokens, after = 0, 0
    while page := client.diagnosis_events(diagnosis, after):
        for event in page:
            if event.type == "usage-recorded":
                tokens += sum(
                    int(amount)
                    for name, amount in event.data.items()
                    if name.endswith("Tokens") and isinstance(amount, int)
                )
        after = page[-1].seq
    return tokens
