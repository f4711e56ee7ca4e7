"""The state machine of a diagnosis, loaded from `statemachines/diagnosis.asl.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.agents import Agents
from infra.function import CasebookFunction
from infra.layers import PROJECT
from infra.settings import Setting
from infra.stage import Stage

# Waiting asks the gate every ten minutes, and an execution's history holds 25,000 events.
# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
LONGEST_PAUSE = cdk.Duration.days(3)
DEFINITION = PROJECT / "statemachines" / "diagnosis.asl.json"


class Workflow(Construct):
    """A Standard state machine: it may wait for a person, and its history is the audit."""

    def __init__(
        self,
        scope: Construct,
        *,
        stage: Stage,
        steps: Mapping[str, CasebookFunction],
        agents: Agents,
    ) -> None:
        super().__init__(scope, "Workflow")
        functions = {**steps, **agents.placeholders}
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("states.amazonaws.com"))
        self.role.add_to_policy(
            iam.PolicyStatement(
                actions=["lambda:InvokeFunction"],
                resources=[function.function_arn for function in functions.values()],
            )
        )
        self.machine = sfn.StateMachine(
            self,
            "Machine",
            state_machine_name=machine_name(self),
            state_machine_type=sfn.StateMachineType.STANDARD,
            definition_body=sfn.DefinitionBody.from_string(_definition(stage)),
            definition_substitutions={
                placeholder: function.function_arn for placeholder, function in functions.items()
            },
            role=self.role,
            tracing_enabled=stage.is_traced,
            logs=sfn.LogOptions(
                destination=_log_group(self, stage),
                level=sfn.LogLevel.ERROR,
                include_execution_data=False,
            ),
        )

    @staticmethod
    def allow_start(function: CasebookFunction) -> None:
        """Let a function start executions, and know how many may be under way and how long one may
        take.

        The machine is named and not referred to: functions that end a diagnosis start the next,
        and some of them are the machine's own, so that the two would wait for each other to be
        deployed.
        """
        machine = _machine_arn(function)
        function.allow(["states:StartExecution"], [machine])
        function.configure(Setting.STATE_MACHINE_ARN, machine)
        tell_caps(function)
        _tell_limit(function)

    @staticmethod
    def allow_watch(function: CasebookFunction) -> None:
        """Let a function see how executions stand."""
        executions = _machine_arn(function).replace(":stateMachine:", ":execution:") + ":*"
        function.allow(["states:DescribeExecution"], [executions])

    def allow_describe(self, function: CasebookFunction) -> None:
        """Let a function see whether the state machine is there."""
        function.allow(["states:DescribeStateMachine"], [self.machine.state_machine_arn])
        function.configure(Setting.STATE_MACHINE_ARN, self.machine.state_machine_arn)

    @staticmethod
    def allow_answer(function: CasebookFunction) -> None:
        """Let a function answer the gate's task token. The machine is named, as above."""
        function.allow(["states:SendTaskSuccess"], [_machine_arn(function)])
        _tell_limit(function)


def tell_caps(function: CasebookFunction) -> None:
    """How many diagnoses may be under way."""
    at_once = function.stage.at_once
    function.configure(Setting.DIAGNOSES_AT_ONCE, str(at_once.account))
    function.configure(Setting.PROJECT_DIAGNOSES_AT_ONCE, str(at_once.project))


def _tell_limit(function: CasebookFunction) -> None:
    seconds = function.stage.diagnosis_timeout_seconds
    function.configure(Setting.DIAGNOSIS_SECONDS, str(seconds))


def _machine_arn(scope: Construct) -> str:
    return cdk.Stack.of(scope).format_arn(
        service="states",
        resource="stateMachine",
        resource_name=machine_name(scope),
        arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
    )


def machine_name(scope: Construct) -> str:
    """The name of the state machine of the scope's stack."""
    return f"{cdk.Stack.of(scope).stack_name}-diagnosis"


def _definition(stage: Stage) -> str:
    definition = json.loads(DEFINITION.read_text())
    # The gate concludes one that has run for so long; what does not come back to the gate has
    # limits of its own.
    limit = cdk.Duration.seconds(stage.diagnosis_timeout_seconds)
    definition["TimeoutSeconds"] = limit.plus(LONGEST_PAUSE).to_seconds()
    return json.dumps(definition)


def _log_group(scope: Construct, stage: Stage) -> logs.LogGroup:
    """Named as Step Functions' own groups are, which its log delivery may write to."""
    return logs.LogGroup(
        scope,
        "Logs",
        log_group_name=f"/aws/vendedlogs/states/{machine_name(scope)}",
        retention=stage.log_retention,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
