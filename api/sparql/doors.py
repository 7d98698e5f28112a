"""The three addresses before everything else: a query takes less time than a framework around it."""

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import of_error
from api.sparql import query_door, store_door, update_door
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
        door, methods = self._door(scope["path"]) if scope["type"] == "http" else (None, ())
        if door is None:
            await self._app(scope, receive, send)
            return
        begun = False

        async def send_on(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            if scope["method"] == "OPTIONS":
                options = Response(status_code=204, headers={"Allow": ", ".join(methods)})
                await options(scope, receive, send_on)
            else:
                await door(scope, receive, send_on)
        except FacelexError as error:
            if begun:
                return  # the server sees that the answer has no end, and closes the connection
            await of_error(error)(scope, receive, send)

    def _door(self, path: str) -> tuple[ASGIApp | None, tuple[str, ...]]:
        if path == "/sparql":
            return self._query, query_door.METHODS
        if path == "/update":
            return self._update, update_door.METHODS
        if path == PATH or path.startswith(f"{PATH}/"):
            return self._store, store_door.METHODS
        return None, ()
