import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.engine import Engine
from graph.sandbox import Limits, QueryPool
from schema.errors import (
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


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.from_text("".join(f'<x:s{n}> <x:p> "{n}" .\n' for n in range(ROWS)))


@pytest.fixture(scope="module")
def pool_and_nursery(engine: Engine) -> Iterator[tuple[QueryPool, int]]:
    """A pool and its nursery: this process may have children of other tests."""
    before = children(os.getpid())
    with QueryPool(engine, Limits(seconds=1, memory=128, size=1, workers=2, waiting=8)) as pool:
        (nursery,) = children(os.getpid()) - before
        yield pool, nursery


@pytest.fixture
def pool(pool_and_nursery: tuple[QueryPool, int]) -> QueryPool:
    return pool_and_nursery[0]


def count(pool: QueryPool) -> int:
    answer = json.loads(pool.run(COUNT).body)
    return int(answer["results"]["bindings"][0]["n"]["value"])


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
    deadline = time.monotonic() + 5
    while not true():
        assert time.monotonic() < deadline
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
    pool: QueryPool, text: str, formats: tuple[str, ...], kind: str, start: bytes
) -> None:
    result = pool.run(text, formats)
    assert (result.kind, result.body[: len(start)]) == (kind, start)
    assert result.format in formats


def test_unsuited_format_is_an_error_that_names_the_accepted(pool: QueryPool) -> None:
    with pytest.raises(QueryError, match="json"):
        pool.run("ASK {}", ("ttl",))


def test_syntax_error_has_line_and_column(pool: QueryPool) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        pool.run("SELECT *\n{ ?s ?p }")
    assert (caught.value.line, caught.value.column > 1) == (2, True)


def test_unguarded_text_does_not_reach_a_worker(pool: QueryPool) -> None:
    with pytest.raises(QueryRefused):
        pool.run("SELECT * { SERVICE <http://127.0.0.1/> {} }")


def test_query_that_never_ends_is_stopped_at_the_deadline(pool: QueryPool) -> None:
    started = time.monotonic()
    with pytest.raises(QueryTimeout):
        pool.run(FOR_EVER)
    assert time.monotonic() - started < 3
    assert count(pool) == ROWS


def test_query_that_eats_memory_is_stopped(pool: QueryPool) -> None:
    bomb = "BIND('x' AS ?x0)" + "".join(
        f"BIND(CONCAT({', '.join([f'?x{n}'] * 10)}) AS ?x{n + 1})" for n in range(10)
    )
    with pytest.raises(QueryTooLarge, match="128 MiB"):
        pool.run(f"SELECT (STRLEN(?x10) AS ?n) {{ {bomb} }}")
    assert count(pool) == ROWS


def test_query_that_sorts_too_much_is_stopped(pool: QueryPool) -> None:
    with pytest.raises((QueryTooLarge, QueryTimeout)):
        pool.run("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i")
    assert count(pool) == ROWS


