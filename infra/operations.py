"""Casebook's own pager: alarms on itself, a dashboard, and the events of AWS it listens to.

Only in an account: the local AWS has neither metric-math alarms nor these service events. The
alarms go to a topic of their own; Casebook does not diagnose itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra import model_costs, tool_metrics
from infra.diagnosis import Diagnosis
from infra.function import CasebookFunction
from infra.stage import Stage

PERIOD = cdk.Duration.minutes(5)


class Operations(Construct):
    """What the team that runs Casebook looks at and is woken by."""

    def __init__(
        self,
        scope: Construct,
        *,
        functions: Sequence[CasebookFunction],
        diagnosis: Diagnosis,
        failed_events: sqs.Queue,
        stage: Stage,
    ) -> None:
        super().__init__(scope, "Operations")
        self._failed_events = failed_events
        self._pager = sns.Topic(self, "Pager", enforce_ssl=True)
        self._pager.add_to_resource_policy(_alarms_may_publish(self._pager))
        self._watch_functions(functions)
        self._watch_diagnoses(diagnosis)
        self._watch_tools()
        self._watch_model_costs(stage)
        self._hear_alarms(diagnosis.alarms.received)
        self._hear_broken_executions(diagnosis)
        _dashboard(self, functions, diagnosis, failed_events, stage)

    def _watch_functions(self, functions: Sequence[CasebookFunction]) -> None:
        for function in functions:
            broken = cloudwatch.MathExpression(
                expression="errors + throttles",
                label=f"{function.node.id}: errors and throttles",
                period=PERIOD,
                using_metrics={
                    "errors": function.metric_errors(),
                    "throttles": function.metric_throttles(),
                },
            )
            self._page(f"{function.node.id}Broken", broken, "A function failed or was throttled")

    def _watch_diagnoses(self, diagnosis: Diagnosis) -> None:
        machine = diagnosis.workflow.machine
        self._page("DiagnosisFailed", machine.metric_failed(period=PERIOD), "A diagnosis failed")
        self._page(
            "DiagnosisTimedOut", machine.metric_timed_out(period=PERIOD), "A diagnosis timed out"
        )
        self._page(
            "EventsFailed",
            self._failed_events.metric_approximate_number_of_messages_visible(period=PERIOD),
            "An event was given up; it waits in the queue of failed events",
        )

    def _watch_tools(self) -> None:
        for tool in tool_metrics.TOOLS:
            alarm_id = f"{''.join(word.title() for word in tool.split('_'))}Failing"
            what = f"{tool} failed in half of its runs or more"
            percent = tool_metrics.FAILING_PERCENT
            self._page(alarm_id, tool_metrics.failing(tool), what, threshold=percent)

    def _watch_model_costs(self, stage: Stage) -> None:
        """Cost is paged before the budgets stop it; a refusal, because then they did."""
        dollars = stage.daily_cost_alarm_usd
        self._page(
            "ModelsDear",
            model_costs.total(stage, "ModelCostUsd", model_costs.DAY),
            f"Model calls of a day have cost {dollars} dollars",
            threshold=dollars,
        )
        self._page(
            "ModelCallsRefused",
            model_costs.total(stage, "ModelCallsRefused", PERIOD),
            "A budget of tokens or dollars is used up; the rules answer instead of a model",
        )
        self._page(
            "ReservationsFailed",
            model_costs.total(stage, "ReservationsFailed", PERIOD),
            "The ledger of model budgets did not answer a call",
        )

    def _page(
        self, alarm_id: str, metric: cloudwatch.IMetric, what: str, *, threshold: float = 1
    ) -> None:
        """Alarm as soon as the threshold is met, by default on the first; silence is health."""
        alarm = cloudwatch.Alarm(
            self,
            alarm_id,
            metric=metric,
            threshold=threshold,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=f"{what}.",
        )
        alarm.add_alarm_action(actions.SnsAction(self._pager))

    def _hear_alarms(self, received: CasebookFunction) -> None:
        """Alarms whose team did not name the topic arrive too, from CloudWatch's own events. Those
        of this stack are about Casebook, and somebody else's to diagnose."""
        own = f"{cdk.Stack.of(self).stack_name}-"
        events.Rule(
            self,
            "AlarmRule",
            description="Alarms of this account wake Casebook",
            event_pattern=events.EventPattern(
                source=["aws.cloudwatch"],
                detail_type=["CloudWatch Alarm State Change"],
                detail={
                    "state": {"value": ["ALARM"]},
                    "alarmName": [{"anything-but": {"prefix": own}}],
                },
            ),
            targets=[targets.LambdaFunction(received, dead_letter_queue=self._failed_events)],
        )

    def _hear_broken_executions(self, diagnosis: Diagnosis) -> None:
        """An execution that times out or is aborted as a whole runs none of its own handlers."""
        status = events.EventField.from_path("$.detail.status")
        ended = events.RuleTargetInput.from_object(
            {
                "diagnosisId": events.EventField.from_path("$.detail.name"),
                "error": status,
                "cause": f"The execution ended as {status}",
            }
        )
        events.Rule(
            self,
            "BrokenExecutionRule",
            description="A diagnosis whose execution broke is recorded as failed",
            event_pattern=events.EventPattern(
                source=["aws.states"],
                detail_type=["Step Functions Execution Status Change"],
                detail={
                    "status": ["FAILED", "TIMED_OUT", "ABORTED"],
                    "stateMachineArn": [diagnosis.workflow.machine.state_machine_arn],
                },
            ),
            targets=[
                targets.LambdaFunction(
                    diagnosis.failed, event=ended, dead_letter_queue=self._failed_events
                )
            ],
        )


def _alarms_may_publish(topic: sns.Topic) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
        actions=["sns:Publish"],
        resources=[topic.topic_arn],
        conditions={"StringEquals": {"aws:SourceAccount": cdk.Aws.ACCOUNT_ID}},
    )


def _dashboard(
    scope: Construct,
    functions: Sequence[CasebookFunction],
    diagnosis: Diagnosis,
    failed_events: sqs.Queue,
    stage: Stage,
) -> None:
    def graph(title: str, metrics: Sequence[cloudwatch.IMetric]) -> cloudwatch.GraphWidget:
        return cloudwatch.GraphWidget(title=title, left=list(metrics), width=12)

    machine = diagnosis.workflow.machine
    cloudwatch.Dashboard(
        scope,
        "Dashboard",
        dashboard_name=cdk.Stack.of(scope).stack_name,
        widgets=[
            [
                graph(
                    "Diagnoses",
                    [machine.metric_started(), machine.metric_succeeded(), machine.metric_failed()],
                ),
                graph("Time to conclude", [machine.metric_time(statistic="p95")]),
            ],
            [
                graph("Errors", [function.metric_errors() for function in functions]),
                graph(
                    "Duration, 95th percentile",
                    [function.metric_duration(statistic="p95") for function in functions],
                ),
            ],
            [
                graph("Throttles", [function.metric_throttles() for function in functions]),
                graph(
                    "Events given up",
                    [failed_events.metric_approximate_number_of_messages_visible()],
                ),
            ],
            *tool_metrics.graphs(),
            *model_costs.widgets(stage),
        ],
    )
