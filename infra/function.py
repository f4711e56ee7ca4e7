"""The one recipe for a Lambda function.

Every function has its own role, which may do nothing at first, and its own log group. What it
may do it is given by the capability that owns the resource (`storage.allow_read(function)`), and
the resource's name comes with the permission, as a setting. So a function can never be told of a
resource that it may not use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.layers import Code, Layers
from infra.settings import Setting
from infra.stage import Conditions, Stage

ASYNCHRONOUS_RETRIES = 2


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What all functions of a stack share; `built` is every function made with it."""

    stage: Stage
    code: Code
    layers: Layers
    failed_events: sqs.IQueue
    built: list[CasebookFunction] = field(default_factory=list)


class CasebookFunction(lambda_.Function):
    """A handler of `functions/<name>`, deployed as `<stack>-<name>`.

    `asynchronous` functions are tried again twice by Lambda; an event that then still fails is
    kept in the queue of failed events. `timeout` is in seconds, `memory` in MiB; Lambda
    gives CPU in proportion to memory, so memory is also how fast a cold start imports. One that
    `talks_to_models` carries their SDKs.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        recipe: Recipe,
        timeout: int = 15,
        memory: int = 512,
        asynchronous: bool = False,
        talks_to_models: bool = False,
    ) -> None:
        stage, construct_id = recipe.stage, "".join(word.title() for word in name.split("_"))
        function_name = f"{cdk.Stack.of(scope).stack_name}-{name.replace('_', '-')}"
        log_group = _log_group(scope, construct_id, function_name, stage)
        role = iam.Role(
            scope, f"{construct_id}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")
        )
        super().__init__(
            scope,
            construct_id,
            function_name=function_name,
            code=_handler(recipe.code.functions / name),
            handler="handler.handler",
            runtime=stage.runtime,
            architecture=stage.architecture,
            role=role,
            log_group=log_group,
            timeout=cdk.Duration.seconds(timeout),
            memory_size=memory,
            environment=_environment(name, stage),
            tracing=lambda_.Tracing.ACTIVE if stage.is_traced else lambda_.Tracing.DISABLED,
        )
        self.stage = stage
        recipe.layers.add_all(self)
        if talks_to_models:
            recipe.layers.add_llm(self)
        recipe.built.append(self)
        self.allow(["logs:CreateLogStream", "logs:PutLogEvents"], [log_group.log_group_arn])
        if asynchronous:
            self._keep_failed_events(recipe.failed_events)

    def allow(
        self,
        actions: Sequence[str],
        resources: list[str],
        conditions: Conditions | None = None,
    ) -> None:
        """Add named actions on named resources to the function's own role."""
        for action in actions:
            self.add_to_role_policy(self.stage.statement(action, resources, conditions))

    def configure(self, setting: Setting, value: str) -> None:
        """Give the function one of its settings."""
        self.add_environment(setting.value, value)

    def may_invoke(self, other: CasebookFunction, setting: Setting) -> None:
        """Let this function invoke another, whose name it finds under the setting."""
        self.allow(["lambda:InvokeFunction"], [other.function_arn])
        self.configure(setting, other.function_name)

    def _keep_failed_events(self, queue: sqs.IQueue) -> None:
        self.configure_async_invoke(
            retry_attempts=ASYNCHRONOUS_RETRIES, on_failure=_KeptIn(self, queue)
        )


@jsii.implements(lambda_.IDestination)
class _KeptIn:
    """A queue that Lambda sends to as the function. The CDK's own destination lets the function
    read the queue's settings too."""

    def __init__(self, function: CasebookFunction, queue: sqs.IQueue) -> None:
        self._function, self._queue = function, queue

    def bind(
        self, scope: Construct, fn: lambda_.IFunction, *, type: lambda_.DestinationType
    ) -> lambda_.DestinationConfig:
        self._function.allow(["sqs:SendMessage"], [self._queue.queue_arn])
        return lambda_.DestinationConfig(destination=self._queue.queue_arn)


def _handler(folder: Path) -> lambda_.AssetCode:
    return lambda_.Code.from_asset(str(folder), exclude=["__pycache__", "*.pyc"])


def _log_group(
    scope: Construct, construct_id: str, function_name: str, stage: Stage
) -> logs.LogGroup:
    """Made by the stack and not by Lambda, which would keep logs for ever."""
    return logs.LogGroup(
        scope,
        f"{construct_id}Logs",
        log_group_name=f"/aws/lambda/{function_name}",
        retention=stage.log_retention,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )


def _environment(name: str, stage: Stage) -> dict[str, str]:
    return {
        Setting.STAGE.value: stage.name,
        Setting.OWNERSHIP.value: stage.ownership_mode,
        "POWERTOOLS_SERVICE_NAME": name,
        "POWERTOOLS_LOG_LEVEL": "INFO",
        # Pydantic would look through every installed package for plugins, of which there are none.
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
    }
