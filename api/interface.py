"""The description of the HTTP interface as a text: made when it is first asked for, then kept."""

import asyncio
import copy
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.contracts import CONTRACTS
from api.live_examples import add_examples
from api.openapi import TAGS, described
from api.parts import Parts
from schema.errors import FacelexError


@dataclass(frozen=True)
class Operation:
    """A method at a path, and what it is for in a few words."""

    method: str
    path: str
    summary: str


@dataclass(frozen=True)
class Group:
    """Operations about the same, with what that is."""

    name: str
    description: str
    operations: tuple[Operation, ...]


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

    def listing(self) -> tuple[Group, ...]:
        """The operations by what they are about, as people read them; no example is asked for."""
        paths = {**self._app.openapi()["paths"], **self._others}
        found = [
            (one["tags"][0], Operation(method.upper(), path, one["summary"]))
            for path, methods in sorted(paths.items())
            for method, one in methods.items()
        ]
        return tuple(
            Group(tag["name"], tag["description"], tuple(one for name, one in found if name == tag["name"]))
            for tag in TAGS
        )

    def _words(self, scheme: str) -> list[str]:
        try:
            return [concept.word for concept in self._parts.lookup.concepts.among(scheme)]
        except FacelexError:  # an engine elsewhere is not there yet
            return []
