"""Diagnosis: the state machine, its steps and specialists, and the functions that steer it."""

from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra import connections, sources
from infra.agents import AGENT_MEMORY, Agents
from infra.alarms import Alarms
from infra.api import Api
from infra.chat import AGENT
from infra.engine import Engine
from infra.function import CasebookFunction, Recipe
from infra.settings import Setting
from infra.storage import Storage
from infra.streaming import Streaming
from infra.workflow import Workflow

DIAGNOSIS = "/api/diagnoses/{diagnosisId}"
DIAGNOSES = "/api/diagnoses"
OF_WORKLOAD = "/api/workloads/{workloadId}/diagnoses"
# API Gateway waits for 30 seconds and no longer; a tool is given less (tools/repeating.py).
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
RECHECK_SECONDS = 29


class Diagnosis(Construct):
    """Everything between an alarm or a question and the report on the result topic."""

    def __init__(
        self,
        scope: Construct,
        *,
        recipe: Recipe,
        storage: Storage,
        streaming: Streaming,
        engine: Engine,
        api: Api,
    ) -> None:
        super().__init__(scope, "Diagnosis")
        self._recipe, self._storage, self._streaming = recipe, storage, streaming
        self.result_topic = sns.Topic(self, "Results", enforce_ssl=recipe.stage.requires_tls)
        self.agents = Agents(
            self, recipe=recipe, storage=storage, streaming=streaming, engine=engine
        )
        self.workflow = Workflow(self, stage=recipe.stage, steps=self._steps(), agents=self.agents)
        self._requests(api)
        self.alarms = Alarms(
            self,
            recipe=recipe,
            storage=storage,
            streaming=streaming,
            api=api,
        )

    def _steps(self) -> dict[str, CasebookFunction]:
        """The state machine's own functions, by the placeholder that names each in its file."""
        steps = {}
        for step in ("prepare", "gate", "notify", "failed"):
            function = CasebookFunction(self, f"diagnosis_{step}", recipe=self._recipe, timeout=30)
            self._storage.allow_write(function)
            self._streaming.allow_push(function)
            steps[f"{step.title()}Function"] = function
        self._storage.allow_keep_evidence(steps["PrepareFunction"])
        # The alarm that fired, as it is now, is the first evidence.
        sources.allow_metrics(steps["PrepareFunction"])
        Workflow.allow_answer(steps["GateFunction"])
        notify = steps["NotifyFunction"]
        notify.allow(["sns:Publish"], [self.result_topic.topic_arn])
        self._publishes_alone(notify)
        notify.configure(Setting.RESULT_TOPIC_ARN, self.result_topic.topic_arn)
        self.failed = steps["FailedFunction"]
        for last in (notify, self.failed):
            Workflow.allow_start(last)
        return steps

    def _publishes_alone(self, function: CasebookFunction) -> None:
        """Say so at the topic: without a policy of its own SNS gives it one that lets all of the
        account publish and subscribe, whatever their roles permit.
        https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
        """
        self.result_topic.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["sns:Publish"],
                principals=[function.grant_principal],
                resources=[self.result_topic.topic_arn],
            )
        )

    def _requests(self, api: Api) -> None:
        start = CasebookFunction(self, "diagnosis_start", recipe=self._recipe)
        self._storage.allow_write(start)
        Workflow.allow_start(start)
        api.serve(start, f"POST {OF_WORKLOAD}", f"POST {DIAGNOSIS}/rerun")

        read = CasebookFunction(self, "diagnosis_read", recipe=self._recipe, timeout=29)
        self._storage.allow_read(read, index=True)
        self._storage.allow_list_projects(read)
        api.serve(
            read,
            f"GET {DIAGNOSES}",
            f"GET {OF_WORKLOAD}",
            f"GET {DIAGNOSIS}",
            f"GET {DIAGNOSIS}/events",
            f"GET {DIAGNOSIS}/state",
        )

        control = CasebookFunction(self, "diagnosis_control", recipe=self._recipe)
        self._storage.allow_write(control)
        self._streaming.allow_push(control)
        Workflow.allow_answer(control)
        Workflow.allow_start(control)
        api.serve(
            control,
            f"POST {DIAGNOSIS}/pause",
            f"POST {DIAGNOSIS}/resume",
            f"POST {DIAGNOSIS}/cancel",
            f"POST {DIAGNOSIS}/feedback",
        )

        evidence = CasebookFunction(self, "evidence", recipe=self._recipe)
        self._storage.allow_read(evidence)
        self._storage.allow_read_evidence(evidence)
        api.serve(
            evidence,
            f"GET {DIAGNOSIS}/evidence/{{evidenceId}}",
            f"GET {AGENT}/evidence/{{evidenceId}}",
        )
        self._series(api)
        self._rechecks(api)

    def _series(self, api: Api) -> None:
        """What stands behind charts; a wider stretch of it is read from CloudWatch."""
        series = CasebookFunction(
            self, "evidence_series", recipe=self._recipe, timeout=RECHECK_SECONDS
        )
        self._storage.allow_read(series)
        self._storage.allow_count(series)
        self._storage.allow_read_evidence(series)
        series.allow(["cloudwatch:GetMetricData"], ["*"])
        api.serve(
            series,
            f"GET {DIAGNOSIS}/evidence/{{evidenceId}}/series",
            f"GET {AGENT}/evidence/{{evidenceId}}/series",
        )

    def _rechecks(self, api: Api) -> None:
        """A recheck runs any tool, so it may read what any agent may; it keeps nothing."""
        recheck = CasebookFunction(
            self,
            "evidence_recheck",
            recipe=self._recipe,
            timeout=RECHECK_SECONDS,
            memory=AGENT_MEMORY,
        )
        self._storage.allow_read(recheck, index=True)
        self._storage.allow_count(recheck)
        self._storage.allow_read_evidence(recheck)
        self._storage.allow_read_runbooks(recheck)
        sources.allow_logs(recheck)
        sources.allow_traces(recheck)
        sources.allow_metrics(recheck)
        sources.allow_changes(recheck)
        sources.allow_configuration(recheck)
        connections.allow_all(recheck, self._recipe.layers)
        api.serve(
            recheck,
            f"POST {DIAGNOSIS}/evidence/{{evidenceId}}/recheck",
            f"POST {AGENT}/evidence/{{evidenceId}}/recheck",
        )
