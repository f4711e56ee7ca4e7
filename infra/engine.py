"""The switch between rules and models: a parameter that functions read while they run."""

from __future__ import annotations

import json

import aws_cdk as cdk
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.function import CasebookFunction
from infra.settings import Setting
from infra.stage import Stage


class Engine(Construct):
    """Says which share of sessions and diagnoses a model answers (`casebook.engine`).

    What is put into the parameter later stays: a deployment only writes it when the context's
    `modelShare` changes.
    """

    def __init__(self, scope: Construct, *, stage: Stage) -> None:
        super().__init__(scope, "Engine")
        self._name = f"/casebook/{stage.name}/engine"
        ssm.StringParameter(
            self,
            "Switch",
            parameter_name=self._name,
            description="The share (percent) of sessions and diagnoses that a model answers",
            string_value=json.dumps({"engine": "model", "share": stage.model_share}),
        )

    def allow_choose(self, function: CasebookFunction) -> None:
        """Let a function see which engine a session or diagnosis has."""
        arn = cdk.Stack.of(self).format_arn(
            service="ssm", resource="parameter", resource_name=self._name.lstrip("/")
        )
        function.allow(["ssm:GetParameter"], [arn])
        function.configure(Setting.ENGINE_PARAMETER, self._name)
        function.configure(Setting.PARAMETER_SECONDS, str(function.stage.parameter_seconds))
