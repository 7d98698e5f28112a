"""/update: the SPARQL 1.1 Protocol's update operation, for those who may write."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.problems import MethodNotAllowed
from api.sparql.asked import UPDATING, asked_in_body
from api.sparql.using import with_using
from api.sparql.writing import writer_for
from graph.writes import Writer

METHODS: Final = ("POST", "OPTIONS")
MOST_BYTES: Final = 8 * 1024 * 1024
"""Bytes of a POST body that are read; escaped forms are longer than the text in them."""


class UpdateDoor:
    """An ASGI application that carries out updates."""

    def __init__(self, writer: Writer | None, token: str) -> None:
        self._writer = writer
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry out one update; 204 when the disk has it and everybody sees it."""
        request = Request(scope, receive)
        if scope["method"] != "POST":
            raise MethodNotAllowed(METHODS)
        writer = writer_for(request, self._writer, self._token)
        asked = await asked_in_body(request, UPDATING, MOST_BYTES)
        await writer.update(with_using(asked.text, asked.dataset), asked.seconds)
        await Response(status_code=204, headers={"Cache-Control": "no-store"})(scope, receive, send)
