"""Addresses: the one under which people reach us, and those that links lead to. Pure."""

from ipaddress import ip_address
from urllib.parse import urlsplit

_WANTED = "It must be an https address that people's browsers reach, like https://learning.example."
_LOCAL = "In sandbox mode http is for this machine alone, like http://127.0.0.1:8001."


def public_address(address: str, *, sandbox: bool) -> str:
    """Return the address without a slash at its end. It is https; in the sandbox it may be http
    on this machine. Raises ValueError with a sentence."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        raise ValueError(_WANTED) from None
    odd = "@" in parts.netloc or "?" in address or "#" in address or any(map(_is_odd, address))
    if odd or not parts.hostname or parts.scheme not in {"https", "http"}:
        raise ValueError(_WANTED)
    if parts.scheme == "http" and not (sandbox and _is_loopback(parts.hostname)):
        raise ValueError(_LOCAL if sandbox else _WANTED)
    return address.rstrip("/")


def is_link(url: str) -> bool:
    """Tell whether an address may be a link in a message: https, or http on this machine alone, as
    it is in the sandbox."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        return False
    local = parts.scheme == "http" and _is_loopback(parts.hostname or "")
    return bool(parts.hostname) and (parts.scheme == "https" or local)


def _is_odd(character: str) -> bool:
    return character.isspace() or character in '\\<>|"' or not character.isprintable()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
