"""The one place where the parts of the server are joined."""

import logging
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.gzip import GZipMiddleware

from api.delivery import Delivery
from api.encodings import LEAST, LEVEL, Encodings
from api.engines import guest_pool, open_any
from api.headers import CommonHeaders
from api.interface import Interface
from api.network_files import NETWORK_FILES
from api.pages import STATIC
from api.parameters import refuse_unknown
from api.parts import Parts
from api.problems import install
from api.quick import KeptBodies, QuickDoor
from api.rate_limit import RateLimit
from api.request_log import RequestLog
from api.routes import (
    about,
    badge,
    check,
    check_files,
    check_many,
    cite,
    compare,
    compare_page,
    connections,
    contribute,
    dataset,
    days,
    docs,
    dumps,
    explain,
    health,
    history,
    home,
    linked_data,
    listings,
    map_data,
    map_page,
    metrics,
    near,
    network,
    ontology,
    places,
    query,
    reconcile,
    records,
    search,
    search_page,
    stats,
    things,
    timeline_page,
    validate_record,
)
from api.settings import Settings
from api.shortcuts import STATE, Shortcut, Shortcuts
from api.sparql.cache import AnswerCache
from api.sparql.doors import SparqlDoors
from api.sparql.operations import OPERATIONS
from api.sparql.query_door import QueryDoor
from api.sparql.shortcut import PATH, QueryShortcut
from api.sparql.store_door import StoreDoor
from api.sparql.update_door import UpdateDoor
from api.static_files import MarkedFiles
from api.trouble import for_people
from graph.any_engine import AnyEngine
from graph.engine import Engine
from graph.journal import Journal, has_own_data
from graph.outside import Outside
from graph.sandbox.limits import Limits
from graph.sandbox.pool import WorkerPool
from graph.writes import Writer, with_own_data
from schema.errors import EngineError
from schema.vocabulary import LICENCE

_LOG: Final = logging.getLogger("facelex.api")
_MOST_ANSWERS: Final = 32 * 1024 * 1024
_MOST_REPLIES: Final = 48 * 1024 * 1024
"""Bytes of answers that are kept."""
_STRICT: Final = [Depends(refuse_unknown)]
_ROUTES: Final = (
    *(home, check, check_files, check_many, compare, explain, history, near, places, days, badge, cite),
    *(records, search, stats, connections, reconcile, network, query),
    *(map_data, map_page, timeline_page),
    *(validate_record, about, contribute, compare_page, listings, search_page),
    *(things, linked_data, ontology, dataset, dumps, health, metrics, docs),
)

DESCRIPTION: Final = """
Facial-recognition regulation as an open knowledge graph. Every answer names its rule, law, provision, period
and source, and every legal question carries its day; where no rule is known the answer says so, and whether
anyone looked. Silence is not permission, and nothing here is legal advice.

`/api` is version 1: fields, parameters and addresses may be added, none is taken away or changes its meaning
without notice in `Deprecation` and `Sunset` headers. Answers about data have a strong `ETag` and honour
`If-None-Match` (304). `HEAD` works wherever `GET` does. Reading needs no key, from any web page (CORS).
"""


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
    outside = Outside(settings.allowed_addresses, limits.upload) if settings.allowed_addresses else None
    writer = Writer(pool, journal, outside) if journal and writes and isinstance(pool, WorkerPool) else None

    replies = AnswerCache[bytes](_MOST_REPLIES)
    kept = KeptBodies()
    shortcuts = None
    if settings.log == "off":
        by_path: dict[str, Shortcut] = {check.route.path: kept}
        if isinstance(pool, WorkerPool) and not outside:  # what may reach out is read before a worker has it
            by_path[PATH] = QueryShortcut(pool, opened.data_version, replies)
        shortcuts = Shortcuts(by_path, counts_others=settings.rate_limit > 0)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
        yield {STATE: shortcuts}
        pool.close()
        if outside:
            outside.close()
        if journal:
            journal.close()

    app = FastAPI(
        title="facelex",
        version="0.1.0",
        summary="May this actor use face recognition so, in this place, on this day, and which law says so?",
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0; the data CC BY 4.0", "url": LICENCE},
        openapi_url=None,  # api.routes.docs tells more than the framework knows
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # such a redirect repeats whatever host the client names
        lifespan=lifespan,
    )
    parts = Parts(settings, opened, pool, AnswerCache(0 if is_elsewhere else _MOST_ANSWERS), replies)
    app.state.parts = parts
    try:
        parts.prepare()
    except EngineError as error:  # it may come up later; until then, every door and /readyz say so
        _LOG.warning("%s", error)
    routes = [one for module in _ROUTES for one in module.router.routes if isinstance(one, APIRoute)]
    for route in routes:
        route.summary = re.split("[.:;]", route.description)[0]
    for module in _ROUTES:
        app.include_router(module.router, dependencies=_STRICT)
    app.mount("/static", MarkedFiles(STATIC, NETWORK_FILES), name="static")
    install(app, for_people)
    app.state.interface = Interface(app, routes, parts, OPERATIONS)
    app.add_middleware(
        SparqlDoors,
        query=QueryDoor(pool, opened.data_version, parts.answers, union, writer is not None, outside),
        update=UpdateDoor(writer, settings.write_token),
        store=StoreDoor(pool, opened.data_version, writer, settings.write_token),
    )
    app.add_middleware(GZipMiddleware, minimum_size=LEAST, compresslevel=LEVEL)
    app.add_middleware(Encodings, as_it_is="/dump.")
    app.add_middleware(Delivery)
    app.add_middleware(QuickDoor, route=check.route, parts=parts, kept=kept)
    if settings.rate_limit:
        app.add_middleware(RateLimit, limit=settings.rate_limit)
    app.add_middleware(CommonHeaders)
    fixed = {route.path for route in routes if "{" not in route.path} | set(OPERATIONS) | {"/static"}
    app.add_middleware(RequestLog, out=sys.stderr if settings.log == "json" else None, fixed=fixed)
    return app


def _prepared(engine: Engine, journal: Journal | None, union: bool) -> Engine:
    """The workers' engine; made in the nursery, which does not hold the journal any longer than that."""
    prepared = with_own_data(engine, journal, union)
    if journal:
        journal.close()
    return prepared
