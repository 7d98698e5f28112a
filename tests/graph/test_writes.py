import asyncio
import io
import json
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from graph.changes import Change, Part
from graph.engine import Engine
from graph.journal import COMPACT_AT, Journal
from graph.own_data import write_own_data
from graph.sandbox.limits import Limits
from graph.sandbox.pool import WorkerPool
from graph.writes import MOST_WAITING, Writer, with_own_data
from schema.errors import NoSuchGraph, QueryBusy, QueryRefused, StoreError

RECORD = "https://w3id.org/facelex/record/law/x"
RECORDS = f"<x:law> <x:p> <x:o> <{RECORD}> .\n"
LIMITS = Limits(seconds=5, memory=256, workers=2)

Work = Callable[[Writer, WorkerPool], Coroutine[Any, Any, None]]


def serve(data: Path, work: Work, union: bool = True) -> None:
    """Do some work with a server's writer and pool over a data folder."""
    with Journal(data) as journal:
        prepare = partial(with_own_data, journal=journal, union=union)
        with WorkerPool(Engine.from_text(RECORDS), LIMITS, prepare) as pool:
            asyncio.run(work(Writer(pool, journal), pool))


async def values(pool: WorkerPool, pattern: str) -> list[str]:
    result = await pool.query(f"SELECT ?x {{ {pattern} }} ORDER BY ?x")
    return [row["x"]["value"] for row in json.loads(result.body)["results"]["bindings"]]


def test_writer_reads_its_own_write_from_every_worker_and_after_a_restart(tmp_path: Path) -> None:
    async def write(writer: Writer, pool: WorkerPool) -> None:
        for number in range(10):
            await writer.update(f"INSERT DATA {{ <x:s{number}> <x:p> <x:mine> }}")
            found = await asyncio.gather(*(values(pool, "?x <x:p> <x:mine>") for _ in range(4)))
            assert {len(one) for one in found} == {number + 1}
        await writer.update("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o ; ?p <x:mine> FILTER(?s != <x:s3>) }")

    async def read(writer: Writer, pool: WorkerPool) -> None:
        assert await values(pool, "?x <x:p> <x:mine>") == ["x:s3"]
        assert await values(pool, "GRAPH ?x { ?s <x:p> <x:mine> }") == [
            "https://w3id.org/facelex/graph/default"
        ]
        assert await values(pool, "?x <x:p> <x:o>") == ["x:law"]

    serve(tmp_path, write)
    serve(tmp_path, read)


def test_same_data_may_be_served_with_either_default_graph(tmp_path: Path) -> None:
    async def write(writer: Writer, pool: WorkerPool) -> None:
        await writer.update("INSERT DATA { <x:a> <x:p> 1 GRAPH <x:g> { <x:b> <x:p> 2 } }")

    async def read(expected: list[str], writer: Writer, pool: WorkerPool) -> None:
        assert await values(pool, "?x <x:p> ?o") == expected
        assert await values(pool, "GRAPH <x:g> { ?x <x:p> ?o }") == ["x:b"]

    serve(tmp_path, write)
    serve(tmp_path, partial(read, ["x:a"]), union=False)
    serve(tmp_path, partial(read, ["x:a", "x:b", "x:law"]))


def test_upload_and_removal_say_whether_the_graph_was_there(tmp_path: Path) -> None:
    async def write(writer: Writer, pool: WorkerPool) -> None:
        one, two = Part(b"<x:a> <x:p> 1 .", "ttl"), Part(b"<x:b> <x:p> 2 .", "nt")
        assert not await writer.upload("x:g", [one], replace=False)
        assert await writer.upload("x:g", [Part(b"<x:b> <x:p> <x:c> .", "nt"), one], replace=True)
        assert await values(pool, "GRAPH <x:g> { ?x ?p ?o }") == ["x:a", "x:b"]
        with pytest.raises(Exception, match="N-Triples"):
            await writer.upload("x:h", [one, two], replace=False)
        assert await values(pool, "GRAPH <x:h> { ?x ?p ?o }") == []
        assert await writer.remove("x:g")
        assert not await writer.remove("x:g")
        assert await writer.upload(None, [one], replace=False)
        assert await writer.remove(None)
        with pytest.raises(QueryRefused):
            await writer.remove(RECORD)
        with pytest.raises(NoSuchGraph):
            await pool.query("ASK FROM <x:g> {}")

    serve(tmp_path, write)


def test_writes_come_one_after_another(tmp_path: Path) -> None:
    counter = (
        "DELETE { <x:n> <x:p> ?n } INSERT { <x:n> <x:p> ?m } WHERE { <x:n> <x:p> ?n BIND(?n + 1 AS ?m) }"
    )

    async def write(writer: Writer, pool: WorkerPool) -> None:
        await writer.update("INSERT DATA { <x:n> <x:p> 0 }")
        await asyncio.gather(*(writer.update(counter) for _ in range(12)))
        assert await values(pool, "<x:n> <x:p> ?x") == ["12"]

    serve(tmp_path, write, union=False)


