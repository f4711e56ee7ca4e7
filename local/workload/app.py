"""The CDK app of the demo workload, apart from Casebook's own as a customer's would be."""

from __future__ import annotations

import sys
from pathlib import Path

import aws_cdk as cdk

# The CDK runs this file as a script, so the project's root is not on the path by itself.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from local import aws
from local.workload.shop import Shop

app = cdk.App()
Shop(
    app,
    "Shop",
    endpoint=app.node.get_context("endpoint"),
    env=cdk.Environment(account=aws.ACCOUNT, region=aws.REGION),
    synthesizer=cdk.CliCredentialsStackSynthesizer(),
)
app.synth()
