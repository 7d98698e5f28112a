"""Addresses of this server as a client sees them."""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import Request

_HOST: Final = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?", re.ASCII)


def base_of(request: Request) -> str:
    """The scheme and host under which the client asks; a host that is none is not repeated."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        name, port = request.scope.get("server") or ("localhost", None)
        host = f"{name}:{port}" if port else str(name)
    return f"{request.url.scheme}://{host}"


def address_of(request: Request, query: Mapping[str, str]) -> str:
    """The address that was asked, with this query in place of its own."""
    return base_of(request) + request.url.path + (f"?{urlencode(query)}" if query else "")
