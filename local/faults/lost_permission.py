"""lost-permission: checkout-fn's role may no longer write to the orders table."""

from __future__ import annotations

import json

from local import aws
from local.faults.fault import BLAMED, Expected, Target

ROLE = "checkout-role"
POLICY = "PutOrders"
TABLE_ARN = f"arn:aws:dynamodb:{aws.REGION}:{aws.ACCOUNT}:table/orders-table"


class LostPermission:
    """IAM takes effect at once, and the error is AWS' own."""

    name = "lost-permission"
    description = "the policy that lets checkout-fn write to the orders table is deleted"
    expected = Expected(BLAMED, "checkout-fn", ("permission",), "dynamodb:PutItem")

    def inject(self, target: Target) -> None:
        iam = target.aws.client("iam")
        policies = iam.list_role_policies(RoleName=ROLE)["PolicyNames"]
        if POLICY in policies:
            iam.delete_role_policy(RoleName=ROLE, PolicyName=POLICY)

    def revert(self, target: Target) -> None:
        statement = {"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": TABLE_ARN}
        target.aws.client("iam").put_role_policy(
            RoleName=ROLE,
            PolicyName=POLICY,
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        )