def test_more_writes_than_may_wait_are_told_to_come_later(tmp_path: Path) -> None:
    async def write(writer: Writer, pool: WorkerPool) -> None:
        many = (writer.update(f"INSERT DATA {{ <x:a> <x:p> {n} }}") for n in range(MOST_WAITING + 4))
        outcomes = await asyncio.gather(*many, return_exceptions=True)
        assert [type(one) for one in outcomes].count(QueryBusy) == 4
        assert len(await values(pool, "<x:a> <x:p> ?x")) == MOST_WAITING

    serve(tmp_path, write)


def test_write_whose_client_left_is_whole_before_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def write(writer: Writer, pool: WorkerPool) -> None:
        apply = pool.apply

        async def slowly(change: Change) -> None:
            await asyncio.sleep(0.3)
            await apply(change)

        monkeypatch.setattr(pool, "apply", slowly)
        left = asyncio.create_task(writer.update("INSERT DATA { <x:a> <x:p> 1 }"))
        while not writer._journal.length:
            await asyncio.sleep(0.01)
        left.cancel()
        await writer.update("INSERT { <x:b> <x:p> ?n } WHERE { <x:a> <x:p> ?n }")
        assert left.cancelled()
        assert await values(pool, "?x <x:p> 1") == ["x:a", "x:b"]

    serve(tmp_path, write)


def test_change_that_cannot_be_kept_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Journal, change: Change) -> None:
        raise StoreError("the change cannot be kept: No space left on device; nothing was changed")

    async def write(writer: Writer, pool: WorkerPool) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(Journal, "append", full)
            with pytest.raises(StoreError, match="No space"):
                await writer.update("INSERT DATA { <x:a> <x:p> 1 }")
        assert await values(pool, "<x:a> <x:p> ?x") == []
        await writer.update("INSERT DATA { <x:a> <x:p> 2 }")
        assert await values(pool, "<x:a> <x:p> ?x") == ["2"]

    serve(tmp_path, write)


def fold_often(monkeypatch: pytest.MonkeyPatch) -> None:
    assert COMPACT_AT > 1_000_000
    for module in ("graph.journal", "graph.writes"):
        monkeypatch.setattr(f"{module}.COMPACT_AT", 100)
    monkeypatch.setattr("graph.journal.COMPACT_SHARE", 0)


def files(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "own").iterdir() if path.name != "lock")


@pytest.mark.parametrize("union", [True, False])
def test_long_journal_is_folded_while_writes_go_on_and_holds_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, union: bool
) -> None:
    fold_often(monkeypatch)

    async def write(writer: Writer, pool: WorkerPool) -> None:
        folds = set()
        for number in range(12):
            await writer.update(
                f"INSERT DATA {{ <x:a> <x:p> {number} GRAPH <x:g> {{ _:a <x:p> {number} }} }}"
            )
            folds.add(writer._folding)
            if number in (5, 9) and writer._folding:
                await writer._folding
        await writer.update("DELETE DATA { <x:a> <x:p> 0 }")
        while writer._folding:
            await writer._folding
        assert len(folds) > 2

    async def read(writer: Writer, pool: WorkerPool) -> None:
        assert len(await values(pool, "<x:a> <x:p> ?x")) == 11
        assert len(set(await values(pool, "GRAPH <x:g> { ?s <x:p> ?x }"))) == 12
        assert await values(pool, "?x <x:p> <x:o>") == (["x:law"] if union else [])

    serve(tmp_path, write, union)
    assert len(files(tmp_path)) <= 3
    assert files(tmp_path)[-1].startswith("snapshot-")
    for _ in range(2):
        serve(tmp_path, read, union)
    assert len(files(tmp_path)) == 2


def test_fold_that_fails_leaves_all_as_it_was_and_is_tried_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fold_often(monkeypatch)

    async def write(writer: Writer, pool: WorkerPool) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(Journal, "snapshot_path", lambda *_: tmp_path / "nowhere" / "snapshot")
            broken.setattr(Journal, "is_long", True)
            for number in range(4):
                await writer.update(f"INSERT DATA {{ <x:a> <x:p> {number} }}")
                while writer._folding:
                    await writer._folding
        assert "cannot be written" in caplog.text
        assert len(caplog.records) < 4
        await writer.update(f"INSERT DATA {{ <x:a> <x:long> '{'long' * 50}' }}")
        while writer._folding:
            await writer._folding

    async def read(writer: Writer, pool: WorkerPool) -> None:
        assert await values(pool, "<x:a> <x:p> ?x") == ["0", "1", "2", "3"]

    serve(tmp_path, write)
    assert len(files(tmp_path)) == 2
    serve(tmp_path, read)


@pytest.mark.parametrize("union", [True, False])
def test_own_data_is_written_without_the_records(tmp_path: Path, union: bool) -> None:
    mine = b"<x:a> <x:p> <x:b> .\n<x:a> <x:p> <x:c> <x:g> .\n"
    with Journal(tmp_path) as journal:
        journal.append(Change(added=mine))
        engine = with_own_data(Engine.from_text(RECORDS), journal, union)
    out = io.BytesIO()
    write_own_data(engine.store, union, out)
    assert set(parse(out.getvalue(), RdfFormat.N_QUADS)) == set(parse(mine, RdfFormat.N_QUADS))
