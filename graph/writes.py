"""Writing people's own data: worked out by a worker, kept in the journal, then made for everybody."""

import asyncio
from dataclasses import replace
from typing import Any, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, serialize

from graph.changes import OWN_DEFAULT, Change, apply_change, is_reserved
from graph.engine import Engine
from graph.journal import COMPACT_AT, Journal
from graph.rdf import in_graph
from graph.sandbox.pool import WorkerPool
from graph.sandbox.worker import REMOVAL, UPDATE, UPLOAD


class Writer:
    """The one who writes: one write after another, each whole or not at all.

    When a method returns, the disk has the change and every answer that is asked for from then on knows it.
    """

    def __init__(self, pool: WorkerPool, journal: Journal) -> None:
        self._pool: Final = pool
        self._journal: Final = journal
        self._turn = asyncio.Lock()

    async def update(self, text: str) -> Change:
        """Carry out a SPARQL update; what it changed. Errors as for `graph.changes.change_of_update` and
        `WorkerPool.job`; StoreError when it cannot be kept.
        """
        return await self._write({"job": UPDATE}, text.encode("utf-8", "surrogatepass"))

    async def upload(self, graph: str | None, data: bytes, rdf_format: str, replace: bool) -> Change:
        """Add data to a graph (None: people's own default graph), or put it in place of what is there."""
        asked = {"job": UPLOAD, "graph": graph, "format": rdf_format, "replace": replace}
        return await self._write(asked, data)

    async def remove(self, graph: str | None) -> Change:
        """Empty a graph."""
        return await self._write({"job": REMOVAL, "graph": graph}, b"")

    async def _write(self, asked: dict[str, Any], body: bytes) -> Change:
        async with self._turn:
            change = await self._pool.change(asked, body)
            if change:
                await asyncio.shield(self._keep(change))
            return change

    async def _keep(self, change: Change) -> None:
        await asyncio.to_thread(self._journal.append, change)
        await self._pool.apply(change)


def with_own_data(engine: Engine, journal: Journal | None, union: bool) -> Engine:
    """The engine with people's own data in its store, and with the default graph that is wished.

    Folds a journal that has grown long. The given engine shares the store, and is not to be used again.
    """
    if not union:
        engine.store.clear_graph(DefaultGraph())
    opened = replace(engine, union=union)
    if journal:
        for change in journal.changes():
            apply_change(opened.store, change, union)
        if journal.length > COMPACT_AT:
            journal.compact(own_data(opened))
    return opened


def own_data(engine: Engine) -> bytes:
    """People's own data as sorted N-Quads; their own default graph has no name there."""
    quads: list[Quad] = []
    for graph in engine.store.named_graphs():
        if isinstance(graph, NamedNode) and not is_reserved(graph.value):
            name = DefaultGraph() if graph.value == OWN_DEFAULT else graph
            found = engine.store.quads_for_pattern(None, None, None, graph)
            quads += [in_graph(quad, name) for quad in found]
    if not engine.union:
        quads += engine.store.quads_for_pattern(None, None, None, DefaultGraph())
    return b"".join(sorted((serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)))
