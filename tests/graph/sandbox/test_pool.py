import asyncio
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pyoxigraph import BlankNode

from graph.changes import Change
from graph.datasets import Dataset
from graph.engine import Engine
from graph.planning.planner import Planner
from graph.sandbox.limits import Limits
from graph.sandbox.pool import WorkerPool, query_job, query_once
from graph.sandbox.work import _LOOKS, Work
from schema.errors import (
    NoSuchGraph,
    QueryBusy,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    StoreError,
)

ROWS = 300
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
FOR_EVER = "SELECT (COUNT(*) AS ?n) {" + "".join(f"?a{n} ?b{n} ?c{n} . " for n in range(8)) + "}"
LIMITS = Limits(seconds=1, memory=128, size=1, workers=2, heavy=2, heavy_waiting=4, waiting=8, patience=0.1)

T = TypeVar("T")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.from_text("".join(f'<x:s{n}> <x:p> "{n}" <x:g{n % 2}> .\n' for n in range(ROWS)))


@pytest.fixture
def pool(engine: Engine) -> Iterator[WorkerPool]:
    with WorkerPool(engine, LIMITS) as pool:
        yield pool


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


async def count(pool: WorkerPool) -> int:
    answer = json.loads((await pool.query(COUNT)).body)
    return int(answer["results"]["bindings"][0]["n"]["value"])


async def outcomes(*work: Coroutine[Any, Any, object]) -> list[object]:
    return await asyncio.gather(*work, return_exceptions=True)


async def failure(work: Coroutine[Any, Any, object]) -> BaseException | None:
    """The error of some work; also that it costs no answer after it is for the caller to see."""
    (outcome,) = await outcomes(work)
    return outcome if isinstance(outcome, BaseException) else None


def children(pid: int) -> set[int]:
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if int(fields[1]) == pid:
            found.add(int(status.parent.name))
    return found


def wait_until(true: Callable[[], bool]) -> None:
    while not true():  # the guard against hanging tests ends it
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("text", "formats", "kind", "start"),
    [
        ("SELECT ?s { ?s ?p '1' }", ("json", "ttl"), "rows", b'{"head":{"vars":["s"]}'),
        ("SELECT ?s { ?s ?p '1' }", ("ttl", "csv"), "rows", b"s\r\nx:s1"),
        ("SELECT ?s { ?s ?p '1' }", ("tsv",), "rows", b"?s\n<x:s1>"),
        ("ASK { ?s ?p '1' }", ("xml",), "truth", b"<?xml"),
        ("CONSTRUCT WHERE { ?s ?p '1' }", ("json", "nt"), "triples", b'<x:s1> <x:p> "1" .'),
        ("DESCRIBE <x:s1>", ("jsonld",), "triples", b"["),
    ],
)
def test_answer_comes_in_the_first_format_that_suits(
    pool: WorkerPool, text: str, formats: tuple[str, ...], kind: str, start: bytes
) -> None:
    result = run(pool.query(text, formats))
    assert (result.kind, result.body[: len(start)]) == (kind, start)
    assert result.format in formats


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("SELECT *\n{ ?s ?p }", QuerySyntaxError, "line 2"),
        ("SELECT * { SERVICE <http://127.0.0.1/> {} }", QueryRefused, "SERVICE"),
        ("SELECT * { BIND(<x:f>(1) AS ?x) }", QueryError, "not supported"),
        ("SELECT * FROM <x:nowhere> { ?s ?p ?o }", NoSuchGraph, "<x:nowhere>"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", QueryTooLarge, "LIMIT"),
        (FOR_EVER, QueryTimeout, "within 1 s"),
    ],
)
def test_query_that_fails_says_why_and_costs_nobody_else(
    pool: WorkerPool, text: str, error: type[QueryError], said: str
) -> None:
    async def ask() -> tuple[BaseException | None, int]:
        return await failure(pool.query(text)), await count(pool)

    found, counted = run(ask())
    assert type(found) is error
    assert said in str(found)
    assert counted == ROWS


def test_unsuited_format_is_an_error_that_names_the_accepted(pool: WorkerPool) -> None:
    with pytest.raises(QueryError, match="json"):
        run(pool.query("ASK {}", ("ttl",)))


def test_refused_text_names_line_and_column(pool: WorkerPool) -> None:
    with pytest.raises(QueryRefused) as caught:
        run(pool.query("SELECT * {\n SERVICE <http://127.0.0.1/> {} }"))
    assert (caught.value.line, caught.value.column) == (2, 2)


