"""Alarms of the workloads that Casebook watches: how they arrive, and what became of them."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.api import Api
from infra.function import CasebookFunction, Recipe
from infra.storage import Storage
from infra.streaming import Streaming
from infra.workflow import Workflow


class Alarms(Construct):
    """The topic that teams name as their alarms' action, and the function it wakes."""

    def __init__(
        self,
        scope: Construct,
        *,
        recipe: Recipe,
        storage: Storage,
        streaming: Streaming,
        api: Api,
    ) -> None:
        super().__init__(scope, "Alarms")
        self.received = CasebookFunction(
            self, "alarm_received", recipe=recipe, timeout=30, asynchronous=True
        )
        storage.allow_write(self.received)
        storage.allow_keep_evidence(self.received)
        streaming.allow_push(self.received)
        Workflow.allow_start(self.received)

        self.topic = sns.Topic(self, "Topic", enforce_ssl=recipe.stage.requires_tls)
        self.topic.add_subscription(
            subscriptions.LambdaSubscription(self.received, dead_letter_queue=recipe.failed_events)
        )
        self.topic.add_to_resource_policy(_alarms_of_this_account(self.topic))

        heard = CasebookFunction(self, "alarms", recipe=recipe)
        storage.allow_read(heard, index=True)
        api.serve(heard, "GET /api/alarms", "GET /api/alarms/unmatched")


def _alarms_of_this_account(topic: sns.ITopic) -> iam.PolicyStatement:
    """CloudWatch may publish for this account's alarms, and for nobody else's."""
    return iam.PolicyStatement(
        sid="AlarmsOfThisAccount",
        principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
        actions=["sns:Publish"],
        resources=[topic.topic_arn],
        conditions={"StringEquals": {"aws:SourceAccount": cdk.Aws.ACCOUNT_ID}},
    )
