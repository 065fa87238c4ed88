"""Which addresses may be connected to: the public internet, and what the user's `allow_hosts` names."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.IPv6Network("::/96")


def is_public(text: str) -> bool:
    """True if this address belongs to the public internet; False for anything that is no address.

    Private, loopback, link-local, shared (CGNAT), multicast, reserved and documentation ranges are not
    public, nor is an IPv6 address that carries such an IPv4 address (mapped, 6to4, Teredo, NAT64).
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_global_unicast(each) for each in (address, *_carried(address)))


def _is_global_unicast(address: Address) -> bool:
    nat64 = isinstance(address, ipaddress.IPv6Address) and address in _NAT64[0]
    reserved = address.is_reserved and not nat64
    return address.is_global and not (address.is_multicast or reserved)


def _carried(address: Address) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses that a gateway would read out of this IPv6 address."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64[0] or address in _NAT64[1] or address in _COMPATIBLE:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return tuple(each for each in found if each is not None)


def is_named(host: str, port: int, allow_hosts: frozenset[str]) -> bool:
    """True if the user's `allow_hosts` names this host, with or without its port."""
    name = host.casefold().strip("[]").rstrip(".")
    names = {name, f"{name}:{port}", f"[{name}]:{port}"}
    return any(allowed.casefold() in names for allowed in allow_hosts)