def test_result_beyond_its_size_is_refused(pool: QueryPool) -> None:
    with pytest.raises(QueryTooLarge, match="LIMIT"):
        pool.run("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert count(pool) == ROWS


def test_worker_killed_from_outside_is_replaced(pool_and_nursery: tuple[QueryPool, int]) -> None:
    pool, nursery = pool_and_nursery
    wait_until(lambda: len(children(nursery)) == 2)
    before = children(nursery)
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    wait_until(lambda: all(") Z " in Path(f"/proc/{pid}/stat").read_text() for pid in before))
    assert [count(pool) for _ in range(4)] == [ROWS] * 4
    wait_until(lambda: len(children(nursery)) == 2)
    assert not children(nursery) & before


def test_light_queries_are_answered_while_a_heavy_one_runs(pool: QueryPool) -> None:
    with ThreadPoolExecutor(1) as other:
        heavy = other.submit(pool.run, FOR_EVER)
        time.sleep(0.05)
        started = time.monotonic()
        assert [count(pool) for _ in range(5)] == [ROWS] * 5
        assert time.monotonic() - started < 0.9
        assert isinstance(heavy.exception(), QueryTimeout)


def test_light_queries_are_answered_while_more_heavy_ones_run_than_there_are_workers(engine: Engine) -> None:
    limits = Limits(seconds=3, memory=128, size=1, workers=2, waiting=16, share=0.05)
    with QueryPool(engine, limits) as pool, ThreadPoolExecutor(8) as others:
        heavy = [others.submit(pool.run, f"# {chr(97 + n)}\n{FOR_EVER}") for n in range(8)]
        time.sleep(1)
        for _ in range(20):
            started = time.monotonic()
            assert count(pool) == ROWS
            assert time.monotonic() - started < 1
        assert {type(one.exception()) for one in heavy} <= {QueryTimeout, QueryBusy}


def test_long_query_that_was_stopped_for_others_is_answered_in_its_turn(engine: Engine) -> None:
    long = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STRLEN(STR(?c)) + STRLEN(STR(?f)) > 0) }"
    limits = Limits(seconds=10, memory=128, size=1, workers=2, waiting=16, share=0.02)
    with QueryPool(engine, limits) as pool, ThreadPoolExecutor(6) as others:
        answers = list(others.map(lambda n: pool.run(f"# {chr(97 + n)}\n{long}").body, range(6)))
        assert [json.loads(body)["results"]["bindings"][0]["n"]["value"] for body in answers] == [
            str(ROWS * ROWS)
        ] * 6


def test_many_queries_at_once_are_answered_or_told_to_come_later(engine: Engine) -> None:
    with (
        QueryPool(engine, Limits(seconds=0.3, memory=64, size=1, workers=2, waiting=2)) as pool,
        ThreadPoolExecutor(8) as threads,
    ):
        outcomes = [run.exception() for run in [threads.submit(pool.run, FOR_EVER) for _ in range(8)]]
        kinds = {type(outcome) for outcome in outcomes}
        assert kinds == {QueryTimeout, QueryBusy}
        assert count(pool) == ROWS


def test_many_threads_get_their_own_answers(pool: QueryPool) -> None:
    with ThreadPoolExecutor(8) as threads:
        bodies = threads.map(
            lambda n: pool.run(f"SELECT ?s {{ ?s ?p '{n}' }}", ("csv",)).body, list(range(100))
        )
        assert list(bodies) == [f"s\r\nx:s{n}\r\n".encode() for n in range(100)]


def test_workers_cannot_connect_even_past_the_guard(pool: QueryPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.sandbox.check_query", lambda text: None)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        with pytest.raises(QueryError):
            pool.run(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")
        with pytest.raises(TimeoutError):
            listener.accept()
    assert count(pool) == ROWS


def test_stack_overflow_costs_one_answer(pool: QueryPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.sandbox.check_query", lambda text: None)
    with pytest.raises(QueryTooLarge, match="complex"):
        pool.run("SELECT * " + "{" * 20000 + "}" * 20000)
    assert count(pool) == ROWS


def test_close_leaves_no_process_behind(engine: Engine) -> None:
    before = children(os.getpid())
    pool = QueryPool(engine, Limits(seconds=5, workers=2))
    (nursery,) = children(os.getpid()) - before
    workers = children(nursery)
    failures: list[BaseException] = []

    def run() -> None:
        try:
            pool.run(FOR_EVER)
        except QueryError as error:
            failures.append(error)

    heavy = threading.Thread(target=run)
    heavy.start()
    time.sleep(0.1)
    pool.close()
    pool.close()
    heavy.join(timeout=2)
    assert len(failures) == 1
    assert children(os.getpid()) == before
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
    with pytest.raises(QueryBusy):
        pool.run(COUNT)


def test_without_a_nursery_the_pool_says_to_restart(engine: Engine) -> None:
    before = children(os.getpid())
    with QueryPool(engine, Limits(seconds=0.2, workers=1)) as pool:
        (nursery,) = children(os.getpid()) - before
        (worker,) = children(nursery)
        os.kill(nursery, signal.SIGKILL)
        with pytest.raises(StoreError, match="restart"):
            pool.run(FOR_EVER)
        with pytest.raises(StoreError, match="restart"):
            pool.run(COUNT)
        wait_until(lambda: not Path(f"/proc/{worker}").exists())
