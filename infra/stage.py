"""What a stage decides: the one place where a laptop and an account differ.

Everything the local AWS lacks is asked of a `Stage`; no construct compares stage names.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Node

from infra import interpreters, options, origins
from infra.options import BY_PREFIX, DEFAULT_AT_ONCE, SINGLE_TENANT, AtOnce

LOCAL = "local"
DEFAULT_DIAGNOSIS_TIMEOUT_SECONDS = 1800
DEFAULT_DAILY_COST_ALARM_USD = 50
DEFAULT_MODEL_SECRETS = ("casebook/anthropic", "casebook/openai", "casebook/azure-openai")

# A policy's conditions: by operator and key, the values.
Conditions = Mapping[str, Mapping[str, str | list[str]]]

# The local AWS authorises these against the resource "*", because the request does not name
# one; AWS looks the resource up by itself and takes the narrow name.
NOT_SCOPED_LOCALLY = frozenset(
    {
        "cloudwatch:DescribeAlarms",
        "ecs:DescribeServices",
        "ecs:DescribeTasks",
        "ecs:ListTasks",
        "iam:GetAccessKeyLastUsed",
        "logs:DescribeLogGroups",
        "logs:StartQuery",
        "states:SendTaskSuccess",
    }
)
# The local AWS takes every request to a function's concurrency for a write.
CALLED_OTHERWISE_LOCALLY = {"lambda:GetFunctionConcurrency": "lambda:PutFunctionConcurrency"}


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A deployment's name and the choices that follow from it.

    `endpoint` is the address of the local AWS and empty for a real account. `web_origins` are the
    origins of pages that browsers may call the HTTP API from and sign in on; without them, no
    browser may. `login_domain_prefix` is where those pages send a person to sign in, the first
    label of a domain of Cognito's; without it, one is made of the stage and the account.
    `identity_providers` of the user pool are offered there beside its own directory.
    `web_console` is whether a real stage serves the console, whose address is one more origin;
    `web_acl_arn` is the web ACL of AWS WAF that guards it, if there is one.
    `at_once` is how many diagnoses may be under way; more wait in a queue.
    `model_share` is the percentage of sessions and diagnoses that a model answers to begin with;
    the rules answer the others. `model_secrets` are the names of the secrets that hold providers'
    keys. `ownership` is what a project may watch: `by-prefix`, what an operator gave it, which an
    account begins with, or `single-tenant`, everything in the account, as on a laptop.
    """

    name: str
    endpoint: str = ""
    web_origins: tuple[str, ...] = ()
    web_console: bool = True
    web_acl_arn: str = ""
    login_domain_prefix: str = ""
    identity_providers: tuple[str, ...] = ()
    diagnosis_timeout_seconds: int = DEFAULT_DIAGNOSIS_TIMEOUT_SECONDS
    at_once: AtOnce = DEFAULT_AT_ONCE
    model_share: float = 0
    daily_cost_alarm_usd: float = DEFAULT_DAILY_COST_ALARM_USD
    model_secrets: tuple[str, ...] = DEFAULT_MODEL_SECRETS
    ownership: str = ""

    @classmethod
    def from_context(cls, node: Node) -> Stage:
        """Read `-c stage=… -c endpoint=… -c webOrigins=… -c webConsole=no -c webAclArn=…
        -c loginDomainPrefix=… -c identityProviders=… -c diagnosisTimeoutSeconds=…
        -c diagnosesAtOnce=… -c projectDiagnosesAtOnce=… -c modelShare=…
        -c dailyCostAlarmUsd=… -c modelSecrets=… -c ownership=…`; lists have commas between
        their items. `webOrigin` adds one more origin.

        Raises ValueError when an origin, a web ACL or a number is not one, and when the local
        stage comes without the address of the local AWS, since its functions could not push to
        anyone.
        """
        name = node.try_get_context("stage") or LOCAL
        endpoint = node.try_get_context("endpoint") or ""
        if name == LOCAL and not endpoint:
            raise ValueError("stage=local needs -c endpoint=http://127.0.0.1:PORT")
        return cls(
            name=name,
            endpoint=endpoint.rstrip("/"),
            web_origins=origins.from_context(node.try_get_context, local=name == LOCAL),
            web_console=options.is_on("webConsole", node.try_get_context("webConsole")),
            web_acl_arn=options.web_acl(node.try_get_context("webAclArn") or ""),
            login_domain_prefix=node.try_get_context("loginDomainPrefix") or "",
            identity_providers=options.names(node.try_get_context("identityProviders")),
            diagnosis_timeout_seconds=int(
                node.try_get_context("diagnosisTimeoutSeconds") or DEFAULT_DIAGNOSIS_TIMEOUT_SECONDS
            ),
            at_once=options.at_once(node.try_get_context),
            model_share=float(node.try_get_context("modelShare") or 0),
            daily_cost_alarm_usd=float(
                node.try_get_context("dailyCostAlarmUsd") or DEFAULT_DAILY_COST_ALARM_USD
            ),
            model_secrets=options.names(node.try_get_context("modelSecrets"))
            or DEFAULT_MODEL_SECRETS,
            ownership=options.ownership(node.try_get_context("ownership") or ""),
        )

    @property
    def is_local(self) -> bool:
        return self.name == LOCAL

    @property
    def kind(self) -> str:
        """Which build of the layers fits: `local` or `real`."""
        return LOCAL if self.is_local else "real"

    @property
    def ownership_mode(self) -> str:
        return self.ownership or (SINGLE_TENANT if self.is_local else BY_PREFIX)

    @property
    def models_parameter(self) -> str:
        """The SSM parameter that says which language models to ask; a team may make it."""
        return f"/casebook/{self.name}/models"

    @property
    def environment(self) -> cdk.Environment | None:
        """The local AWS has one account; a real stage goes where the CLI's credentials point."""
        return (
            cdk.Environment(account="000000000000", region="us-east-1") if self.is_local else None
        )

    @property
    def synthesizer(self) -> cdk.IStackSynthesizer:
        """Locally the CLI deploys with its own credentials: it need not assume roles there."""
        if self.is_local:
            return cdk.CliCredentialsStackSynthesizer()
        return cdk.DefaultStackSynthesizer()

    @property
    def runtime(self) -> lambda_.Runtime:
        """Local functions run in the local AWS' own interpreter; their layers are built for it."""
        if self.is_local:
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
        else:
            version = interpreters.RUNTIME
        return lambda_.Runtime(f"python{version}", lambda_.RuntimeFamily.PYTHON)

    @property
    def architecture(self) -> lambda_.Architecture:
        if self.is_local and platform.machine() not in {"aarch64", "arm64"}:
            return lambda_.Architecture.X86_64
        return lambda_.Architecture.ARM_64

    @property
    def has_layers_in_place(self) -> bool:
        """Whether functions read layers where they were built. The local AWS unpacks every layer
        anew for each function that starts, in the one process that serves all the rest: half a
        second of it for the two that all functions carry, and longer than a whole diagnosis for the
        large ones."""
        return self.is_local

    @property
    def is_traced(self) -> bool:
        """Whether X-Ray records traces; the local AWS has none."""
        return not self.is_local

    @property
    def trail_requests_a_second(self) -> int:
        """CloudTrail answers two a second to the whole account; the local one has no such limit.

        https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
        """
        return 20 if self.is_local else 2

    @property
    def parameter_seconds(self) -> int:
        """How long functions keep what they read of Parameter Store; on a laptop somebody waits."""
        return 2 if self.is_local else 60

    @property
    def requires_tls(self) -> bool:
        """Whether resource policies refuse plain HTTP, which is all the local AWS speaks."""
        return not self.is_local

    @property
    def has_operations(self) -> bool:
        """Whether Casebook watches itself: metric-math alarms and service events are AWS' own."""
        return not self.is_local

    @property
    def has_console(self) -> bool:
        """Whether CloudFront serves the console; on a laptop a server of Casebook's own does."""
        return self.web_console and not self.is_local

    @property
    def removal_policy(self) -> cdk.RemovalPolicy:
        """Data outlive the stack in an account, and go with it on a laptop."""
        return cdk.RemovalPolicy.DESTROY if self.is_local else cdk.RemovalPolicy.RETAIN

    @property
    def log_retention(self) -> logs.RetentionDays:
        return logs.RetentionDays.ONE_WEEK if self.is_local else logs.RetentionDays.THREE_MONTHS

    @property
    def token_lifetime(self) -> cdk.Duration:
        """How long a token is good for. The local AWS forgets a person's groups when it renews
        a token of managed login, so there the first one lasts as long as Cognito permits."""
        return cdk.Duration.hours(24 if self.is_local else 1)

    @property
    def has_login_branding(self) -> bool:
        """Whether managed login has to be given a style; the local AWS has a page of its own."""
        return not self.is_local

    def statement(
        self,
        action: str,
        resources: list[str],
        conditions: Conditions | None = None,
    ) -> iam.PolicyStatement:
        """Permission for one action on resources, as narrow as this stage's AWS understands."""
        if self.is_local:
            resources = ["*"] if action in NOT_SCOPED_LOCALLY else resources
            action = CALLED_OTHERWISE_LOCALLY.get(action, action)
        return iam.PolicyStatement(actions=[action], resources=resources, conditions=conditions)

    def authority(self, pool: cognito.UserPool) -> str:
        """Where OpenID Connect's discovery of the user pool starts."""
        if self.is_local:
            return f"{self.endpoint}/{pool.user_pool_id}"
        return pool.user_pool_provider_url

    def login_url(self, domain: cognito.UserPoolDomain) -> str:
        """Where people sign in: managed login, which the local AWS serves beside all the rest."""
        return self.endpoint if self.is_local else domain.base_url()

    def http_url(self, stack: cdk.Stack, api_id: str) -> str:
        """Where clients call the HTTP API, without a trailing slash."""
        if self.is_local:
            return f"{self.endpoint}/_aws/execute-api/{api_id}/$default"
        return f"https://{api_id}.execute-api.{stack.region}.{stack.url_suffix}"

    def push_endpoint(self, stack: cdk.Stack, api_id: str, api_stage: str) -> str:
        """Where functions post to WebSocket connections."""
        if self.is_local:
            return f"{self.endpoint}/_aws/execute-api/{api_id}/{api_stage}"
        return f"https://{api_id}.execute-api.{stack.region}.{stack.url_suffix}/{api_stage}"

    def websocket_url(self, stack: cdk.Stack, api_id: str, api_stage: str) -> str:
        """Where clients open a WebSocket: the push address with the WebSocket scheme."""
        return "ws" + self.push_endpoint(stack, api_id, api_stage).removeprefix("http")
