"""What is fetched from allowed addresses for SERVICE and LOAD: by the server, for workers reach nothing.

Each answer is bounded in time and size and must come as it is asked for; redirects are not followed, and
nothing of whoever asks is sent along.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Final, TypeVar
from urllib.parse import urlsplit

import httpcore
import httpx

from graph.allowed import is_allowed
from graph.changes import UPLOAD_FORMATS, UPLOAD_MEDIA, Part
from graph.data_blocks import operations
from graph.deadline import Transport, deadline
from graph.federation import Load, Service, load_of, may_reach_out, services_of, with_tables
from graph.guard import check_query, check_update, position
from graph.results import ROWS_MEDIA, Solutions, Unreadable, read_rows
from schema.errors import FetchFailed, QueryBusy, QueryRefused, QueryTimeout, QueryTooLarge

MIB: Final = 1024 * 1024
MOST_ROWS_MIB: Final = 8
"""MiB of what one SERVICE group answers."""
MOST_AT_ONCE: Final = 8
"""Questions that wait for answers from elsewhere; the next is told to come later."""
MOST_LOADS: Final = 16
"""Addresses of one update."""

_PLAIN: Final = ("", "text/plain", "application/octet-stream")
"""What servers of files say of files that they do not know: then the ending counts."""
_ENDINGS: Final = {f".{name}": name for name in UPLOAD_FORMATS} | {".owl": "rdf"}
_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Resolved:
    """A text in which nothing reaches out any more, what its LOADs found, and the seconds that are left."""

    text: str
    loaded: tuple[Part, ...]
    seconds: float


class _Until:
    """The moment by which all must be done."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._at = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left; QueryTimeout when there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise QueryTimeout(self._seconds)
        return left


