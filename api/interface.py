"""The description of the HTTP interface as a text: made when it is first asked for, then kept."""

import asyncio
import copy
import json
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.contracts import CONTRACTS
from api.live_examples import add_examples
from api.openapi import described
from api.parts import Parts
from schema.errors import FacelexError


class Interface:
    """What /openapi.json gives, of one app with its routes: its examples are answers of that very app.

    `others` are operations that are no routes.
    """

    def __init__(
        self, app: FastAPI, routes: Sequence[APIRoute], parts: Parts, others: dict[str, Any]
    ) -> None:
        self._app = app
        self._routes = tuple(route for route in routes if route.include_in_schema)
        self._parts = parts
        self._others = others
        self._text: bytes | None = None
        self._making = asyncio.Lock()

    async def text(self) -> bytes:
        """The description as JSON. Kept once every example has come: an engine elsewhere may be late."""
        async with self._making:
            if self._text:
                return self._text
            generated = copy.deepcopy(self._app.openapi())
            others = copy.deepcopy(self._others)
            description = described(generated, self._routes, others, self._words, CONTRACTS)
            is_complete = await add_examples(self._app, description)
            text = json.dumps(description, ensure_ascii=False, separators=(",", ":")).encode()
            if is_complete:
                self._text = text
            return text

    def _words(self, scheme: str) -> list[str]:
        try:
            return [concept.word for concept in self._parts.lookup.concepts.among(scheme)]
        except FacelexError:  # an engine elsewhere is not there yet
            return []
