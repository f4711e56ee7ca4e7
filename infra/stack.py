"""The stack: it composes the capabilities and names what other programs need to know."""

import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra import nag, nag_console
from infra.api import Api
from infra.caller import Caller
from infra.chat import Chat
from infra.console import Console
from infra.diagnosis import Diagnosis
from infra.engine import Engine
from infra.function import Recipe
from infra.health import Health
from infra.identity import Identity
from infra.in_force import InForce
from infra.layers import Code, Layers
from infra.operations import Operations
from infra.stage import Stage
from infra.storage import Storage
from infra.streaming import Streaming
from infra.team_knowledge import TeamKnowledge
from infra.usage import Usage
from infra.web_config import WebConfig
from infra.workloads import Workloads


class CasebookStack(cdk.Stack):
    """Casebook in one stage."""

    def __init__(self, scope: Construct, stage: Stage, *, code: Code | None = None) -> None:
        super().__init__(
            scope,
            f"Casebook-{stage.name}",
            description="Casebook diagnoses incidents of the workloads it watches",
            env=stage.environment,
            synthesizer=stage.synthesizer,
        )
        code = code or Code()
        self.failed_events = _failed_events(self, stage)
        recipe = Recipe(
            stage=stage,
            code=code,
            layers=Layers(self, stage=stage, code=code),
            failed_events=self.failed_events,
        )
        self.functions = recipe.built
        self.console = Console(self, stage=stage, code=code) if stage.has_console else None
        pages = (*([self.console.origin] if self.console else []), *stage.web_origins)
        self.identity = Identity(self, stage=stage, web_origins=pages)
        self.api = Api(self, stage=stage, identity=self.identity, web_origins=pages)
        self.storage = Storage(self, stage=stage)
        self.streaming = Streaming(self, recipe=recipe, storage=self.storage)
        self.engine = Engine(self, stage=stage)
        self._compose(recipe)
        outputs = self._outputs()
        if self.console:
            self.console.publish(WebConfig.from_outputs(outputs), self.identity.login_url)
        for name, value in outputs.items():
            cdk.CfnOutput(self, name, value=value)
        if stage.has_operations:
            Operations(
                self,
                functions=self.functions,
                diagnosis=self.diagnosis,
                failed_events=self.failed_events,
                stage=stage,
            )
            nag.justify(self)
            if self.console:
                nag_console.justify(self.console, is_guarded=bool(stage.web_acl_arn))

    def _compose(self, recipe: Recipe) -> None:
        """The capabilities that people see, on top of what they share."""
        storage, streaming, engine, api = self.storage, self.streaming, self.engine, self.api
        Workloads(self, recipe=recipe, storage=storage, streaming=streaming, api=api)
        Caller(self, recipe=recipe, storage=storage, api=api)
        Usage(self, recipe=recipe, storage=storage, api=api)
        InForce(self, recipe=recipe, storage=storage, engine=engine, api=api)
        TeamKnowledge(self, recipe=recipe, storage=storage, api=api)
        Chat(self, recipe=recipe, storage=storage, streaming=streaming, engine=engine, api=api)
        self.diagnosis = Diagnosis(
            self, recipe=recipe, storage=storage, streaming=streaming, engine=engine, api=api
        )
        Health(self, recipe=recipe, storage=storage, workflow=self.diagnosis.workflow, api=api)

    def _outputs(self) -> dict[str, str]:
        """The stack's outputs, which the command line and front ends read by these names."""
        outputs = {
            "HttpApiUrl": self.api.url,
            "WebSocketUrl": self.streaming.url,
            "UserPoolId": self.identity.pool.user_pool_id,
            "UserPoolClientId": self.identity.client.user_pool_client_id,
            "Authority": self.identity.authority,
            "Region": self.region,
            "AlarmTopicArn": self.diagnosis.alarms.topic.topic_arn,
            "ResultTopicArn": self.diagnosis.result_topic.topic_arn,
            "TableName": self.storage.table.table_name,
            "BucketName": self.storage.bucket.bucket_name,
            "StateMachineArn": self.diagnosis.workflow.machine.state_machine_arn,
        }
        if self.identity.login_url:
            outputs["LoginUrl"] = self.identity.login_url
        if self.console:
            outputs["ConsoleUrl"] = self.console.origin
        return outputs


def _failed_events(scope: Construct, stage: Stage) -> sqs.Queue:
    """Where an event goes that a function could not handle after its last try."""
    return sqs.Queue(
        scope,
        "FailedEvents",
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=stage.requires_tls,
        retention_period=cdk.Duration.days(14),
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
