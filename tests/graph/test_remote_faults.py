"""What an engine at another address may do wrong, and what is made of it."""

import io
import threading

import pytest

from graph.engine import iri_term
from graph.queries import Query
from graph.remote import FRESH
from graph.remote_pool import RemotePool
from graph.sandbox.limits import Limits
from schema.errors import (
    EngineError,
    EngineNotReady,
    EngineTimeout,
    QueryBusy,
    QueryError,
    QueryRefused,
    QueryTooLarge,
)
from tests.graph.engine_stub import HELD, engine_behaviour, rows_of, state_of, stub_engine
from tests.stub import Behave, answer, raw

NAMES = Query("names", "?", ("thing",), ("name",), "SELECT ?thing ?name WHERE { ?thing <urn:n> ?name }")
ALL_OF_IT = Query("all", "?", (), ("s",), "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
ONE = {"thing": {"type": "uri", "value": "urn:1"}, "name": {"type": "literal", "value": "one"}}
TRUE = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (state_of(version="sha256-feed"), f"holds the data sha256-feed, not {HELD}; run `facelex load`"),
        (state_of(), "holds no data of facelex; run `facelex load`"),
        (state_of(comment="facelex load is at work"), "is being loaded, or a load was broken off"),
    ],
)
def test_nothing_is_answered_from_other_data(state: str, said: str) -> None:
    with stub_engine(engine_behaviour(answer(rows_of("thing name", ONE)), state)) as (engine, server):
        for ask in (
            lambda: engine.select(NAMES),
            lambda: engine.write(ALL_OF_IT, "nt"),
            lambda: RemotePool(engine).run("ASK { ?s ?p ?o }"),
            engine.check,
        ):
            with pytest.raises(EngineNotReady, match=said):
                ask()
        assert len(server.asked) == 1  # the state, once


def test_state_is_looked_at_again_when_the_last_look_is_old() -> None:
    now = [100.0]
    behave = engine_behaviour(answer(rows_of("thing name", ONE)))
    with stub_engine(behave, lambda: now[0]) as (engine, server):
        assert engine.select(NAMES) == [{"thing": "urn:1", "name": "one"}]
        looks = len(server.asked)
        engine.check()
        assert len(server.asked) == looks
        server.behave = engine_behaviour(answer(rows_of("thing name")), state_of(version="sha256-feed"))
        now[0] += FRESH
        with pytest.raises(EngineNotReady):
            engine.select(NAMES)
        server.behave = behave
        now[0] += FRESH
        assert engine.select(NAMES)


def test_failure_is_remembered_for_a_moment() -> None:
    now = [100.0]
    behave = engine_behaviour(answer(rows_of("thing name", ONE)))
    with stub_engine(answer("", "text/plain", 500), lambda: now[0]) as (engine, server):
        for _ in range(3):
            with pytest.raises(EngineError, match="failed with status 500"):
                engine.select(NAMES)
        assert len(server.asked) == 1
        server.behave = behave
        now[0] += FRESH
        assert engine.select(NAMES)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{}", "cannot be read"),
        ("<html>", "cannot be read"),
        (rows_of("thing name", ONE)[:-3], "cannot be read"),
        (rows_of("thing name", ONE) + "}", "cannot be read"),
        (rows_of("thing"), "rows of thing instead of name, thing"),
        (rows_of("thing name extra"), "instead of name, thing"),
        ('{"head":{},"boolean":true}', "a yes or no instead of rows"),
        (rows_of("thing name", {"thing": {"type": "uri", "value": "no iri"}}), "cannot be read"),
        (rows_of("thing name", {"other": ONE["name"]}), "cannot be read"),
        (rows_of("thing name", {"name": {"type": "mystery", "value": "x"}}), "cannot be read"),
    ],
)
def test_rows_that_are_none_are_refused(body: str, said: str) -> None:
    with (
        stub_engine(engine_behaviour(answer(body))) as (engine, _),
        pytest.raises(EngineError, match=said) as caught,
    ):
        engine.select(NAMES)
    assert type(caught.value) is EngineError


def test_graph_that_is_none_is_refused() -> None:
    behave = engine_behaviour(answer("<urn:a> <urn:b> .", "application/n-triples"))
    with stub_engine(behave) as (engine, _), pytest.raises(EngineError, match="what cannot be read"):
        engine.write(ALL_OF_IT, "ttl")


def test_row_that_comes_twice_counts_once() -> None:
    with stub_engine(engine_behaviour(answer(rows_of("thing name", ONE, ONE)))) as (engine, _):
        assert engine.select(NAMES) == [{"thing": "urn:1", "name": "one"}]


def test_graph_is_written_sorted_and_once() -> None:
    triples = "<urn:b> <urn:p> 1 .\n<urn:a> <urn:p> 2 .\n<urn:b> <urn:p> 1 ."
    with stub_engine(engine_behaviour(answer(triples, "text/turtle"))) as (engine, _):
        assert [line[:7] for line in engine.write(ALL_OF_IT, "nt").splitlines()] == [b"<urn:a>", b"<urn:b>"]
        with pytest.raises(QueryError, match="cannot be written as csv"):
            engine.write(ALL_OF_IT, "csv")
        with pytest.raises(QueryError, match="not a SELECT"):
            engine.select(ALL_OF_IT)


def test_values_are_bound_as_terms_within_the_pattern() -> None:
    with stub_engine(engine_behaviour(answer(rows_of("thing name")))) as (engine, server):
        engine.select(NAMES, thing=iri_term("urn:1"))
        assert server.asked[-1].query == (
            "SELECT ?thing ?name WHERE {\n  VALUES (?thing) { (<urn:1>) } ?thing <urn:n> ?name }"
        )


