"""Access logs of an API's stage: one JSON line a request, without bodies or tickets."""

from __future__ import annotations

import json
from collections.abc import Sequence

import jsii
from aws_cdk import RemovalPolicy
from aws_cdk import aws_apigateway as rest
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.stage import Stage

EVERY_REQUEST = ("requestId", "requestTime", "error.message")


@jsii.implements(apigateway.IAccessLogSettings)
class AccessLog:
    """A log group of its own, with the named fields of each request's `$context`."""

    def __init__(self, scope: Construct, stage: Stage, fields: Sequence[str]) -> None:
        log_group = logs.LogGroup(
            scope,
            "AccessLog",
            retention=stage.log_retention,
            removal_policy=RemovalPolicy.DESTROY,
        )
        line = {field: f"$context.{field}" for field in (*EVERY_REQUEST, *fields)}
        self._destination = apigateway.LogGroupLogDestination(log_group)
        self._format = rest.AccessLogFormat.custom(json.dumps(line))

    @property
    def destination(self) -> apigateway.IAccessLogDestination:
        return self._destination

    @property
    def format(self) -> rest.AccessLogFormat:
        return self._format
