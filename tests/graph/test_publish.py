from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Protocol

import pytest

from graph.build import DATASET
from graph.engine import Engine, version_of
from graph.engine_address import Address
from graph.publish import BATCH, batches_of, canonical, publish
from graph.queries import parse_query
from graph.rdf import triples_by_graph
from graph.remote import FRESH, RemoteEngine
from graph.sparql_http import SparqlHttp
from schema.errors import EngineError, EngineNotReady, StoreError
from tests.engines import oxigraph

LAW: Final = "https://w3id.org/facelex/record/law/"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SMALL: Final = f"""\
<https://w3id.org/facelex/id/law/a> <urn:p> "2019-07"^^<{XSD}gYearMonth> <{LAW}a> .
<https://w3id.org/facelex/id/law/a> <urn:p> "said \\"twice\\"\\nand \\\\"@en <{LAW}a> .
<https://w3id.org/facelex/id/law/b> <urn:p> "1.50"^^<{XSD}decimal> <{LAW}b> .
<https://w3id.org/facelex/id/source/s> <urn:p> <urn:both> <{LAW}a> .
<https://w3id.org/facelex/id/source/s> <urn:p> <urn:both> <{LAW}b> .
<https://w3id.org/facelex/ns#ban> <urn:p> "ban" <https://w3id.org/facelex/ns> .
"""
SMALLER: Final = "".join(line for line in SMALL.splitlines(keepends=True) if "/law/b" not in line)
GRAPHS: Final = parse_query(
    "graphs",
    "# Which statements are in which graph?\n# gives: ?g ?s ?o\n"
    "SELECT ?g ?s ?o WHERE { GRAPH ?g { ?s <urn:p> ?o } }",
)
MERGE: Final = parse_query(
    "merge",
    "# Which statements does the default graph show?\n# gives: ?s ?o\nSELECT ?s ?o WHERE { ?s <urn:p> ?o }",
)


