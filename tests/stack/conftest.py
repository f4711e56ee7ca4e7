"""One stack for the whole run, apart from the one that `casebook up` keeps."""

from __future__ import annotations

import os
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
from local.deaths import planning
from local.state import Stack
from tests.stack.people import as_person


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """A deployed stack, on which processes can be killed; its emulator is stopped by its process
    id."""
    running = local_stack.deploy_afresh(lambda what: None, start=planning.start)
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
    eve = as_person(stack, "eve", "elsewhere")
    return Client(eve.casebook.http_api_url, sign_in(eve))


@pytest.fixture(scope="session")
def workload(client: Client) -> str:
    """The registered shop's id."""
    return shop.registered(client)
