"""The addresses elsewhere that whoever runs the server has allowed: nothing else is ever fetched."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

_PORTS: Final = {"http": 80, "https": 443}


def allowed_address(text: str) -> str | None:
    """An address as it may stand on the list: http or https, without user, parameters or fragment; None for
    any other text.
    """
    url = _split(text)
    return None if url is None or set(text) & set("?*") else text


def is_allowed(address: str, allowed: Iterable[str]) -> bool:
    """Whether an address is on the list: one that ends in a slash, or has no path, allows all below it.

    Scheme, host and port must be the same. An address whose path goes up again is never allowed.
    """
    url = _split(address)
    return url is not None and any(_is_within(url, urlsplit(one)) for one in allowed)


def _split(address: str) -> SplitResult | None:
    """The parts of a web address that can be read in one way only; None for any other."""
    is_plain = address.isascii() and address.isprintable() and not set(address) & set(' \\#@"<>^`{|}')
    try:
        url = urlsplit(address)
        port = url.port
    except ValueError:
        return None
    steps = [unquote(step) for step in url.path.split("/")]
    goes_up = any(step in (".", "..") or set(step) & set("/\\") for step in steps)
    if not is_plain or goes_up or url.scheme not in _PORTS or not url.hostname or port == 0:
        return None
    return url


def _is_within(url: SplitResult, one: SplitResult) -> bool:
    if _origin(url) != _origin(one):
        return False
    path, folder = url.path or "/", one.path or "/"
    return path.startswith(folder) if folder.endswith("/") else path == folder


def _origin(url: SplitResult) -> tuple[str, str | None, int]:
    return url.scheme, url.hostname, url.port or _PORTS[url.scheme]
