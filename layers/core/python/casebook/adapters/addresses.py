"""Which addresses a tool may connect to. A team names hosts; a name can be made to mean anything.

What is refused are the addresses that only mean something to the machine itself: its loopback, and
link-local ones, where AWS hands out the credentials of whoever asks (169.254.169.254, and
169.254.170.2 for containers). Private addresses are allowed (100.64.0.0/10 too): clusters and
databases stand in VPCs, and the functions' security group says which of those can be reached.

A name is resolved once and the address that was looked at is the one that is connected to, so a
name server that answers differently the second time gains nothing.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from casebook.errors import Forbidden, Unavailable

_RESERVED = tuple(
    map(
        ip_network,
        (
            "fd00:ec2::/32",  # what EC2 answers its machines at: metadata, credentials, time
            "2001::/32",  # Teredo, which hides where it ends
            "192.0.0.0/24",
        ),
    )
)
_NAT64 = ip_network("64:ff9b::/96")


def permitted_address(host: str, port: int, *, local: bool = False) -> str:
    """The address to connect to. `local`: Casebook runs on a laptop, where servers stand beside it.

    Raises:
        Forbidden: the host's address is none that a tool may connect to.
        Unavailable: the name has no address.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unavailable(f"{host} has no address: {error}") from error
    addresses = [ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    for address in addresses:
        if not _is_permitted(address, local=local):
            raise Forbidden(
                f"{host} is at {address}, which tools may not connect to; "
                "name the host by the address that others know it by"
            )
    return str(addresses[0])


def connected(host: str, port: int, timeout: float, *, local: bool = False) -> socket.socket:
    """A TCP connection to a permitted address of the host.

    Raises:
        Forbidden: see permitted_address.
        Unavailable: it could not be connected to.
    """
    address = permitted_address(host, port, local=local)
    try:
        return socket.create_connection((address, port), timeout)
    except OSError as error:
        raise Unavailable(f"{host}:{port} cannot be connected to: {error}") from error


def _is_permitted(address: IPv4Address | IPv6Address, *, local: bool) -> bool:
    if isinstance(address, IPv6Address):
        # An IPv4 address inside of an IPv6 one is reached as what it is.
        inner = IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
        address = address.ipv4_mapped or address.sixtofour or inner or address
    if address.is_loopback:
        return local
    return not (
        address.is_link_local
        or address.is_multicast
        or address.is_unspecified
        or address.is_reserved
        or (isinstance(address, IPv6Address) and address.is_site_local)
        or any(address in each for each in _RESERVED)
    )
