"""Short questions at /sparql, answered without any framework: it takes longer than the question.

What most clients send (`GET /sparql?query=...`, and nothing that asks for more) goes from the connection to a
worker, or to an answer that is kept, and straight back. Everything else, and what turns out to be long or
an error, goes the usual way (`api.sparql.query_door`).
"""

from collections.abc import Callable
from typing import Final

from api.problems import NotAcceptable
from api.replies import ABOUT_DATA, etag_of
from api.shortcuts import Found, Headers, accepted, rest_of
from api.sparql.answering import VARY, media_of_result
from api.sparql.cache import AnswerCache
from api.sparql.query_door import formats_of
from graph.sandbox.frames import ASK, BODY, frame, json_frame
from graph.sandbox.pool import WorkerPool, query_job
from graph.sandbox.work import Work

PATH: Final = "/sparql"

_FIELD: Final = b"query="
_LONGEST: Final = 16 * 1024
"""Bytes of an escaped question."""

_MOST: Final = 64 * 1024
"""Bytes of an answer that leaves at once."""

_HEADERS: Final = [(name.encode(), value.encode()) for name, value in {**ABOUT_DATA, **VARY}.items()]
_FIRST: Final = rest_of(_HEADERS, b"").removesuffix(b"\r\n")
"""The headers that all responses have alike."""

_MOST_KINDS: Final = 200


class QueryShortcut:
    """Answers short questions; see `api.shortcuts`."""

    def __init__(self, pool: WorkerPool, data_version: str, replies: AnswerCache[bytes]) -> None:
        self._pool = pool
        self._data_version = data_version
        self._replies = replies
        self._asks: dict[bytes, bytes] = {}

    def begin(
        self, question: bytes, headers: Headers, client: str, on_settled: Callable[[Found], None]
    ) -> bytes | Work | None:
        """The rest of a response that is kept; or the work that was begun; or None: not a short question.

        `on_settled` is told of the rest of the response to what was begun, or gets its answer for the usual
        way when it is long, or failed.
        """
        accept = accepted(headers)
        if accept is None:
            return None
        if not question.startswith(_FIELD) or b"&" in question or len(question) > _LONGEST:
            return None
        key, version = (question, accept), self._pool.version
        if kept := self._replies.get(version, key):
            return kept
        ask = self._ask(accept)
        if not ask or self._pool.is_full or len(question) == len(_FIELD):
            return None

        def settle(work: Work) -> None:
            rest = self._rest(work)
            if rest is None:
                on_settled(self._pool.answering(work))
                return
            if work.head["constant"]:
                self._replies.put(version, key, rest, len(rest) + len(question))
            on_settled(rest)

        return self._pool.begin(ask + frame(BODY, question[len(_FIELD) :]), client, settle)

    def _ask(self, accept: bytes) -> bytes | None:
        """The job for what a client accepts; None when nothing is."""
        found = self._asks.get(accept)
        if found is None:
            try:
                formats = formats_of(accept.decode("latin-1"))
            except NotAcceptable:
                return None
            found = json_frame(ASK, {**query_job(formats), "escaped": True})
            if len(self._asks) >= _MOST_KINDS:
                self._asks.clear()
            self._asks[accept] = found
        return found

    def _rest(self, work: Work) -> bytes | None:
        if not work.is_whole or work.size > _MOST:
            return None
        body = work.take()
        media = media_of_result(work.head["kind"], work.head["format"])
        tag = etag_of(self._data_version, media, body)
        last = f"etag: {tag}\r\ncontent-type: {media}\r\ncontent-length: {len(body)}\r\n\r\n"
        return _FIRST + last.encode() + body