def test_client_may_ask_for_less_time_but_not_for_more(engine: Engine) -> None:
    async def ask(pool: WorkerPool, seconds: float) -> None:
        async with pool.job(query_job(("json",)), FOR_EVER.encode(), seconds):
            pass

    patient, impatient = Limits(seconds=600, workers=1), Limits(seconds=0.5, workers=1)
    with WorkerPool(engine, patient) as pool, pytest.raises(QueryTimeout, match=r"0\.2 s"):
        run(ask(pool, 0.2))
    with WorkerPool(engine, impatient) as pool, pytest.raises(QueryTimeout, match=r"0\.5 s"):
        run(ask(pool, 600))


@pytest.mark.parametrize(
    "bomb",
    [
        "SELECT (STRLEN(?x10) AS ?n) { BIND('x' AS ?x0)"
        + "".join(f"BIND(CONCAT({', '.join([f'?x{n}'] * 10)}) AS ?x{n + 1})" for n in range(10))
        + "}",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
        "SELECT * {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(40)) + "}",
    ],
)
def test_query_that_eats_memory_is_stopped(pool: WorkerPool, bomb: str) -> None:
    async def ask() -> tuple[BaseException | None, int]:
        return await failure(pool.query(bomb)), await count(pool)

    found, counted = run(ask())
    assert isinstance(found, QueryTooLarge | QueryTimeout)
    assert counted == ROWS


def test_long_answer_comes_in_pieces_and_breaks_off_visibly(engine: Engine) -> None:
    async def read(pool: WorkerPool) -> list[int]:
        sizes = []
        asked = query_job(("csv",))
        async with pool.job(asked, b"SELECT * { ?a ?b ?c . ?d ?e ?f }") as answer:
            async for piece in answer.pieces():
                sizes.append(len(piece))
        return sizes

    with WorkerPool(engine, Limits(seconds=5, size=64, workers=1)) as pool:
        sizes = run(read(pool))
        assert sum(sizes) > 1_000_000
        assert max(sizes) < 200_000
    with WorkerPool(engine, Limits(seconds=5, size=1, workers=1)) as pool, pytest.raises(QueryTooLarge):
        run(read(pool))


def test_reader_that_does_not_read_is_left_at_the_deadline(engine: Engine) -> None:
    async def dawdle(pool: WorkerPool) -> None:
        async with pool.job(query_job(("csv",)), b"SELECT * { ?a ?b ?c . ?d ?e ?f }"):
            await asyncio.sleep(3600)

    with WorkerPool(engine, Limits(seconds=0.5, size=64, workers=1)) as pool:
        with pytest.raises(QueryTimeout):
            run(dawdle(pool))
        assert run(count(pool)) == ROWS


def test_light_queries_are_answered_while_more_heavy_ones_run_than_may(engine: Engine) -> None:
    async def ask(pool: WorkerPool) -> tuple[list[int], list[object]]:
        heavy = [asyncio.create_task(failure(pool.query(FOR_EVER))) for _ in range(8)]
        while pool.counts.turned_away < 2:
            await asyncio.sleep(0.02)
        counted = [await count(pool) for _ in range(5)]
        ended: list[object] = [type(one.result()) for one in heavy if one.done()]
        await asyncio.wait(heavy)
        return counted, ended

    with WorkerPool(engine, replace(LIMITS, seconds=8)) as pool:
        counted, ended = run(ask(pool))
    assert counted == [ROWS] * 5
    assert ended == [QueryBusy] * 2  # two run and four wait, still


def test_heavy_queries_beyond_those_that_may_wait_are_turned_away(pool: WorkerPool) -> None:
    async def ask() -> list[object]:
        heavy = [asyncio.create_task(failure(pool.query(FOR_EVER))) for _ in range(8)]
        return [type(one) for one in await asyncio.gather(*heavy)]

    heavy = run(ask())
    assert set(heavy) == {QueryTimeout, QueryBusy}
    assert heavy.count(QueryTimeout) >= LIMITS.heavy


def test_more_light_queries_than_may_wait_are_told_to_come_later(engine: Engine) -> None:
    async def ask(pool: WorkerPool) -> list[object]:
        return await outcomes(*(pool.query(FOR_EVER) for _ in range(8)))

    limits = Limits(
        seconds=0.5, memory=64, size=1, workers=1, heavy=1, heavy_waiting=2, waiting=2, patience=0.2
    )
    with WorkerPool(engine, limits) as pool:
        kinds = [type(outcome) for outcome in run(ask(pool))]
        assert set(kinds) == {QueryTimeout, QueryBusy}
        assert pool.counts.turned_away >= 4
        assert run(count(pool)) == ROWS


async def asked_by(pool: WorkerPool, client: str, text: str) -> bytes:
    async with pool.job(query_job(("csv",)), text.encode(), client=client) as answer:
        return await answer.all()


