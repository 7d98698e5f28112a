"""The one place where the parts of the server are joined."""

import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from starlette.staticfiles import StaticFiles

from api.delivery import Delivery
from api.engines import guest_pool, open_any
from api.headers import CommonHeaders
from api.pages import STATIC
from api.parameters import refuse_unknown
from api.parts import Parts
from api.problems import RESPONSES, install
from api.quick import QuickDoor
from api.routes import (
    badge,
    check,
    check_many,
    cite,
    compare,
    days,
    docs,
    dumps,
    explain,
    health,
    history,
    home,
    linked_data,
    metrics,
    near,
    network,
    places,
)
from api.settings import Settings
from api.sparql.cache import AnswerCache
from api.sparql.doors import SparqlDoors
from api.sparql.operations import OPERATIONS
from api.sparql.query_door import QueryDoor
from api.sparql.store_door import StoreDoor
from api.sparql.update_door import UpdateDoor
from api.trouble import for_people
from graph.any_engine import AnyEngine
from graph.engine import Engine
from graph.journal import Journal, has_own_data
from graph.sandbox.limits import Limits
from graph.sandbox.pool import WorkerPool
from graph.writes import Writer, with_own_data
from schema.errors import EngineError

_LOG: Final = logging.getLogger("facelex.api")
_STRICT: Final = [Depends(refuse_unknown)]


def create_app(settings: Settings, engine: AnyEngine | None = None) -> FastAPI:
    """The server over the data folder of the settings, or over an engine that is already open.

    Builds the dataset when the records have changed; RecordErrors or StoreError when that fails. An engine at
    another address need not answer yet. It starts the query workers, so call it before the process has
    threads; they end with the app.
    """
    opened = engine or open_any(settings)
    limits = Limits(seconds=settings.query_timeout, memory=settings.query_memory, workers=settings.workers)
    union = settings.default_graph == "union"
    is_elsewhere = not isinstance(opened, Engine)  # people's own data lives beside the embedded engine alone
    writes = bool(settings.write_token) and not is_elsewhere
    journal = None
    if writes or (has_own_data(settings.data) and not is_elsewhere):
        journal = Journal(settings.data, writes)
    pool = guest_pool(opened, limits, partial(_prepared, journal=journal, union=union))
    if journal:
        journal.reopen()  # the nursery may have folded it
    writer = Writer(pool, journal) if journal and writes and isinstance(pool, WorkerPool) else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        pool.close()
        if journal:
            journal.close()

    app = FastAPI(
        title="facelex",
        version="0.1.0",
        summary="May this actor use face recognition so, in this place, on this day, and which law says so?",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # such a redirect repeats whatever host the client names
        lifespan=lifespan,
    )
    parts = Parts(settings, opened, pool, AnswerCache(0) if is_elsewhere else AnswerCache())
    app.state.parts = parts
    try:
        parts.prepare()
    except EngineError as error:  # it may come up later; until then, every door and /readyz say so
        _LOG.warning("%s", error)
    for module in (
        home,
        check,
        check_many,
        compare,
        explain,
        history,
        near,
        places,
        days,
        badge,
        cite,
        network,
        linked_data,
        dumps,
        health,
        metrics,
        docs,
    ):
        for route in module.router.routes:
            if isinstance(route, APIRoute):
                route.summary = re.split("[.:;]", route.description)[0]
        app.include_router(module.router, dependencies=_STRICT, responses=RESPONSES)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    install(app, for_people)
    describe(app, OPERATIONS)
    app.add_middleware(
        SparqlDoors,
        query=QueryDoor(pool, opened.data_version, parts.answers, union, writer is not None),
        update=UpdateDoor(writer, settings.write_token),
        store=StoreDoor(pool, opened.data_version, writer, settings.write_token),
    )
    app.add_middleware(Delivery)
    app.add_middleware(QuickDoor, route=check.route, parts=parts)
    app.add_middleware(CommonHeaders)
    return app


def _prepared(engine: Engine, journal: Journal | None, union: bool) -> Engine:
    """The workers' engine; made in the nursery, which does not hold the journal any longer than that."""
    prepared = with_own_data(engine, journal, union)
    if journal:
        journal.close()
    return prepared


def describe(app: FastAPI, operations: dict[str, Any]) -> None:
    """Add operations that are no routes of the framework to what /openapi.json describes."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        description = generate()
        description["paths"].update(operations)
        return description

    app.openapi = openapi  # type: ignore[method-assign]  # how the framework says to extend it
