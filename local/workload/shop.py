"""The shop's stack: an API, a table, a queue with a consumer, a payments service, one alarm."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

CODE = Path(__file__).parent / "code"
# The bank takes no more side by side.
PAYMENTS_CONCURRENCY = 20


class Shop(cdk.Stack):
    """`endpoint` is where the emulator serves the APIs; Casebook's topic is a parameter.

    The topic is a parameter and not a reference, so that both apps can be synthesised at once.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        endpoint: str,
        env: cdk.Environment,
        synthesizer: cdk.IStackSynthesizer,
    ) -> None:
        super().__init__(scope, name, env=env, synthesizer=synthesizer)
        self._endpoint = endpoint
        payments = self._payments()
        orders = self._table("Orders", "orders-table", "orderId")
        queue = sqs.Queue(self, "Queue", queue_name="fulfilment-queue")
        self._fulfilment(queue)
        checkout = self._function(
            "checkout",
            {
                "ORDERS_TABLE": orders.table_name,
                "FULFILMENT_QUEUE_URL": queue.queue_url,
                "PAYMENTS_URL": self._url(payments),
            },
        )
        self._allow(checkout, "PutOrders", "dynamodb:PutItem", orders.table_arn)
        self._allow(checkout, "SendToFulfilment", "sqs:SendMessage", queue.queue_arn)
        shop = self._api("Api", checkout, "/orders")
        self._alarm(checkout)
        cdk.CfnOutput(self, "ShopUrl", value=self._url(shop))
        cdk.CfnOutput(self, "PaymentsUrl", value=self._url(payments))

    def _payments(self) -> gateway.HttpApi:
        bank = self._table("Bank", "bank-simulator", "name")
        payments = self._function(
            "payments", {"BANK_TABLE": bank.table_name}, concurrency=PAYMENTS_CONCURRENCY
        )
        self._allow(payments, "UseBank", "dynamodb:PutItem,dynamodb:UpdateItem", bank.table_arn)
        return self._api("PaymentsApi", payments, "/charge", "/bank/outage")

    def _fulfilment(self, queue: sqs.Queue) -> None:
        fulfilment = self._function("fulfilment", {})
        fulfilment.add_event_source(sources.SqsEventSource(queue, batch_size=5))

    def _function(
        self, name: str, environment: dict[str, str], concurrency: int | None = None
    ) -> lambda_.Function:
        """One Lambda with a role of its own, `<name>-role`, that may write its own log only."""
        title = name.capitalize()
        group = logs.LogGroup(
            self,
            f"{title}Log",
            log_group_name=f"/aws/lambda/{name}-fn",
            retention=logs.RetentionDays.ONE_WEEK,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        role = iam.Role(
            self,
            f"{title}Role",
            role_name=f"{name}-role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
        )
        group.grant_write(role)
        return lambda_.Function(
            self,
            title,
            function_name=f"{name}-fn",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler=f"shop.{name}.handler",
            code=lambda_.Code.from_asset(str(CODE), exclude=["**/__pycache__", "**/*.pyc"]),
            role=role,
            log_group=group,
            timeout=cdk.Duration.seconds(10),
            memory_size=256,
            environment=environment,
            reserved_concurrent_executions=concurrency,
        )

    def _allow(self, function: lambda_.Function, policy: str, actions: str, arn: str) -> None:
        """An inline policy with a name of its own: what the lost-permission fault takes away."""
        assert function.role is not None
        iam.Policy(
            self,
            policy,
            policy_name=policy,
            roles=[function.role],
            statements=[iam.PolicyStatement(actions=actions.split(","), resources=[arn])],
        )

    def _table(self, title: str, name: str, key: str) -> dynamodb.Table:
        return dynamodb.Table(
            self,
            title,
            table_name=name,
            partition_key=dynamodb.Attribute(name=key, type=dynamodb.AttributeType.STRING),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )

    def _api(self, title: str, function: lambda_.Function, *paths: str) -> gateway.HttpApi:
        api = gateway.HttpApi(self, title)
        for path in paths:
            api.add_routes(
                path=path,
                methods=[gateway.HttpMethod.POST],
                integration=integrations.HttpLambdaIntegration(f"{title}{path}", function),
            )
        return api

    def _url(self, api: gateway.HttpApi) -> str:
        return f"{self._endpoint}/_aws/execute-api/{api.api_id}/$default"

    def _alarm(self, checkout: lambda_.Function) -> None:
        topic = cdk.CfnParameter(self, "AlarmTopicArn", description="Casebook's alarm topic")
        alarm = cloudwatch.Alarm(
            self,
            "CheckoutErrors",
            alarm_name="checkout-errors",
            alarm_description="Orders fail at checkout",
            # Lambda's metrics reach CloudWatch once a minute in a real account, which is then the
            # shortest useful period (60 s). The emulator records each invocation at once.
            metric=checkout.metric_errors(period=cdk.Duration.seconds(10), statistic="Sum"),
            threshold=3,
            evaluation_periods=1,
            comparison_operator=(cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD),
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        casebook = sns.Topic.from_topic_arn(self, "Casebook", topic.value_as_string)
        alarm.add_alarm_action(actions.SnsAction(casebook))
