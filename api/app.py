"""The one place where the parts of the server are joined."""

import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

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
from api.routes import check, docs, health, home, linked_data, network, places, sparql
from api.settings import Settings
from api.trouble import for_people
from graph.any_engine import AnyEngine
from graph.sandbox import Limits
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
    pool = guest_pool(opened, limits)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        pool.close()

    app = FastAPI(
        title="facelex",
        version="0.1.0",
        summary="May this actor use face recognition so, in this place, on this day, and which law says so?",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # such a redirect repeats whatever host the client names
        lifespan=lifespan,
    )
    app.state.parts = parts = Parts(settings, opened, pool)
    try:
        parts.prepare()
    except EngineError as error:  # it may come up later; until then, every door and /readyz say so
        _LOG.warning("%s", error)
    for module in (home, check, places, network, linked_data, health, docs, sparql):
        for route in module.router.routes:
            if isinstance(route, APIRoute):
                route.summary = re.split("[.:;]", route.description)[0]
    for module in (home, check, places, network, linked_data, health, docs):
        app.include_router(module.router, dependencies=_STRICT, responses=RESPONSES)
    app.include_router(sparql.router, responses=RESPONSES)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    install(app, for_people)
    app.add_middleware(Delivery)
    app.add_middleware(CommonHeaders)
    return app
