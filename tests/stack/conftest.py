"""One stack for the whole run, apart from the one that `casebook up` keeps."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

# Before anything of `local` is imported, which reads it.
os.environ["CASEBOOK_LOCAL_DIR"] = str(
    Path(__file__).resolve().parents[2] / ".build" / "stack-tests"
)

import pytest

from cli import shop
from cli.client import Client, sign_in
from local import emulator
from local import stack as local_stack
from local.state import Person, Stack


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """A deployed stack; its emulator is stopped by its process id."""
    running = local_stack.deploy_afresh(lambda what: None)
    try:
        yield running
    finally:
        emulator.stop(running.emulator)


@pytest.fixture(scope="session")
def client(stack: Stack) -> Client:
    """The API as ann of the project `shop` calls it."""
    return Client(stack.casebook.http_api_url, sign_in(stack))


@pytest.fixture(scope="session")
def stranger(stack: Stack) -> Client:
    """The API as somebody of another project calls it."""
    cognito = stack.aws.client("cognito-idp")
    pool, eve = (
        stack.casebook.user_pool_id,
        Person(name="eve", password=f"Aa1!{secrets.token_hex()}"),
    )
    cognito.admin_create_user(UserPoolId=pool, Username=eve.name, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(
        UserPoolId=pool, Username=eve.name, Password=eve.password, Permanent=True
    )
    cognito.create_group(UserPoolId=pool, GroupName="elsewhere")
    cognito.admin_add_user_to_group(UserPoolId=pool, Username=eve.name, GroupName="elsewhere")
    return Client(stack.casebook.http_api_url, sign_in(stack.model_copy(update={"person": eve})))


@pytest.fixture(scope="session")
def workload(client: Client) -> str:
    """The registered shop's id."""
    return shop.registered(client)