def test_client_who_asks_much_does_not_keep_others_from_an_answer(engine: Engine) -> None:
    some_work = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STRLEN(CONCAT(?c, ?f)) > 1) }"

    async def ask(pool: WorkerPool) -> tuple[bytes, bytes]:
        many = [asyncio.create_task(failure(asked_by(pool, "much", FOR_EVER))) for _ in range(20)]
        await asyncio.sleep(0.4)
        light = await asked_by(pool, "little", COUNT)
        heavy = await asked_by(pool, "little", some_work)
        assert any(not task.done() for task in many)
        await asyncio.gather(*many)
        return light, heavy

    limits = Limits(seconds=8, memory=128, workers=1, heavy=1, heavy_waiting=3, waiting=4, patience=0.05)
    with WorkerPool(engine, limits) as pool:
        light, heavy = run(ask(pool))
    assert light == b"n\r\n%d\r\n" % ROWS
    assert heavy == b"n\r\n%d\r\n" % ROWS**2


def test_many_at_once_get_their_own_answers(pool: WorkerPool) -> None:
    async def ask() -> list[bytes]:
        limit = asyncio.Semaphore(8)

        async def one(number: int) -> bytes:
            async with limit:
                return (await pool.query(f"SELECT ?s {{ ?s ?p '{number}' }}", ("csv",))).body

        return await asyncio.gather(*(one(number) for number in range(100)))

    assert run(ask()) == [f"s\r\nx:s{n}\r\n".encode() for n in range(100)]


def test_dataset_is_merged_as_a_set(engine: Engine) -> None:
    twice = Engine.from_text("<x:a> <x:b> 1 <x:g> .\n".replace("1", "<x:c>") + "<x:a> <x:b> <x:c> <x:h> .\n")
    with WorkerPool(twice, LIMITS) as pool:
        by_text = "SELECT (COUNT(*) AS ?n) FROM <x:g> FROM <x:h> { ?s ?p ?o }"
        assert run(pool.query(by_text, ("csv",))).body == b"n\r\n1\r\n"
        chosen = Dataset(("x:g",), ("x:h",))
        both = "SELECT ?g { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }"
        assert run(pool.query(both, ("csv",), chosen)).body == b"g\r\nx:h\r\n"


def test_change_is_made_for_all_that_is_asked_after_it(pool: WorkerPool) -> None:
    async def write() -> tuple[int, int, int]:
        change = (await pool.change({"job": "update"}, b"INSERT DATA { <x:a> <x:b> 1 }")).change
        before = await count(pool)
        await pool.apply(change)
        after = await asyncio.gather(*(count(pool) for _ in range(6)))
        await pool.apply(Change(removed=change.added))
        return before, min(after), await count(pool)

    assert run(write()) == (ROWS, ROWS + 1, ROWS)


def test_change_leaves_the_servers_own_engine_as_it_is(pool: WorkerPool, engine: Engine) -> None:
    run(pool.apply(Change(added=b"<x:a> <x:b> <x:c> <x:new> .\n")))
    assert len(list(engine.quads("x:new"))) == 0


def test_workers_draw_random_numbers_of_their_own(engine: Engine) -> None:
    """They are copies of one process: what it would have drawn next, all of them would."""
    BlankNode()

    async def draw(pool: WorkerPool) -> list[bytes]:
        insert = {"job": "update"}, b"INSERT DATA { GRAPH <x:m> { _:a <x:p> 1 } }"
        drawn = []
        for _ in range(3):
            change = (await pool.change(*insert)).change
            drawn.append(change.added)
            await pool.apply(Change(b"# all of <x:g0>\n" + change.added, b"_:b <x:p> _:c <x:n> .\n"))
            numbers = (pool.query("SELECT (STRUUID() AS ?x) {}", ("csv",)) for _ in range(3))
            drawn += [result.body for result in await asyncio.gather(*numbers)]
        return drawn

    with WorkerPool(engine, LIMITS) as pool:
        drawn = run(draw(pool))
    assert len(set(drawn)) == len(drawn) == 12


def test_worker_killed_from_outside_is_replaced(pool: WorkerPool) -> None:
    nursery = pool._staff._nursery
    before = children(nursery)
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    wait_until(lambda: all(") Z " in Path(f"/proc/{pid}/stat").read_text() for pid in before))

    async def ask() -> list[int]:
        return [await count(pool) for _ in range(4)]

    assert run(ask()) == [ROWS] * 4
    assert not children(nursery) & before


def test_stopped_workers_leave_nothing_behind(pool: WorkerPool) -> None:
    async def ask() -> None:
        for _ in range(3):
            assert isinstance(await failure(pool.query(FOR_EVER)), QueryTimeout)

    run(ask())
    wait_until(lambda: len(children(pool._staff._nursery)) == len(pool._staff._idle))


