"""Lets a local stack ask language models: the same document as in an account (docs/models.md).

Keys come from the variables that the providers' own tools read. They are put into the emulator's
Secrets Manager, which keeps them in memory, under the names that the functions' roles may read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from botocore.exceptions import ClientError

from casebook.models.configuration import ModelsMisconfigured, parse
from local.errors import ModelsNotUsable
from local.state import Stack

CONFIGURATION, ENGINE = "/casebook/local/models", "/casebook/local/engine"
UNTIL_READ_AGAIN = 11.0
"""Seconds for which a function that is up may still ask the old models: keys are kept longest."""

KEYS = {
    "anthropic": "ANTHROPIC_API_KEY",
    "openai": "OPENAI_API_KEY",
    "azure-openai": "AZURE_OPENAI_API_KEY",
}


@dataclass(frozen=True)
class Models:
    """A document that is valid, and the text of each secret that it names."""

    document: str
    secrets: Mapping[str, str]


def read(file: Path, environment: Mapping[str, str] = os.environ) -> Models:
    """The models of a document, with their keys.

    Raises:
        ModelsNotUsable: there is no such file, a field is wrong, or a key is missing.
    """
    try:
        text = file.read_text()
        parse(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ModelsNotUsable(f"{file} cannot be read: {error}.") from error
    except ModelsMisconfigured as error:
        raise ModelsNotUsable(f"{file}: {error.detail}") from error
    document, secrets = json.loads(text), {}
    for place, provider in enumerate(document["providers"]):
        kind = provider["provider"]
        if "secret" not in provider:
            continue
        if not (key := environment.get(KEYS[kind])):
            wanted = f"providers[{place}] needs its key in the environment: export {KEYS[kind]}=…"
            raise ModelsNotUsable(f"{file}: {wanted}")
        provider["secret"] = f"casebook/{kind}"
        secrets[provider["secret"]] = key
    return Models(json.dumps(document), secrets)


def configure(stack: Stack, models: Models) -> None:
    """From now on, or from UNTIL_READ_AGAIN on, every session and diagnosis asks these models."""
    ssm = stack.aws.client("ssm")
    for name, text in models.secrets.items():
        _put_secret(stack, name, text)
    switch = json.dumps({"engine": "model"})
    for name, value in ((CONFIGURATION, models.document), (ENGINE, switch)):
        ssm.put_parameter(Name=name, Value=value, Type="String", Overwrite=True)


def _put_secret(stack: Stack, name: str, text: str) -> None:
    secrets = stack.aws.client("secretsmanager")
    try:
        secrets.create_secret(Name=name, SecretString=text)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceExistsException":
            raise
        secrets.put_secret_value(SecretId=name, SecretString=text)