class Outside:
    """The addresses that may be asked, and the client that asks them. To be used in one event loop."""

    def __init__(self, allowed: Sequence[str], upload: int) -> None:
        """`upload`: MiB of what the LOADs of an update may find."""
        self.allowed: Final = tuple(allowed)
        self._upload = upload
        self._places = threading.Semaphore(MOST_AT_ONCE)
        # Threads of their own: whoever is slow elsewhere may not hold up those that hire workers.
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="outside")
        self._client = httpx.Client(
            transport=Transport(),
            headers={"Accept-Encoding": "identity", "User-Agent": "facelex"},
            timeout=None,  # the deadline bounds everything
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._client.close()

    async def resolve_query(self, text: str, seconds: float) -> Resolved | None:
        """A query whose SERVICE groups are asked; None where it has none.

        What `graph.guard.check_query` raises; QueryRefused for an address that is not allowed, FetchFailed
        where the answer cannot be had or used, QueryTooLarge and QueryTimeout beyond the bounds, QueryBusy.
        """
        if not may_reach_out(text):
            return None
        return await self._in_thread(lambda until: self._query(text, until), seconds)

    async def resolve_update(self, text: str, seconds: float) -> Resolved | None:
        """An update whose SERVICE groups are asked and whose documents are fetched; None where it has none.

        Errors as for `resolve_query`.
        """
        if not may_reach_out(text):
            return None
        return await self._in_thread(lambda until: self._update(text, until), seconds)

    async def _in_thread(self, work: Callable[[_Until], _Found], seconds: float) -> _Found:
        if not self._places.acquire(blocking=False):
            raise QueryBusy
        asked = self._threads.submit(lambda: work(_Until(seconds)))
        asked.add_done_callback(lambda _: self._places.release())  # also if it was never begun
        return await asyncio.wrap_future(asked)

    def _query(self, text: str, until: _Until) -> Resolved:
        check_query(text, may_reach_out=True)
        return Resolved(self._with_tables(text, until), (), until.left)

    def _update(self, text: str, until: _Until) -> Resolved:
        check_update(text, may_reach_out=True)
        loads = {load.address: load for part in operations(text) if (load := load_of(part))}
        for load in loads.values():
            self._refuse_others("LOAD", load.address)
        if len(loads) > MOST_LOADS:
            raise QueryRefused(f"more than {MOST_LOADS} addresses to load; send several updates")
        text = self._with_tables(text, until)
        return Resolved(text, tuple(self._documents(loads.values(), until)), until.left)

    def _documents(self, loads: Iterable[Load], until: _Until) -> Iterator[Part]:
        length = 0
        for load in loads:
            if part := self._load(load, until):
                length += len(part.data)
                if length > self._upload * MIB:
                    raise QueryTooLarge(
                        f"the documents are larger than {self._upload} MiB; load fewer at once"
                    )
                yield part

    def _with_tables(self, text: str, until: _Until) -> str:
        services = services_of(text)
        for service in services:
            self._refuse_others("SERVICE", service.address, *position(text, service.start))
        return with_tables(text, services, [self._rows(service, until) for service in services])

    def _refuse_others(self, word: str, address: str, line: int = 1, column: int = 1) -> None:
        if not is_allowed(address, self.allowed):
            message = (
                f"{word} <{address}> is not accepted: it is not among the addresses that this server asks"
            )
            raise QueryRefused(message, line, column)

    def _rows(self, service: Service, until: _Until) -> Solutions:
        """The rows of a SERVICE group; one without values where it may fail."""
        body = str(httpx.QueryParams({"query": service.query})).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": ROWS_MEDIA}
        try:
            media, answer = self._send("POST", service.address, headers, body, until, MOST_ROWS_MIB)
            if media not in (ROWS_MEDIA, "application/json"):
                raise FetchFailed(
                    f"<{service.address}> answers with {media or 'no media type'}, not with rows"
                )
            return read_rows(answer)
        except Unreadable as error:
            failed = FetchFailed(f"<{service.address}> answers with what are no rows: {error}")
        except FetchFailed as error:
            failed = error
        if service.is_silent:
            return [], [()]
        raise failed

    def _load(self, load: Load, until: _Until) -> Part | None:
        """What is at an address; None where it may fail."""
        headers = {"Accept": ", ".join(UPLOAD_MEDIA)}
        try:
            media, data = self._send("GET", load.address, headers, b"", until, self._upload)
            return Part(data, _format(media, load.address), load.address)
        except FetchFailed:
            if load.is_silent:
                return None
            raise

    def _send(
        self, method: str, address: str, headers: dict[str, str], body: bytes, until: _Until, most: int
    ) -> tuple[str, bytes]:
        """The media type and body of an answer of status 200."""
        request = self._client.build_request(method, address, content=body or None, headers=headers)
        try:
            with deadline(until.left):
                return self._exchange(request, address, most)
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise FetchFailed(f"<{address}> did not answer in time") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, OSError) as error:
            raise FetchFailed(f"<{address}> cannot be reached, or broke off") from error

    def _exchange(self, request: httpx.Request, address: str, most: int) -> tuple[str, bytes]:
        response = self._client.send(request, stream=True)
        try:
            if response.status_code != HTTPStatus.OK:
                elsewhere = ", and sends elsewhere, which is not followed" if response.is_redirect else ""
                raise FetchFailed(f"<{address}> answers with status {response.status_code}{elsewhere}")
            if response.headers.get("content-encoding", "identity").lower() != "identity":
                raise FetchFailed(f"<{address}> compresses its answer although it was asked not to")
            body = bytearray()
            for chunk in response.iter_raw():
                body += chunk
                if len(body) > most * MIB:
                    raise QueryTooLarge(f"<{address}> answers with more than {most} MiB")
        finally:
            response.close()
        media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return media, bytes(body)


def _format(media: str, address: str) -> str:
    """The format of a document; FetchFailed where it is not read."""
    ending = _ENDINGS.get(PurePosixPath(urlsplit(address).path).suffix.lower())
    if media in _PLAIN and ending:
        return ending
    if media not in UPLOAD_MEDIA:
        listed = ", ".join(UPLOAD_MEDIA)
        raise FetchFailed(f"<{address}> is {media or 'of no media type'}; these are read: {listed}")
    return UPLOAD_MEDIA[media]
