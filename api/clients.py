"""Who asks, as far as the network tells: behind a proxy on this machine, all clients are this machine."""

from ipaddress import AddressValueError, IPv6Address, ip_network


def client_of(address: tuple[str, int] | None) -> str:
    """A client: an IPv4 address, or the network of 64 bits of one of IPv6, which one household has.

    Nobody in particular ("") where the network does not tell.
    """
    host = address[0] if address else ""
    if ":" not in host:
        return host[:64]
    try:
        found = IPv6Address(host.partition("%")[0])
    except AddressValueError:
        return host[:64]
    return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))


def is_this_machine(client: str) -> bool:
    """Whether a client is the machine that the server runs on."""
    return client.startswith("127.") or client == "::/64"
