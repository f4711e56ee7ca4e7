"""Permission to ask language models: their configuration, their keys, and Bedrock.

Which models there are is said after deployment, in an SSM parameter (docs/models.md). Without one
nothing is asked of anybody.
"""

import aws_cdk as cdk

from infra.function import CasebookFunction
from infra.settings import Setting

# Fetching a model's answer as a stream is an action of its own; Converse has none.
ASK = ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream")


def allow_models(function: CasebookFunction) -> None:
    """Let a function ask the models of the configuration."""
    _allow_configuration(function)
    function.allow(ASK, _models())


def allow_model_checks(function: CasebookFunction) -> None:
    """Let a function find out whether the models would answer, and ask them nothing."""
    _allow_configuration(function)
    function.allow(["bedrock:GetFoundationModel", "bedrock:GetInferenceProfile"], _models())


def allow_reading_of_configuration(function: CasebookFunction) -> None:
    """Let a function read which models there are, and none of their keys."""
    stage = function.stage
    function.allow(["ssm:GetParameter"], [_arn("ssm", f"parameter{stage.models_parameter}")])
    function.configure(Setting.MODELS_PARAMETER, stage.models_parameter)
    function.configure(Setting.PARAMETER_SECONDS, str(stage.parameter_seconds))


def _allow_configuration(function: CasebookFunction) -> None:
    allow_reading_of_configuration(function)
    stage = function.stage
    # Secrets Manager ends a secret's ARN with six characters of its own.
    secrets = [_arn("secretsmanager", f"secret:{name}-??????") for name in stage.model_secrets]
    function.allow(["secretsmanager:GetSecretValue"], secrets)


def _models() -> list[str]:
    """Every model and inference profile, of any region: a profile spreads requests over several."""
    partition, account = cdk.Aws.PARTITION, cdk.Aws.ACCOUNT_ID
    return [
        f"arn:{partition}:bedrock:*::foundation-model/*",
        f"arn:{partition}:bedrock:*:{account}:inference-profile/*",
        f"arn:{partition}:bedrock:*:{account}:application-inference-profile/*",
    ]


def _arn(service: str, resource: str) -> str:
    aws = cdk.Aws
    return f"arn:{aws.PARTITION}:{service}:{aws.REGION}:{aws.ACCOUNT_ID}:{resource}"
