import io
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from benchmarks.generate import quads_of, write, write_file
from benchmarks.made_record import text
from benchmarks.world import LEAST_QUADS, World, world_of
from graph.engine import Engine
from schema.vocabulary import NS, PREFIXES, RECORD, RECORD_KINDS, SCHEMA_GRAPH
from tests.benchmarks.conftest import QUADS


def written(world: World) -> bytes:
    out = io.BytesIO()
    write(out, world)
    return out.getvalue()


def rows(engine: Engine, pattern: str) -> int:
    prefixes = f"PREFIX fl: <{NS}> PREFIX skos: <{PREFIXES['skos']}>"
    found = engine.run(f"{prefixes} SELECT * WHERE {{ {pattern} }}")
    assert isinstance(found, QuerySolutions)
    return len(list(found))


def test_same_number_makes_same_bytes(dataset: bytes) -> None:
    assert written(world_of(QUADS)) == dataset


def test_other_seed_makes_other_data(dataset: bytes) -> None:
    assert written(world_of(QUADS, seed=1)) != dataset


@pytest.mark.parametrize("quads", [LEAST_QUADS, LEAST_QUADS + 1, 20_003, 70_000])
def test_dataset_has_exactly_as_many_quads(quads: int) -> None:
    lines = written(world_of(quads)).splitlines()
    assert len(lines) == len(set(lines)) == quads


def test_world_too_small_for_its_kinds_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        world_of(LEAST_QUADS - 1)


def test_graphs_are_those_of_records_and_the_schema(engine: Engine) -> None:
    kinds = {name.removeprefix(RECORD).rpartition("/")[0] for name in engine.graph_names()}
    assert kinds == {*RECORD_KINDS, SCHEMA_GRAPH.rpartition("/")[0]}


def test_every_quad_is_read_and_stands_in_a_graph(dataset: bytes, engine: Engine) -> None:
    named = sum(len(list(engine.quads(name))) for name in engine.graph_names())
    assert named == dataset.count(b"\n") == QUADS


@pytest.mark.parametrize(
    "pattern",
    [
        "?place a fl:City . FILTER NOT EXISTS { ?place fl:within+ ?country . ?country a fl:Country }",
        "?law a fl:Law . "
        "FILTER NOT EXISTS { ?law fl:jurisdiction/a fl:Jurisdiction ; fl:rule/fl:effect ?effect }",
        "?rule a fl:Rule . FILTER NOT EXISTS { ?rule fl:law/fl:rule ?rule ; fl:force ?how ; fl:actor ?who }",
        "?rule fl:from ?from . FILTER NOT EXISTS { ?rule fl:fromDay ?day }",
        "?event fl:changes ?rule . FILTER NOT EXISTS { ?rule a fl:Rule }",
        "?proceeding fl:under ?law . FILTER NOT EXISTS { ?law a fl:Law }",
        "VALUES ?link { fl:defendant fl:vendor fl:enactedBy } ?thing ?link ?who . "
        "FILTER NOT EXISTS { ?who a fl:Organisation }",
        "VALUES ?link { fl:effect fl:actor fl:activity fl:setting fl:status fl:force fl:reach fl:endKind } "
        "?thing ?link ?concept . FILTER NOT EXISTS { ?concept skos:notation ?word } "
        "FILTER NOT EXISTS { ?concept a fl:Organisation }",
    ],
)
def test_nothing_hangs_loose(engine: Engine, pattern: str) -> None:
    assert rows(engine, pattern) == 0


def test_some_triples_are_stated_by_several_records(dataset: bytes) -> None:
    lines = dataset.splitlines()
    triples = {line.rpartition(b" <")[0] for line in lines}
    assert 0.01 < 1 - len(triples) / len(lines) < 0.1


def test_quotes_and_line_ends_are_escaped() -> None:
    assert text('a "b" \\ c\nd') == '"a \\"b\\" \\\\ c\\nd"@en'


def test_file_is_replaced_whole(tmp_path: Path, world: World, dataset: bytes) -> None:
    path = tmp_path / "data.nq"
    path.write_text("old")
    write_file(path, world)
    assert path.read_bytes() == dataset
    assert list(tmp_path.iterdir()) == [path]


def test_sizes_are_numbers() -> None:
    assert [quads_of(size) for size in ("100k", "1M", "10M", "12345")] == [
        100_000,
        1_000_000,
        10_000_000,
        12_345,
    ]
    with pytest.raises(ValueError, match="some"):
        quads_of("some")