@pytest.fixture(scope="module", params=["own default graph", "union default graph"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """An Oxigraph server of either kind, emptied by nobody between the tests."""
    options = ["--union-default-graph"] if request.param == "union default graph" else []
    with oxigraph(tmp_path_factory.mktemp("engine"), *options) as found:
        yield found


def written(folder: Path, text: str) -> Path:
    path = folder / DATASET
    path.write_text(text, encoding="utf-8")
    return path


class MakeEngine(Protocol):
    def __call__(
        self, address: Address, text: str, client: Callable[[Address], SparqlHttp] = ...
    ) -> RemoteEngine: ...


@pytest.fixture
def engine_for() -> Iterator[MakeEngine]:
    """Makes engines that are to hold a text, and closes them."""
    with ExitStack() as stack:

        def make(
            address: Address, text: str, client: Callable[[Address], SparqlHttp] = SparqlHttp
        ) -> RemoteEngine:
            engine = RemoteEngine(client(address), version_of(text.encode()))
            stack.callback(engine.close)
            return engine

        yield make


def at_once(_: float) -> None:
    """Wait for nothing."""


def rows(engine: RemoteEngine | Engine, query: str = "graphs") -> list[str]:
    return sorted(map(str, engine.select(GRAPHS if query == "graphs" else MERGE)))


@pytest.mark.parametrize("has_store", [True, False])
def test_engine_holds_afterwards_what_the_embedded_one_holds(
    engine_for: MakeEngine, address: Address, tmp_path: Path, has_store: bool
) -> None:
    where = address if has_store else Address(address.query, address.update)
    engine = engine_for(where, SMALL)
    report = publish(written(tmp_path, SMALL), engine, wait=at_once)
    assert (report.graphs, report.quads, report.data_version) == (3, 6, engine.data_version)
    assert report.by == ("graph store" if has_store else "update")
    embedded = Engine.from_text(SMALL)
    assert rows(engine) == rows(embedded)
    assert rows(engine, "merge") == rows(embedded, "merge")


def test_record_that_is_gone_is_gone_there_too_and_graphs_of_others_are_left(
    engine_for: MakeEngine, address: Address, tmp_path: Path
) -> None:
    first = engine_for(address, SMALL)
    publish(written(tmp_path, SMALL), first, wait=at_once)
    first.http.update('INSERT DATA { GRAPH <urn:theirs> { <urn:theirs> <urn:p> "left" } }', 5)
    second = engine_for(address, SMALLER)
    publish(written(tmp_path, SMALLER), second, wait=at_once)
    found = rows(second)
    assert not [row for row in found if "law/b" in row]
    assert [row for row in found if "urn:theirs" in row]
    assert not [row for row in rows(second, "merge") if "law/b" in row]
    second.http.update("DROP GRAPH <urn:theirs>", 5)
    with pytest.raises(EngineNotReady, match=f"not {first.data_version}"):
        engine_for(address, SMALL).check()


def test_servers_have_time_to_see_that_a_load_begins(
    engine_for: MakeEngine, address: Address, tmp_path: Path
) -> None:
    engine = engine_for(address, SMALL)
    publish(written(tmp_path, SMALL), engine, wait=at_once)
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        with pytest.raises(EngineNotReady, match="is being loaded"):
            engine_for(address, SMALL).check()
        with pytest.raises(EngineNotReady):
            rows(engine_for(address, SMALL))

    publish(tmp_path / DATASET, engine, wait=wait)
    assert waited == [2 * FRESH]
    engine_for(address, SMALL).check()


class BreakingOff(SparqlHttp):
    """A client whose connection breaks off when the first records are sent."""

    def update(self, text: str, seconds: float) -> None:
        if "INSERT DATA { GRAPH <https://w3id.org/facelex/record" in text:
            raise EngineError("broke off")
        super().update(text, seconds)


def test_load_that_breaks_off_is_seen_and_mended_by_the_next(
    engine_for: MakeEngine, address: Address, tmp_path: Path
) -> None:
    where = Address(address.query, address.update)
    path = written(tmp_path, SMALL)
    with pytest.raises(EngineError, match="broke off"):
        publish(path, engine_for(where, SMALL, BreakingOff), wait=at_once)
    with pytest.raises(EngineNotReady, match=r"a load was broken off; .* run `facelex load` again"):
        engine_for(where, SMALL).check()
    publish(path, engine_for(where, SMALL), wait=at_once)
    assert rows(engine_for(where, SMALL)) == rows(Engine.from_text(SMALL))


@pytest.mark.parametrize(
    ("written_so", "kept_so", "said"),
    [('"1.50"^^', '"1.05"^^', "lacks .* 1.5 |holds beside .* 1.05 "), ("said ", "told ", "lacks .*said")],
)
def test_engine_that_keeps_something_else_is_told(
    engine_for: MakeEngine, address: Address, tmp_path: Path, written_so: str, kept_so: str, said: str
) -> None:
    class Changing(SparqlHttp):
        def update(self, text: str, seconds: float) -> None:
            super().update(text.replace(written_so, kept_so), seconds)

    where = Address(address.query, address.update)
    with pytest.raises(EngineError, match=f"keeps other data than it was sent: it ({said})"):
        publish(written(tmp_path, SMALL), engine_for(where, SMALL, Changing), wait=at_once)
    with pytest.raises(EngineNotReady):
        engine_for(where, SMALL).check()


def test_progress_is_told_by_stages(engine_for: MakeEngine, address: Address, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    publish(
        written(tmp_path, SMALL),
        engine_for(address, SMALL),
        lambda *stage: told.append(stage),
        wait=at_once,
    )
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["empty", "send", "check"]
    assert told[-1] == ("check", 8, 8)
    assert all(0 <= done <= total for _, done, total in told)


def test_dataset_that_is_not_the_one_expected_is_not_sent(engine_for: MakeEngine, tmp_path: Path) -> None:
    nowhere = engine_for(Address("http://127.0.0.1:9/query"), "other")
    with pytest.raises(StoreError, match=r"is not sha256-.*facelex build"):
        publish(written(tmp_path, SMALL), nowhere)
    with pytest.raises(StoreError, match="cannot be read"):
        publish(tmp_path / "missing.nq", nowhere)


def test_batches_hold_every_triple_once_and_no_more_than_they_may() -> None:
    total = 2 * BATCH + 7
    text = "".join(f'<urn:s> <urn:p> "{number}" <urn:g{number % 3}> .\n' for number in range(total))
    batches = list(batches_of(triples_by_graph(text.encode())))
    assert len(batches) == 3
    embedded = Engine.from_text("")
    for batch in batches:
        assert batch.count("<urn:p>") <= BATCH
        embedded.store.update(batch)
    assert sum(len(list(embedded.quads(graph))) for graph in embedded.graph_names()) == total


def test_numbers_are_the_same_whatever_their_zeros() -> None:
    sent = triples_by_graph(SMALL.encode())[LAW + "b"][0].object
    held = triples_by_graph(SMALL.replace("1.50", "1.5").encode())[LAW + "b"][0].object
    assert canonical(sent) == canonical(held) == "1.5 <http://www.w3.org/2001/XMLSchema#decimal>"
    assert canonical(None) == "None"
