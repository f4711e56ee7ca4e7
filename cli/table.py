"""The table that a command works on: the local stack's, or a real one by its name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import botocore.session
from botocore.exceptions import BotoCoreError

from casebook.errors import AwsCallFailed, CasebookError
from casebook.settings import Settings
from casebook.wiring import Wiring
from local import aws, state
from local.errors import LocalError


class NotDone(LocalError):
    """A command on a table did not come to its end."""


@contextmanager
def opened(name: str | None) -> Iterator[Wiring]:
    """The parts of the product on the table `name`, with the credentials that the AWS CLI would
    use, or on that of the local stack for None. What goes wrong inside is told as NotDone.

    Raises:
        StackNotUp: no table is named and no local stack is up.
    """
    if name is None:
        stack = state.read()
        table, environment = stack.casebook.table_name, aws.environment(stack.emulator.endpoint)
        environment = {**environment, "CASEBOOK_OWNERSHIP": "single-tenant"}
    else:
        table, environment = name, {**os.environ, **_account()}
    with _environment(environment):
        try:
            yield Wiring(Settings.from_environment({**environment, "CASEBOOK_TABLE": table}))
        except AwsCallFailed as error:
            raise NotDone(error.detail, _fix(error, table)) from error
        except CasebookError as error:
            raise NotDone(
                error.detail,
                "Nothing was left half done; see docs/migrations.md and docs/tools.md.",
            ) from error


def _fix(error: AwsCallFailed, table: str) -> str:
    match error.code:
        case "ResourceNotFoundException":
            return f"Is {table} the table's name, and AWS_REGION its region?"
        case "AccessDeniedException":
            return "docs/migrations.md lists the actions that these credentials need."
        case "ConnectionFailed":
            return "Is the network up, and AWS_REGION right? What was done stays; run it again."
        case _:
            return "What was done stays; run the same command again to go on."


def _account() -> dict[str, str]:
    """Region and credentials from the environment, a profile or single sign-on, as variables."""
    session = botocore.session.get_session()
    try:
        region, found = session.get_config_variable("region"), session.get_credentials()
        keys = found.get_frozen_credentials() if found else None
    except BotoCoreError as error:
        raise NotDone(f"AWS credentials cannot be used: {error}", "Sign in again.") from error
    if keys is None or region is None:
        missing = "region" if keys else "credentials"
        raise NotDone(f"There is no AWS {missing}.", "Set AWS_PROFILE, or AWS_REGION and a key.")
    return {
        "AWS_REGION": region,
        "AWS_ACCESS_KEY_ID": keys.access_key,
        "AWS_SECRET_ACCESS_KEY": keys.secret_key,
        "AWS_SESSION_TOKEN": keys.token or "",
    }


@contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """This process' environment for a while; the product reads it when its parts are built."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
