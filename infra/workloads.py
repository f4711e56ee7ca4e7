"""Workloads: what is watched, what changed about it, and the observer that notices changes."""

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from infra import sources
from infra.api import Api
from infra.function import CasebookFunction, Recipe
from infra.settings import Setting
from infra.storage import OWNERSHIP_ITEMS, WORKLOAD_ITEMS, Storage
from infra.streaming import Streaming

OWNERSHIP = "/api/projects/{project}/ownership"
OBSERVE_EVERY = cdk.Duration.minutes(5)


class Workloads(Construct):
    """The registry of workloads, what projects own of the account, the change feed, and the
    observer that feeds it."""

    def __init__(
        self,
        scope: Construct,
        *,
        recipe: Recipe,
        storage: Storage,
        streaming: Streaming,
        api: Api,
    ) -> None:
        super().__init__(scope, "Workloads")
        observer = CasebookFunction(
            self, "resource_observer", recipe=recipe, timeout=120, asynchronous=True
        )
        storage.allow_write(observer, index=True)
        sources.allow_configuration(observer)
        events.Rule(
            self,
            "ObserveSchedule",
            description="Looks at the configuration of every watched resource",
            schedule=events.Schedule.rate(OBSERVE_EVERY),
            targets=[targets.LambdaFunction(observer)],
        )

        workloads = CasebookFunction(self, "workloads", recipe=recipe)
        storage.allow_write(workloads, index=True)
        workloads.may_invoke(observer, Setting.OBSERVER_FUNCTION)
        # Removing a workload ends its sessions.
        streaming.allow_push(workloads)
        api.serve(
            workloads,
            "GET /api/workloads",
            "POST /api/workloads",
            "GET /api/workloads/{workloadId}",
            "PUT /api/workloads/{workloadId}",
            "DELETE /api/workloads/{workloadId}",
        )

        projects = CasebookFunction(self, "projects", recipe=recipe)
        storage.allow_write_of(projects, OWNERSHIP_ITEMS, index=True)
        api.serve(projects, "GET /api/projects", f"GET {OWNERSHIP}", f"PUT {OWNERSHIP}")

        changes = CasebookFunction(self, "changes", recipe=recipe)
        storage.allow_write_of(changes, WORKLOAD_ITEMS)
        api.serve(
            changes,
            "GET /api/workloads/{workloadId}/changes",
            "POST /api/workloads/{workloadId}/changes",
        )

        seen = CasebookFunction(self, "workload_map", recipe=recipe)
        storage.allow_read(seen, index=True)
        seen.allow(["cloudwatch:DescribeAlarms"], ["*"])
        api.serve(seen, "GET /api/workloads/{workloadId}/map")
