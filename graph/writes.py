"""Writing people's own data: worked out by a worker, kept in the journal, then made for everybody."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any, Final

from pyoxigraph import DefaultGraph, RdfFormat, parse

from graph.changes import Change, Part, add_in_bulk, apply_change
from graph.engine import Engine
from graph.journal import COMPACT_AT, Journal
from graph.outside import Outside
from graph.own_data import write_own_data
from graph.sandbox.pool import WorkerPool
from graph.sandbox.worker import REMOVAL, UPDATE, UPLOAD
from schema.errors import QueryBusy, StoreError

_LOG: Final = logging.getLogger("facelex.writes")

MOST_WAITING: Final = 16
"""Writes that wait for their turn; the next is told to come later."""


class Writer:
    """The one who writes: one write after another, each whole or not at all.

    When a method returns, the disk has the change and every answer that is asked for from then on knows it.
    Errors are those of `graph.changes` and `WorkerPool.job`; StoreError when the change cannot be kept.
    """

    def __init__(self, pool: WorkerPool, journal: Journal, outside: Outside | None = None) -> None:
        """`outside`: what LOAD and SERVICE may ask; None for nothing."""
        self._pool: Final = pool
        self._outside: Final = outside
        self._journal: Final = journal
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._folding: asyncio.Task[None] | None = None
        self._fold_beyond = 0

    async def update(self, text: str, seconds: float | None = None) -> None:
        """Carry out a SPARQL update; `seconds` may shorten the limit."""
        resolved = None
        if self._outside:
            most = self._pool.limits.seconds
            resolved = await self._outside.resolve_update(text, min(seconds or most, most))
        if resolved is None:
            await self._write({"job": UPDATE}, text.encode("utf-8", "surrogatepass"), seconds)
            return
        asked = {"job": UPDATE, "checked": True, "parts": _lengths(resolved.loaded)}
        body = b"".join(part.data for part in resolved.loaded) + resolved.text.encode()
        await self._write(asked, body, resolved.seconds)

    async def upload(self, graph: str | None, parts: Sequence[Part], replace: bool) -> bool:
        """Add data to a graph (None: people's own default graph), or put it in place of what is there;
        whether the graph was there before.
        """
        asked = {"job": UPLOAD, "graph": graph, "parts": _lengths(parts), "replace": replace}
        return await self._write(asked, b"".join(part.data for part in parts))

    async def remove(self, graph: str | None) -> bool:
        """Empty a graph; whether it was there before."""
        return await self._write({"job": REMOVAL, "graph": graph}, b"")

    async def _write(self, asked: dict[str, Any], body: bytes, seconds: float | None = None) -> bool:
        if self._waiting >= MOST_WAITING:
            raise QueryBusy
        self._waiting += 1
        try:
            async with self._turn:
                worked_out = await self._pool.change(asked, body, seconds)
                if worked_out.change:
                    await _to_its_end(self._keep(worked_out.change))
                return worked_out.existed
        finally:
            self._waiting -= 1

    async def _keep(self, change: Change) -> None:
        await asyncio.to_thread(self._journal.append, change)
        await self._pool.apply(change)
        if self._folding is None and self._journal.is_long and self._journal.length > self._fold_beyond:
            await self._begin_to_fold()

    async def _begin_to_fold(self) -> None:
        """Begin a journal for what comes, and a snapshot of what is there, while nobody else writes."""
        self._fold_beyond = self._journal.length + COMPACT_AT  # if it fails, it is tried again then
        try:
            number = await asyncio.to_thread(self._journal.begin_next)
            snapshot = await self._pool.begin_snapshot(self._journal.snapshot_path(number))
        except StoreError as error:
            _LOG.warning("the journal is not folded: %s", error)
            return
        self._folding = asyncio.create_task(self._fold(number, snapshot))

    async def _fold(self, number: int, snapshot: Coroutine[Any, Any, None]) -> None:
        """Count from a snapshot when the disk has it, which may take long, while writes go on."""
        try:
            await snapshot
            await asyncio.to_thread(self._journal.follow, number)
            self._fold_beyond = 0
        except StoreError as error:
            if not self._pool.is_closed:
                _LOG.warning("the journal is not folded: %s", error)
        finally:
            self._folding = None


def _lengths(parts: Sequence[Part]) -> list[tuple[str, int, str | None]]:
    return [(part.format, len(part.data), part.address) for part in parts]


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Do some work to its end, also when whoever waits for it is cancelled, who learns it after that."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


def with_own_data(engine: Engine, journal: Journal | None, union: bool) -> Engine:
    """The engine with people's own data in its store, and with the default graph that is wished.

    Folds a journal that has grown long. The given engine shares the store, and is not to be used again.
    """
    if not union:
        engine.store.clear_graph(DefaultGraph())
    opened = replace(engine, union=union)
    if journal:
        if snapshot := journal.snapshot():
            with snapshot:
                add_in_bulk(opened.store, parse(snapshot, RdfFormat.N_QUADS), union)
        for change in journal.changes():
            apply_change(opened.store, change, union)
        if journal.writes and journal.is_long:
            journal.compact(lambda out: write_own_data(opened.store, union, out))
    return opened
