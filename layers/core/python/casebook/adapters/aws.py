"""The few AWS calls of the hot path, over one warm connection.

Every function that a person waits for reads the table, and most push to a browser. A botocore
client costs 24 bare interpreter starts to load and about 1 ms of processor time a call; this costs
much less to load and a fifth of the second (docs/decisions/0002). The rest uses botocore.

The signature is AWS Signature Version 4; tests hold it against botocore's own.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
import json
import os
import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from casebook.adapters.warm import Answer, NoAnswer, WarmConnections
from casebook.errors import AwsCallFailed

# Codes that say "later", whatever the HTTP status. The list is botocore's (retries/standard.py).
_THROTTLED = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestThrottledException",
        "TooManyRequestsException",
        "ProvisionedThroughputExceededException",
        "TransactionInProgressException",
        "RequestLimitExceeded",
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "RequestThrottled",
        "SlowDown",
        "PriorRequestNotComplete",
        "EC2ThrottledException",
    }
)
_ATTEMPTS = 4
_LONGEST_WAIT_SECONDS = 5.0


class Credentials(NamedTuple):
    """What a request is signed with. Lambda gives them in the environment and never renews them
    within an execution environment."""

    access_key: str
    secret_key: str
    token: str | None = None

    @classmethod
    def from_environment(cls) -> "Credentials":
        return cls(
            os.environ["AWS_ACCESS_KEY_ID"],
            os.environ["AWS_SECRET_ACCESS_KEY"],
            os.environ.get("AWS_SESSION_TOKEN") or None,
        )


def signed_headers(
    method: str,
    url: str,
    body: bytes,
    *,
    service: str,
    region: str,
    credentials: Credentials,
    headers: Mapping[str, str],
    now: datetime,
) -> dict[str, str]:
    """The headers with a Signature Version 4 in `authorization`. The query part of a URL must be
    sorted already; S3 alone does not encode the path a second time."""
    parts = urlsplit(url)
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(body).hexdigest()
    all_headers = {name.lower(): value.strip() for name, value in headers.items()}
    all_headers |= {"host": parts.netloc, "x-amz-date": stamp}
    if service == "s3":
        all_headers["x-amz-content-sha256"] = digest
    if credentials.token:
        all_headers["x-amz-security-token"] = credentials.token
    names = sorted(all_headers)
    path = parts.path or "/"
    canonical = "\n".join(
        (
            method,
            path if service == "s3" else quote(path, safe="/-_.~"),
            parts.query,
            *(f"{name}:{all_headers[name]}" for name in names),
            "",
            ";".join(names),
            digest,
        )
    )
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    to_sign = "\n".join(
        ("AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest())
    )
    signature = hmac.new(
        _signing_key(credentials.secret_key, stamp[:8], region, service),
        to_sign.encode(),
        hashlib.sha256,
    ).hexdigest()
    all_headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credentials.access_key}/{scope}, "
        f"SignedHeaders={';'.join(names)}, Signature={signature}"
    )
    return all_headers


def _signing_key(secret: str, day: str, region: str, service: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key


class Aws:
    """Signed requests to AWS over a pool of warm connections. Safe to use from several threads."""

    def __init__(
        self,
        region: str | None = None,
        credentials: Credentials | None = None,
        endpoint: str | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`endpoint` stands in for every service's own, as AWS_ENDPOINT_URL does."""
        self.region = region or os.environ.get("AWS_REGION") or os.environ["AWS_DEFAULT_REGION"]
        self._credentials = credentials or Credentials.from_environment()
        self._endpoint = endpoint or os.environ.get("AWS_ENDPOINT_URL")
        self._pause = pause
        self._connections = WarmConnections()

    def endpoint(self, service: str) -> str:
        """Where a service is reached, without a trailing slash."""
        return (self._endpoint or f"https://{service}.{self.region}.amazonaws.com").rstrip("/")

    def json_call(self, service: str, target: str, payload: object, version: str = "1.0") -> Any:
        """Call an operation of a service that speaks AWS' JSON protocol, e.g. DynamoDB's GetItem.

        Raises:
            AwsCallFailed: it was refused, or failed after all attempts.
        """
        answer = self.send(
            "POST",
            self.endpoint(service) + "/",
            json.dumps(payload, separators=(",", ":")).encode(),
            service=service,
            headers={
                "content-type": f"application/x-amz-json-{version}",
                "x-amz-target": target,
            },
            operation=target.rpartition(".")[2],
        )
        return json.loads(answer.body) if answer.body else {}

    def send(
        self,
        method: str,
        url: str,
        body: bytes,
        *,
        service: str,
        operation: str,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Sign and send, and try again with full jitter where AWS says that this helps.

        Raises:
            AwsCallFailed: with AWS' code, or `ConnectionFailed` when there was no answer.
        """
        failure = AwsCallFailed(operation, "NotSent", "no attempt was made")
        for attempt in range(_ATTEMPTS):
            if attempt:
                self._pause(random.uniform(0, min(_LONGEST_WAIT_SECONDS, 0.05 * 2**attempt)))
            try:
                answer = self._send_once(method, url, body, service, headers or {})
            except NoAnswer as error:
                failure = AwsCallFailed(operation, "ConnectionFailed", str(error))
                continue
            if answer.status < 300:
                return answer
            failure = _failure(operation, answer)
            if not failure.retryable:
                raise failure
        raise failure

    def _send_once(
        self, method: str, url: str, body: bytes, service: str, headers: Mapping[str, str]
    ) -> Answer:
        signed = signed_headers(
            method,
            url,
            body,
            service=service,
            region=self.region,
            credentials=self._credentials,
            headers=headers,
            now=datetime.now(UTC),
        )
        return self._connections.request(method, url, body, signed)


def _failure(operation: str, answer: Answer) -> AwsCallFailed:
    """The error that a refused call means. It is named in the body or in a header."""
    try:
        said = json.loads(answer.body or b"{}")
    except ValueError:
        said = {"message": answer.body[:500].decode(errors="replace")}
    code = answer.headers.get("x-amzn-errortype") or said.get("__type") or said.get("code") or ""
    code = str(code).partition(":")[0].rpartition("#")[2] or f"Http{answer.status}"
    message = said.get("message") or said.get("Message") or ""
    failure = AwsCallFailed(operation, code, str(message), answer.status, said)
    failure.retryable = answer.status >= 500 or code in _THROTTLED
    return failure
