"""/store: the SPARQL 1.1 Graph Store HTTP Protocol. Anybody reads graphs; those who may, write them."""

import asyncio
import uuid
from email.parser import BytesParser
from email.policy import HTTP
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.media import GRAPHS, choose, upload_format
from api.problems import BadRequest, MethodNotAllowed
from api.replies import reply
from api.sparql.asked import body_of, fields_of, media_of
from api.sparql.writing import writer_for
from graph.engine import iri_term
from graph.sandbox.limits import MIB
from graph.sandbox.pool import WorkerPool, graph_job
from graph.writes import Writer
from schema.errors import NoSuchGraph

PATH: Final = "/store"
METHODS: Final = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")
_MULTIPART: Final = "multipart/form-data"
_EMPTY: Final = {"Cache-Control": "no-store"}


class StoreDoor:
    """An ASGI application for graphs by name: `?graph=IRI`, `?default`, or the address itself."""

    def __init__(self, pool: WorkerPool, data_version: str, writer: Writer | None, token: str) -> None:
        self._pool = pool
        self._data_version = data_version
        self._writer = writer
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Do what one request asks of a graph."""
        request = Request(scope, receive)
        method = scope["method"]
        if method not in METHODS:
            raise MethodNotAllowed(METHODS)
        if method == "GET":
            response = await self._read(request)
        else:
            writer = writer_for(request, self._writer, self._token)
            response = await (
                self._remove(request, writer) if method == "DELETE" else self._write(request, writer)
            )
        await response(scope, receive, send)

    async def _read(self, request: Request) -> Response:
        accept = ", ".join(request.headers.getlist("accept"))
        format = choose(accept, GRAPHS)[0]
        async with self._pool.job(graph_job(graph_of(request), format), b"") as answer:
            body = await answer.all()
        return reply(request, self._data_version, body, GRAPHS[format], {"Vary": "Accept"})

    async def _write(self, request: Request, writer: Writer) -> Response:
        is_new = request.method == "POST" and request.url.path == PATH and not request.url.query
        graph = _new_graph(request) if is_new else graph_of(request)
        existed = await self._exists(graph)
        replaces = request.method == "PUT"
        for data, format in await self._uploads(request):
            await writer.upload(graph, data, format, replaces)
            replaces = False
        if graph is None or existed:
            return Response(status_code=204, headers=_EMPTY)
        location = {"Location": graph} if is_new else {}
        return Response(status_code=201, headers=_EMPTY | location)

    async def _remove(self, request: Request, writer: Writer) -> Response:
        graph = graph_of(request)
        if not await writer.remove(graph) and graph is not None:
            raise NoSuchGraph(f"there is no graph <{graph}> here")
        return Response(status_code=204, headers=_EMPTY)

    async def _exists(self, graph: str | None) -> bool:
        try:
            async with self._pool.job(graph_job(graph, "nt"), b"") as answer:
                await answer.all()
        except NoSuchGraph:
            return False
        return True

    async def _uploads(self, request: Request) -> list[tuple[bytes, str]]:
        """The data of a body, each part with its format."""
        media = media_of(request)
        body = await body_of(request, self._pool.limits.upload * MIB)
        if media != _MULTIPART:
            return [(body, upload_format(media))]
        header = b"Content-Type: " + request.headers["content-type"].encode("latin-1") + b"\r\n\r\n"
        form = await asyncio.to_thread(BytesParser(policy=HTTP).parsebytes, header + body)
        if not form.is_multipart():
            raise BadRequest("the body is not the form that its Content-Type says; check the boundary")
        uploads: list[tuple[bytes, str]] = []
        for part in form.iter_parts():
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                uploads.append((data, upload_format(part.get_content_type())))
        return uploads


def graph_of(request: Request) -> str | None:
    """The IRI of the graph that a request is about; None for the default graph.

    BadRequest unless it names exactly one, QueryError where that is no IRI.
    """
    if request.url.path != PATH:
        if request.url.query:
            raise BadRequest("the address names a graph by itself; leave its parameters out")
        return str(request.url)
    fields = fields_of(request.scope["query_string"])
    names = [value for name, value in fields if name == "graph"]
    defaults = [value for name, value in fields if name == "default"]
    if len(fields) != 1 or len(names) + len(defaults) != 1 or any(defaults):
        raise BadRequest("name one graph, as in /store?graph=https://example.org/mine, or /store?default")
    return iri_term(names[0]).value if names else None


def _new_graph(request: Request) -> str:
    return f"{request.url.replace(query='')}/{uuid.uuid4()}"