def test_worker_that_comes_when_nobody_waits_is_not_lost(pool: WorkerPool) -> None:
    async def ask() -> None:
        for pause in range(12):
            pool._staff.version += 1  # so that a new worker must be hired
            asked = asyncio.create_task(count(pool))
            await asyncio.sleep(pause / 2000)
            asked.cancel()
            await asyncio.wait({asked})
        assert await count(pool) == ROWS
        while len(children(pool._staff._nursery)) != len(pool._staff._idle):
            await asyncio.sleep(0.02)

    run(ask())


def test_worker_that_holds_too_much_memory_is_replaced(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.sandbox.staff._WEIGHED_EVERY", 5)

    async def ask(pool: WorkerPool) -> None:
        before = children(pool._staff._nursery)
        for _ in range(12):
            assert await count(pool) == ROWS
        await asyncio.sleep(0.2)
        assert children(pool._staff._nursery) == before
        pool._staff._most_private = 0
        for _ in range(6):
            assert await count(pool) == ROWS
        await asyncio.sleep(0.2)
        assert await count(pool) == ROWS
        assert children(pool._staff._nursery) != before

    with WorkerPool(engine, Limits(workers=1)) as pool:
        run(ask(pool))


def test_light_work_waits_less_long_behind_many(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who runs while many wait gives way at the first look; who runs while few wait, at the last."""
    looks: list[int] = []
    become_heavy = Work._become_heavy

    def note(work: Work) -> None:
        looks.append(work._looks)
        become_heavy(work)

    async def ask(pool: WorkerPool) -> None:
        many = [asyncio.create_task(failure(pool.query(FOR_EVER))) for _ in range(16)]
        await asyncio.sleep(0.01)
        assert await count(pool) == ROWS
        await asyncio.wait(many)

    monkeypatch.setattr(Work, "_become_heavy", note)
    limits = Limits(seconds=8, memory=128, workers=2, heavy=1, waiting=64, patience=1)
    with WorkerPool(engine, limits) as pool:
        run(ask(pool))
    assert looks[0] == 1
    assert max(looks) == _LOOKS


def test_workers_cannot_connect_even_past_the_guard(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.query_shapes.check_query", lambda text: None)
    with socket.create_server(("127.0.0.1", 0)) as listener, WorkerPool(engine, LIMITS) as pool:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        with pytest.raises(QueryError):
            run(pool.query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))
        with pytest.raises(TimeoutError):
            listener.accept()
        assert run(count(pool)) == ROWS


def test_stack_overflow_costs_one_answer(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.query_shapes.check_query", lambda text: None)
    with WorkerPool(engine, LIMITS) as pool:
        with pytest.raises(QueryTooLarge, match="complex"):
            run(pool.query("SELECT * " + "{" * 20000 + "}" * 20000))
        assert run(count(pool)) == ROWS


def test_close_leaves_no_process_behind(engine: Engine) -> None:
    before = children(os.getpid())
    pool = WorkerPool(engine, Limits(seconds=5, workers=2))
    workers = children(pool._staff._nursery)

    async def ask() -> None:
        heavy = asyncio.create_task(failure(pool.query(FOR_EVER)))
        await asyncio.sleep(0.1)
        pool.close()
        pool.close()
        assert isinstance(await heavy, QueryError)

    run(ask())
    assert children(os.getpid()) == before
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def test_without_a_nursery_the_pool_says_to_restart(engine: Engine) -> None:
    with WorkerPool(engine, Limits(seconds=0.3, workers=1)) as pool:
        workers = children(pool._staff._nursery)
        assert callable(signal.getsignal(signal.SIGALRM))  # of the guard against hanging; not the workers'
        os.kill(pool._staff._nursery, signal.SIGKILL)
        wait_until(lambda: ") Z " in Path(f"/proc/{pool._staff._nursery}/stat").read_text())

        async def ask() -> list[object]:
            return [await failure(pool.query(FOR_EVER)), await failure(pool.query(COUNT))]

        first, second = run(ask())
        assert isinstance(first, QueryError)
        assert isinstance(second, StoreError)
        assert "restart" in str(second)
        wait_until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


def test_engine_of_the_workers_may_be_prepared_and_a_failure_there_is_told(engine: Engine) -> None:
    with WorkerPool(engine, LIMITS, lambda _: Engine.from_text("<x:a> <x:b> <x:c> .")) as pool:
        assert run(count(pool)) == 1
    with pytest.raises(StoreError, match="neither N-Quads nor TriG"):
        WorkerPool(engine, LIMITS, lambda _: Engine.from_text("not RDF"))


def test_one_query_needs_no_pool(engine: Engine) -> None:
    assert query_once(engine, "ASK {}", ("csv",)).body == b"true"


def test_queries_are_answered_as_they_are_planned(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Planner, "planned", lambda _, text: text.replace("<x:nothing>", "<x:p>"))
    with WorkerPool(engine, LIMITS) as pool:
        found = json.loads(run(pool.query("ASK { ?s <x:nothing> ?o }")).body)
    assert found["boolean"] is True
