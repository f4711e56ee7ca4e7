"""Our Signature Version 4 is botocore's, byte for byte."""

from datetime import UTC, datetime

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from freezegun import freeze_time

from casebook.adapters.aws import Credentials, signed_headers

NOW = datetime(2026, 11, 21, 19, 4, 11, tzinfo=UTC)
KEYS = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")


@pytest.mark.parametrize("token", [None, "session/token+with=signs"])
@pytest.mark.parametrize(
    ("method", "service", "url", "body"),
    [
        ("POST", "dynamodb", "https://dynamodb.eu-west-1.amazonaws.com/", b'{"TableName":"t"}'),
        (
            "POST",
            "execute-api",
            "https://abc123.execute-api.eu-west-1.amazonaws.com/live/%40connections/L0SM9cOFvHc%3D",
            '{"text":"grüß 😀"}'.encode(),
        ),
        (
            "POST",
            "execute-api",
            "http://127.0.0.1:4566/_aws/execute-api/abc/live/%40connections/c%3D",
            b"{}",
        ),
        (
            "POST",
            "lambda",
            "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/turn/invocations",
            b"{}",
        ),
        (
            "PUT",
            "s3",
            "https://s3.eu-west-1.amazonaws.com/bucket/evidence/dgn_1/evd_1%2B2.json",
            b"{}",
        ),
        ("GET", "s3", "https://s3.eu-west-1.amazonaws.com/bucket/a%20b.json", b""),
    ],
)
def test_the_signature_is_botocores(
    method: str, service: str, url: str, body: bytes, token: str | None
) -> None:
    headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": "A.B"}

    ours = signed_headers(
        method,
        url,
        body,
        service=service,
        region="eu-west-1",
        credentials=Credentials(*KEYS, token),
        headers=headers,
        now=NOW,
    )

    assert ours["authorization"] == _by_botocore(method, service, url, body, headers, token)


def _by_botocore(
    method: str, service: str, url: str, body: bytes, headers: dict[str, str], token: str | None
) -> str:
    signer = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    request = AWSRequest(method, url, headers=headers, data=body)
    # Without these botocore signs S3's payload only over plain HTTP.
    request.context["client_config"] = None
    request.context["payload_signing_enabled"] = True
    with freeze_time(NOW):
        signer(BotocoreCredentials(*KEYS, token), service, "eu-west-1").add_auth(request)
    return str(request.headers["Authorization"])
