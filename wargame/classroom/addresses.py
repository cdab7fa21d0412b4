"""Where a class finds this machine. Nothing is asked of the internet."""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from contextlib import suppress

REACHED_BY = ("10.255.255.255", "172.31.255.255", "192.168.255.255", "192.168.137.255", "192.0.2.1")
"""Nobody is spoken to: the system is only asked which of our addresses it would speak from."""

LINUX_ADDRESS = 0x8915
"""What Linux is asked to tell a network interface's address."""


def own_addresses() -> list[str]:
    """IPv4 addresses of this machine that others may reach, the likeliest first."""
    found: list[str] = []
    for far in REACHED_BY:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
            asked.connect((far, 9))
            found.append(asked.getsockname()[0])
    with suppress(OSError):
        found += [info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]  # type: ignore[misc]
    if sys.platform == "linux":
        found += _of_interfaces()
    useful = dict.fromkeys(address for address in found if _useful(address))
    return sorted(useful, key=lambda address: not ipaddress.ip_address(address).is_private)


def _of_interfaces() -> list[str]:
    """Networks that nothing is routed to, such as the one this laptop opens for the class itself."""
    import fcntl

    found = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, name in socket.if_nameindex():
            with suppress(OSError):
                told = fcntl.ioctl(asked.fileno(), LINUX_ADDRESS, struct.pack("256s", name[:15].encode()))
                found.append(socket.inet_ntoa(told[20:24]))
    return found


def _useful(address: str) -> bool:
    found = ipaddress.ip_address(address)
    return not (found.is_loopback or found.is_unspecified or found.is_multicast)


__all__ = ["own_addresses"]
