"""The client of a SPARQL engine at another address, by HTTP.

Connections are kept and shared by threads. Every request has a deadline for all of it, not for each packet,
and a bound on the size of its answer. Redirects are not followed, proxies of the environment and cookies are
not used, answers are asked for uncompressed, and no message names a credential or the query string of an
address.
"""

import contextlib
import logging
import re
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import httpcore
import httpx

from graph.deadline import Transport, deadline
from graph.engine_address import Address, Auth
from schema.errors import EngineError, EngineRefused, EngineTimeout, EngineTooMuch

MIB: Final = 1024 * 1024
_MOST_SAID: Final = 300  # characters of an engine's own words that a message repeats
_CUT: Final = ("x-sparql-maxrows", "x-sql-state")
"""Headers by which Virtuoso says that it cut its answer at a number of rows, or at its own time limit."""

# httpx tells its log every address, with what stands behind "?". Errors here say what it has to say.
logging.getLogger("httpx").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Reply:
    """An answer of status 2xx: its media type (without parameters) and its body."""

    media: str
    body: bytes


class SparqlHttp:
    """The client of one engine. It may be used from several threads."""

    def __init__(self, address: Address) -> None:
        self.address: Final = address
        self._client = httpx.Client(
            transport=Transport(),
            auth=_auth_of(address.auth),
            headers={"Accept-Encoding": "identity", "User-Agent": "facelex"},
            timeout=None,  # the deadline bounds everything
            trust_env=False,
        )
        self._end = weakref.finalize(self, self._client.close)

    def close(self) -> None:
        """Close the connections. It happens by itself when nobody has the client any more."""
        self._end()

    def query(self, text: str, accept: str, seconds: float, most: int) -> Reply:
        """The answer to a query, within so many seconds and MiB; `accept` lists the media types it may have.

        EngineTimeout, EngineTooMuch, EngineRefused (status 400) or EngineError. The query goes as a form, the
        way that every engine takes.
        """
        content = httpx.QueryParams({"query": text})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        body = str(content).encode()
        reply = self._send("POST", self.address.query, headers, body, seconds, most, again=True)
        accepted = {part.partition(";")[0].strip() for part in accept.split(",")}
        if reply.media not in accepted:
            raise EngineError(
                f"the SPARQL engine at {shown(self.address.query)} answers a query with "
                f"{_printable(reply.media) or 'no media type'} where {accept} was asked for; "
                "set FACELEX_SPARQL_QUERY_URL to the address that answers queries"
            )
        return reply

    def update(self, text: str, seconds: float) -> None:
        """Run an update; errors as for `query`, and EngineError when there is no address for updates."""
        if not self.address.update:
            raise EngineError("there is no address for updates; set FACELEX_SPARQL_UPDATE_URL")
        headers = {"Content-Type": "application/sparql-update", "Accept": "*/*"}
        self._send("POST", self.address.update, headers, text.encode(), seconds, 1)

    def put_graph(self, graph: str, ntriples: bytes, seconds: float) -> None:
        """Replace a named graph by the Graph Store Protocol; errors as for `update`."""
        if not self.address.store:
            raise EngineError("there is no address for graphs; set FACELEX_SPARQL_STORE_URL")
        address = str(httpx.URL(self.address.store).copy_merge_params({"graph": graph}))
        headers = {"Content-Type": "application/n-triples", "Accept": "*/*"}
        self._send("PUT", address, headers, ntriples, seconds, 1, again=True)

    def _send(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str],
        body: bytes,
        seconds: float,
        most: int,
        again: bool = False,
    ) -> Reply:
        """Send a request; once more (`again`: it may be repeated) when a kept connection was gone."""
        request = self._client.build_request(method, address, content=body, headers=dict(headers))
        where = f"the SPARQL engine at {shown(address)}"
        try:
            with deadline(seconds):
                if again:
                    with contextlib.suppress(*_GONE):
                        return self._exchange(request, where, most)
                return self._exchange(request, where, most)
        except httpcore.ConnectTimeout as error:
            raise EngineTimeout(f"{where} cannot be reached: no connection in time") from error
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise EngineTimeout(
                f"{where} did not answer within {seconds:g} s; ask for less, or see why it is slow"
            ) from error
        except (httpcore.ConnectError, OSError) as error:
            raise EngineError(
                f"{where} cannot be reached ({_printable(str(error))}); is it running?"
            ) from error
        except (*_GONE, httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError) as error:
            raise EngineError(f"{where} broke off, or does not speak HTTP") from error

    def _exchange(self, request: httpx.Request, where: str, most: int) -> Reply:
        response = self._client.send(request, stream=True)
        try:
            _check_complete(response, where)
            body = _body(response, where, most)
            _check_status(response, where, body)
        finally:
            response.close()
        media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Reply(media, body)


def shown(address: str) -> str:
    """An address for a message: without what stands behind "?", which may be a secret."""
    url = httpx.URL(address)
    return str(url.copy_with(query=None, fragment=None, username=None, password=None))


_GONE: Final = (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError)


_TIMED_OUT: Final = re.compile(r"tim(?:e|ed)[- ]?out", re.IGNORECASE)


def _auth_of(auth: Auth | None) -> httpx.Auth | None:
    if auth is None:
        return None
    if auth.scheme == "bearer":
        return _Bearer(auth.secret)
    user, _, password = auth.secret.partition(":")
    return httpx.BasicAuth(user, password) if auth.scheme == "basic" else httpx.DigestAuth(user, password)


class _Bearer(httpx.Auth):
    def __init__(self, secret: str) -> None:
        self._secret = secret

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        request.headers["Authorization"] = f"Bearer {self._secret}"
        yield request


def _body(response: httpx.Response, where: str, most: int) -> bytes:
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise EngineError(f"{where} compresses its answer although it was asked not to")
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > most * MIB:
            raise EngineTooMuch(f"{where} answers with more than {most} MiB; ask for less, or add a LIMIT")
    return bytes(body)


def _check_complete(response: httpx.Response, where: str) -> None:
    if any(name in response.headers for name in _CUT):
        raise EngineError(
            f"{where} cut its answer at its own limit of rows or time; raise ResultSetMaxRows or "
            "MaxQueryExecutionTime in its virtuoso.ini, or ask for less"
        )


def _check_status(response: httpx.Response, where: str, body: bytes) -> None:
    status = response.status_code
    if 200 <= status < 300:
        return
    said = _said(response, body)
    if status == HTTPStatus.BAD_REQUEST:
        raise EngineRefused(f"{where} does not take the request{said}")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise EngineError(f"{where} refuses access (status {status}); set FACELEX_SPARQL_AUTH as it needs")
    if status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT):
        raise EngineTimeout(f"{where} did not answer in its own time (status {status}); ask for less")
    if 300 <= status < 400:
        raise EngineError(
            f"{where} sends elsewhere (status {status}), which is not followed; set the final address"
        )
    kind = EngineTimeout if _TIMED_OUT.search(said) else EngineError
    raise kind(f"{where} failed with status {status}{said}")


def _said(response: httpx.Response, body: bytes) -> str:
    """The engine's own words, when they are plain text."""
    media = response.headers.get("content-type", "text/plain").partition(";")[0].strip().lower()
    if media not in ("text/plain", "application/json"):
        return ""
    words = " ".join(_printable(body[: 4 * _MOST_SAID].decode("utf-8", "replace")).split())
    return f": {words[:_MOST_SAID]}" if words else ""


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