def test_virtuoso_is_known_and_its_truths_are_read() -> None:
    one = {"type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1"}
    behave = engine_behaviour(
        answer(rows_of("thing name", {"thing": ONE["thing"], "name": one})), is_virtuoso=True
    )
    with stub_engine(behave) as (engine, _):
        assert engine.select(NAMES) == [{"thing": "urn:1", "name": "true"}]
        assert engine.dialect.name == "virtuoso"


def test_engine_that_shrugs_at_an_unknown_prefix_is_not_taken_for_virtuoso() -> None:
    with stub_engine(engine_behaviour(raw())) as (engine, server):
        server.behave = answer(rows_of("lower"))
        assert engine.dialect.name == "standard"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"head":{},"boolean":true}', b'{"head":{},"boolean":true}'),
        (rows_of("__ASK_RETVAL", {"__ASK_RETVAL": {"type": "literal", "value": "1"}}), b"true"),
        (rows_of("__ASK_RETVAL"), b"false"),
    ],
)
def test_truth_of_a_stranger_is_read_however_it_is_told(body: str, expected: bytes) -> None:
    with stub_engine(engine_behaviour(answer(body))) as (engine, _):
        result = RemotePool(engine).run("ASK { ?s ?p ?o }")
        assert (result.kind, result.format) == ("truth", "json")
        assert expected in result.body


def test_query_of_a_stranger_is_passed_on_and_its_result_written_anew() -> None:
    behave = engine_behaviour(answer(rows_of("thing name", ONE)))
    text = "# mine\nSELECT * WHERE { ?thing <urn:n> ?name }"
    with stub_engine(behave) as (engine, server):
        result = RemotePool(engine).run(text, ("ttl", "csv"))
        assert (result.kind, result.format, result.body) == ("rows", "csv", b"thing,name\r\nurn:1,one\r\n")
        assert server.asked[-1].query == text
        server.behave = engine_behaviour(answer("<urn:a> <urn:b> <urn:c> .", "application/n-triples"))
        result = RemotePool(engine).run("DESCRIBE <urn:a>", ("csv", "jsonld"))
        assert (result.kind, result.format) == ("triples", "jsonld")
        assert b'"urn:a"' in result.body


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * WHERE { SERVICE <http://x> { ?s ?p ?o } }", QueryRefused),
        ("DROP ALL", QueryRefused),
        ("ASK " + "{" * 60 + "}" * 60, QueryTooLarge),
        ("PREFIX select: <urn:x>", QueryError),
    ],
)
def test_query_that_the_guard_refuses_is_not_passed_on(text: str, kind: type[QueryError]) -> None:
    with stub_engine(engine_behaviour(raw())) as (engine, server):
        with pytest.raises(kind):
            RemotePool(engine).run(text)
        assert server.asked == []


def test_format_that_does_not_suit_is_refused_before_the_engine_is_asked() -> None:
    with stub_engine(engine_behaviour(raw())) as (engine, server):
        with pytest.raises(QueryError, match="cannot be written as ttl; accepted: json"):
            RemotePool(engine).run("ASK {}", ("ttl",))
        assert server.asked == []


@pytest.mark.parametrize(
    ("behave", "kind", "said"),
    [
        (answer("SP030: syntax error at '}'", "text/plain", 400), QueryError, "syntax error at"),
        (answer(b" " * 2_000_000), QueryTooLarge, "more than 1 MiB"),
        (answer("", "text/plain", 500), EngineError, "status 500"),
        (answer("<html>", "text/html"), EngineError, "text/html"),
        (answer(rows_of("s")[:-2]), EngineError, "cannot be read"),
        (answer(rows_of("s", {"s": {"type": "uri", "value": "no iri"}})), EngineError, "cannot be read"),
        (raw(), EngineError, "broke off"),
    ],
)
def test_failure_of_the_engine_is_told_to_the_stranger(
    behave: Behave, kind: type[Exception], said: str
) -> None:
    with (
        stub_engine(engine_behaviour(behave)) as (engine, _),
        pytest.raises(kind, match=said) as caught,
    ):
        RemotePool(engine, Limits(size=1)).run("SELECT ?s WHERE { ?s ?p ?o }")
    assert type(caught.value) is kind


def test_heavy_query_of_a_stranger_ends_at_its_deadline_and_others_wait_no_longer() -> None:
    with stub_engine(engine_behaviour(raw())) as (engine, server):
        begun = threading.Event()

        def hang(*_: object) -> None:
            begun.set()
            server.released.wait(20)

        server.behave = engine_behaviour(hang)
        pool = RemotePool(engine, Limits(seconds=0.6, workers=1, waiting=0))
        failed: list[Exception] = []

        def run() -> None:
            try:
                pool.run("SELECT ?s WHERE { ?s ?p ?o }")
            except EngineTimeout as error:
                failed.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        assert begun.wait(5)
        with pytest.raises(QueryBusy):
            pool.run("ASK {}")
        thread.join(5)
        assert len(failed) == 1
        server.behave = engine_behaviour(answer('{"head":{},"boolean":true}'))
        with pool:
            assert b"true" in pool.run("ASK {}").body


def test_waiting_for_a_place_has_an_end() -> None:
    with stub_engine(engine_behaviour(answer('{"head":{},"boolean":true}'))) as (engine, _):
        pool = RemotePool(engine, Limits(seconds=0.1, workers=1, waiting=1))
        pool._places.acquire()
        with pytest.raises(QueryBusy):
            pool.run("ASK {}")
        pool._places.release()
        assert io.BytesIO(pool.run("ASK {}", ("xml",)).body).read(5) == b"<?xml"
