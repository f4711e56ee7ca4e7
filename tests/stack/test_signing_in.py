"""Nobody gets in without a token, and nobody listens without a ticket that works once."""

from __future__ import annotations

import pytest

from cli.client import Client, sign_in
from cli.errors import ApiError
from cli.sources import connect
from cli.stream import ConnectionLost
from local.state import Stack


def status_of(client: Client, path: str = "/api/workloads") -> int:
    try:
        client.get(path)
    except ApiError as error:
        return error.status
    return 200


def test_a_person_who_signed_in_is_let_in(client: Client) -> None:
    assert status_of(client) == 200


def test_without_a_token_the_answer_is_401(stack: Stack) -> None:
    assert status_of(Client(stack.casebook.http_api_url, None)) == 401


def test_a_token_whose_signature_was_changed_is_refused(stack: Stack) -> None:
    head, claims, signature = sign_in(stack).split(".")
    forged = ".".join((head, claims, signature[::-1]))

    assert status_of(Client(stack.casebook.http_api_url, forged)) == 401


def test_health_is_open_to_everybody_and_well(stack: Stack) -> None:
    assert status_of(Client(stack.casebook.http_api_url, None), "/api/health") == 200


def test_a_ticket_opens_the_websocket_once(client: Client) -> None:
    address = client.ticket()
    connect(address).close()

    with pytest.raises(ConnectionLost):
        connect(address)


def test_a_ticket_that_nobody_issued_is_refused(stack: Stack) -> None:
    with pytest.raises(ConnectionLost):
        connect(f"{stack.casebook.web_socket_url}?ticket=invented")
