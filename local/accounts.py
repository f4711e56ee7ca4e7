"""Who acts in the demo: ann, who signs in to Casebook, and release-bot, who changes the shop."""

from __future__ import annotations

import json
import secrets

from local import aws
from local.aws import Aws
from local.state import AccessKey, Person

PROJECT = "shop"
PERSON = "ann"
RELEASE_BOT = "release-bot"

_LAMBDA = f"arn:aws:lambda:{aws.REGION}:{aws.ACCOUNT}:function"
_STATEMENTS = [
    {
        "Effect": "Allow",
        "Action": [
            "lambda:GetFunctionConfiguration",
            "lambda:UpdateFunctionConfiguration",
            "lambda:UpdateFunctionCode",
        ],
        "Resource": f"{_LAMBDA}:checkout-fn",
    },
    {
        "Effect": "Allow",
        "Action": ["lambda:PutFunctionConcurrency"],
        "Resource": f"{_LAMBDA}:payments-fn",
    },
    {
        "Effect": "Allow",
        "Action": ["iam:ListRolePolicies", "iam:PutRolePolicy", "iam:DeleteRolePolicy"],
        "Resource": f"arn:aws:iam::{aws.ACCOUNT}:role/checkout-role",
    },
]


def create_person(account: Aws, user_pool_id: str, name: str = PERSON) -> Person:
    """A Cognito user of the group `shop`, which is the project, with a random password."""
    cognito = account.client("cognito-idp")
    person = Person(name=name, password=f"Aa1!{secrets.token_urlsafe(18)}")
    user = {"UserPoolId": user_pool_id, "Username": name}
    cognito.admin_create_user(**user, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**user, Password=person.password, Permanent=True)
    cognito.create_group(UserPoolId=user_pool_id, GroupName=PROJECT)
    cognito.admin_add_user_to_group(**user, GroupName=PROJECT)
    return person


def create_release_bot(account: Aws) -> AccessKey:
    """The shop's release robot: an IAM user that may do what the faults need and no more."""
    iam = account.client("iam")
    iam.create_user(UserName=RELEASE_BOT)
    iam.put_user_policy(
        UserName=RELEASE_BOT,
        PolicyName="ReleaseShop",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": _STATEMENTS}),
    )
    key = iam.create_access_key(UserName=RELEASE_BOT)["AccessKey"]
    return AccessKey(access_key_id=key["AccessKeyId"], secret_access_key=key["SecretAccessKey"])
