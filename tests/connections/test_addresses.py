"""Which addresses tools connect to."""

import socket
from typing import Any

import pytest

from casebook.adapters.addresses import permitted_address
from casebook.adapters.outside import Outside
from casebook.errors import Forbidden, Unavailable
from tests.connections.http_server import Said, speaking

OWN = [
    "127.0.0.1",
    "127.8.8.8",
    "::1",
    "0.0.0.0",
    "::",
    "169.254.169.254",
    "169.254.170.2",
    "fe80::1",
    "fd00:ec2::254",
    "::ffff:169.254.169.254",
    "::ffff:127.0.0.1",
    "2002:a9fe:a9fe::",
    "fd00:ec2::23",
    "fec0::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "64:ff9b::169.254.169.254",
    "192.0.0.8",
    "224.0.0.1",
    "255.255.255.255",
]


def resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def found(host: str, port: int, **kind: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr("casebook.adapters.addresses.socket.getaddrinfo", found)


@pytest.mark.parametrize("address", OWN)
def test_a_name_that_means_the_machine_itself_or_its_metadata_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    resolving(monkeypatch, address)

    with pytest.raises(Forbidden, match="may not connect to"):
        permitted_address("innocent.example", 443)


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "10.0.3.7", "172.16.0.9", "100.64.3.7", "fd12::7", "64:ff9b::5db8:d70e"],
)
def test_public_addresses_and_those_of_a_vpc_are_connected_to(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    resolving(monkeypatch, address)

    assert permitted_address("db.example", 5432) == address


def test_one_bad_address_among_several_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "93.184.215.14", "169.254.169.254")

    with pytest.raises(Forbidden):
        permitted_address("two.example", 443)


def test_on_a_laptop_servers_stand_beside_casebook_and_metadata_still_do_not() -> None:
    assert permitted_address("127.0.0.1", 80, local=True) == "127.0.0.1"
    with pytest.raises(Forbidden):
        permitted_address("169.254.169.254", 80, local=True)


@pytest.mark.parametrize("name", ["0177.0.0.1", "2130706433", "0x7f.1", "localhost"])
def test_other_spellings_of_an_address_are_that_address(name: str) -> None:
    with pytest.raises((Forbidden, Unavailable)):
        permitted_address(name, 443)


def test_in_an_account_plain_http_is_not_spoken() -> None:
    with speaking(lambda asked: Said({})) as server:
        with pytest.raises(Forbidden, match="speak https"):
            Outside(server.url).json("GET", "/", {})

        assert server.asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    with speaking(lambda asked: Said({})) as server:
        outside = Outside(server.url.replace("http:", "https:"), local=True)
        with pytest.raises(Unavailable, match="cannot be trusted"):
            outside.json("GET", "/", {})
