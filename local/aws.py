"""Clients of the emulator, and the environment of the programs that talk to it.

The endpoint, the credentials and the absence of a proxy are always spelled out, so that a
developer's own AWS profile or proxy settings can never send one of these calls elsewhere.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

REGION = "us-east-1"
ACCOUNT = "000000000000"

_CLIENT = Config(
    region_name=REGION,
    retries={"mode": "standard", "max_attempts": 3},
    connect_timeout=5,
    read_timeout=60,
    proxies={},
)


@dataclass(frozen=True)
class Credentials:
    """An access key. `test` is the emulator's root user."""

    access_key_id: str = "test"
    secret_access_key: str = "test"


@dataclass(frozen=True)
class Aws:
    """The emulated account as one caller sees it."""

    endpoint: str
    credentials: Credentials = Credentials()

    def client(self, service: str) -> Any:
        """A boto3 client of `service`; boto3 makes its methods at run time, hence Any."""
        return boto3.session.Session().client(
            service,
            endpoint_url=self.endpoint,
            aws_access_key_id=self.credentials.access_key_id,
            aws_secret_access_key=self.credentials.secret_access_key,
            config=_CLIENT,
        )


def environment(endpoint: str | None = None) -> dict[str, str]:
    """This process' environment without any AWS setting but those of the emulator.

    Without `endpoint` it is for the emulator itself, whose workers inherit it.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    kept |= {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }
    if endpoint is not None:
        kept["AWS_ENDPOINT_URL"] = endpoint
    return kept
