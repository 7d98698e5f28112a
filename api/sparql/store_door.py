"""/store: the SPARQL 1.1 Graph Store HTTP Protocol. Anybody reads graphs; those who may, write them.

Without a graph's name GET gives all graphs as a dataset, and POST begins a new graph.
"""

import asyncio
import uuid
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.clients import client_of
from api.engines import GuestPool
from api.media import DATASETS, GRAPHS, choose, upload_format
from api.problems import BadRequest, MethodNotAllowed
from api.sparql.answering import send_answer, while_client_waits
from api.sparql.asked import body_of, fields_of, media_of
from api.sparql.writing import writer_for
from graph.changes import Part
from graph.engine import iri_term
from graph.sandbox.limits import MIB
from graph.sandbox.pool import dataset_job, graph_job
from graph.writes import Writer
from schema.errors import NoSuchGraph

PATH: Final = "/store"
METHODS: Final = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")
_MULTIPART: Final = "multipart/form-data"
_EMPTY: Final = {"Cache-Control": "no-store"}


class StoreDoor:
    """An ASGI application for graphs by name: `?graph=IRI`, `?default`, or the address itself."""

    def __init__(self, pool: GuestPool, data_version: str, writer: Writer | None, token: str) -> None:
        self._pool = pool
        self._data_version = data_version
        self._writer = writer
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Do what one request asks of a graph."""
        request = Request(scope, receive)
        method = scope["method"]
        if method == "GET":
            work = self._read(self._asked(request), request, send)
            await while_client_waits(work, receive, self._pool.limits.patience)
        elif method in ("PUT", "POST", "DELETE"):
            writer = writer_for(request, self._writer, self._token)
            write = self._remove if method == "DELETE" else self._write
            response = await write(request, writer)
            await response(scope, receive, send)
        else:
            raise MethodNotAllowed(METHODS)

    def _asked(self, request: Request) -> dict[str, Any]:
        accept = ", ".join(request.headers.getlist("accept"))
        if _names_nothing(request):
            return dataset_job(choose(accept, DATASETS)[0])
        return graph_job(graph_of(request), choose(accept, GRAPHS)[0])

    async def _read(self, asked: dict[str, Any], request: Request, send: Send) -> None:
        async with self._pool.job(asked, b"", client=client_of(request.client)) as answer:
            await send_answer(request, send, self._data_version, answer)

    async def _write(self, request: Request, writer: Writer) -> Response:
        is_new = request.method == "POST" and _names_nothing(request)
        graph = _new_graph(request) if is_new else graph_of(request)
        parts = await self._parts(request)
        existed = await writer.upload(graph, parts, replace=request.method == "PUT")
        if existed:
            return Response(status_code=204, headers=_EMPTY)
        location = {"Location": graph} if is_new and graph else {}
        return Response(status_code=201, headers=_EMPTY | location)

    async def _remove(self, request: Request, writer: Writer) -> Response:
        graph = graph_of(request)
        if not await writer.remove(graph):
            raise NoSuchGraph(f"there is no graph <{graph}> here")
        return Response(status_code=204, headers=_EMPTY)

    async def _parts(self, request: Request) -> list[Part]:
        """The data of a body, each part with its format."""
        media = media_of(request)
        form = media == _MULTIPART
        format = "" if form else upload_format(media)  # before a body of another type is read
        body = await body_of(request, self._pool.limits.upload * MIB)
        if not form:
            return [Part(body, format)]
        header = b"Content-Type: " + request.headers["content-type"].encode("latin-1") + b"\r\n\r\n"
        parts = await asyncio.to_thread(_parts_of_form, header + body)
        if not parts:
            raise BadRequest("the body is not the form that its Content-Type says; check the boundary")
        return parts


def _parts_of_form(message: bytes) -> list[Part]:
    form = BytesParser(policy=HTTP).parsebytes(message)
    if not form.is_multipart():
        return []
    found = [(part.get_payload(decode=True), part.get_content_type()) for part in form.iter_parts()]
    return [Part(data, upload_format(media)) for data, media in found if isinstance(data, bytes)]


def _names_nothing(request: Request) -> bool:
    return request.url.path == PATH and not request.url.query


def graph_of(request: Request) -> str | None:
    """The IRI of the graph that a request is about; None for the default graph.

    BadRequest unless it names exactly one, QueryError where that is no IRI.
    """
    if request.url.path != PATH:
        if request.url.query:
            raise BadRequest("the address names a graph by itself; leave its parameters out")
        path = request.scope["raw_path"].decode("ascii", "replace")  # as it was sent: %2F is no slash
        return iri_term(f"{request.url.scheme}://{request.url.netloc}{path}").value
    fields = fields_of(request.scope["query_string"])
    names = [value for name, value in fields if name == "graph"]
    defaults = [value for name, value in fields if name == "default"]
    if len(fields) != 1 or len(names) + len(defaults) != 1 or any(defaults):
        raise BadRequest("name one graph, as in /store?graph=https://example.org/mine, or /store?default")
    return iri_term(names[0]).value if names else None


def _new_graph(request: Request) -> str:
    return iri_term(f"{request.url.replace(query='')}/{uuid.uuid4()}").value
