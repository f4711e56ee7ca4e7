"""What `casebook up` leaves behind for the commands after it: .build/local/state.json.

The file holds the demo user's password and an access key of the emulator, so only its owner may
read it (mode 0600).
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from infra.web_config import WebConfig
from local import emulator, paths
from local.aws import Aws, Credentials
from local.emulator import Emulator
from local.errors import StackNotUp


class CasebookOutputs(BaseModel):
    """The outputs of Casebook's stack, by the names infra/ gives them."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    http_api_url: str = Field(alias="HttpApiUrl")
    web_socket_url: str = Field(alias="WebSocketUrl")
    user_pool_id: str = Field(alias="UserPoolId")
    user_pool_client_id: str = Field(alias="UserPoolClientId")
    authority: str = Field(alias="Authority")
    region: str = Field(alias="Region")
    login_url: str = Field(alias="LoginUrl")
    alarm_topic_arn: str = Field(alias="AlarmTopicArn")
    result_topic_arn: str = Field(alias="ResultTopicArn")
    table_name: str = Field(alias="TableName")
    bucket_name: str = Field(alias="BucketName")
    state_machine_arn: str = Field(alias="StateMachineArn")

    @property
    def http_api_id(self) -> str:
        """The HTTP API's id, which a local address ends in, before the stage."""
        return self.http_api_url.split("/")[-2]

    @property
    def web_config(self) -> WebConfig:
        """What a page reads at its start."""
        return WebConfig.from_outputs(self.model_dump(by_alias=True))


class ShopOutputs(BaseModel):
    """The outputs of the demo workload's stack."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    shop_url: str = Field(alias="ShopUrl")
    payments_url: str = Field(alias="PaymentsUrl")


class Person(BaseModel):
    """Who signs in to Casebook."""

    model_config = ConfigDict(frozen=True)

    name: str
    password: str


class AccessKey(BaseModel):
    """An IAM user's access key."""

    model_config = ConfigDict(frozen=True)

    access_key_id: str
    secret_access_key: str


class Stack(BaseModel):
    """A local stack that is up.

    `console` is the origin that the web console is served from, by the process `console_pid`; it
    is one of the `web_origins` that browsers may call the API from.
    """

    model_config = ConfigDict(frozen=True)

    pid: int
    port: int
    console: str
    console_pid: int
    web_origins: tuple[str, ...]
    casebook: CasebookOutputs
    shop: ShopOutputs
    person: Person
    release_bot: AccessKey

    @property
    def emulator(self) -> Emulator:
        return Emulator(self.pid, self.port)

    def page_of_diagnosis(self, diagnosis_id: str) -> str:
        """The address of the console's page that follows a diagnosis."""
        return f"{self.console}/diagnoses/{diagnosis_id}"

    @property
    def aws(self) -> Aws:
        """The account as its administrator sees it."""
        return Aws(self.emulator.endpoint)

    @property
    def release_bot_aws(self) -> Aws:
        """The account as the shop's release robot sees it, which is who breaks things."""
        key = self.release_bot
        return Aws(self.emulator.endpoint, Credentials(key.access_key_id, key.secret_access_key))


def write(stack: Stack, file: Path = paths.STATE_FILE) -> None:
    """Writes the state, readable by its owner alone from its first byte on."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as output:
        output.write(stack.model_dump_json(by_alias=True, indent=2))


def read(file: Path = paths.STATE_FILE) -> Stack:
    """The stack that is up. Raises StackNotUp; a stale state is removed on the way."""
    try:
        stack = Stack.model_validate_json(file.read_text())
    except (FileNotFoundError, ValidationError) as error:
        raise StackNotUp from error
    if not emulator.is_running(stack.emulator):
        remove(file)
        raise StackNotUp
    return stack


def remove(file: Path = paths.STATE_FILE) -> None:
    """Forgets the stack; does nothing when there is none."""
    file.unlink(missing_ok=True)
