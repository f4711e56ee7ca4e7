"""The CDK application: one stack, `Casebook-<stage>`.

`cdk deploy -c stage=local -c endpoint=http://127.0.0.1:4566` deploys it to the local AWS;
any other stage name is a deployment into a real account.
"""

import aws_cdk as cdk

from infra.stack import CasebookStack
from infra.stage import Stage

app = cdk.App()
CasebookStack(app, Stage.from_context(app.node))
app.synth()
