"""Under which address this server is known: what FACELEX_PUBLIC_URL says, else what the request names.

A client may name any host; what it names is repeated only where it looks like one, and only to that client.
"""

import re
from typing import Final

from fastapi import Request

from api.parts import Parts

_HOST: Final = re.compile(
    r"(?=.{1,260}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63})*|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?"
)


def public_address(request: Request, parts: Parts) -> str:
    """The server's address without a slash at the end."""
    if parts.settings.public_url:
        return parts.settings.public_url
    hosts = request.headers.getlist("host")
    if len(hosts) == 1 and _HOST.fullmatch(hosts[0]):
        scheme = "https" if request.scope["scheme"] == "https" else "http"
        return f"{scheme}://{hosts[0]}"
    host = f"[{parts.settings.host}]" if ":" in parts.settings.host else parts.settings.host
    return f"http://{host}:{parts.settings.port}"
