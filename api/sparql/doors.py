"""The three addresses before everything else: a query takes less time than a framework around it."""

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import of_error
from api.sparql.query_door import QueryDoor
from api.sparql.store_door import PATH, StoreDoor
from api.sparql.update_door import UpdateDoor
from schema.errors import FacelexError


class SparqlDoors:
    """ASGI middleware that answers at /sparql, /update and /store, and passes on what is for others."""

    def __init__(self, app: ASGIApp, query: QueryDoor, update: UpdateDoor, store: StoreDoor) -> None:
        self._app = app
        self._query = query
        self._update = update
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        door = self._door(scope["path"]) if scope["type"] == "http" else None
        if door is None:
            await self._app(scope, receive, send)
            return
        try:
            await door(scope, receive, send)
        except FacelexError as error:
            response: Response = of_error(error)
            await response(scope, receive, send)

    def _door(self, path: str) -> ASGIApp | None:
        if path == "/sparql":
            return self._query
        if path == "/update":
            return self._update
        return self._store if path == PATH or path.startswith(f"{PATH}/") else None
