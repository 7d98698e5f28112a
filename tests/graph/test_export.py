import io
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from graph.build import build_dataset
from graph.engine import Engine
from graph.export import FORMATS, export
from schema.errors import QueryError

PARSERS = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
}


@pytest.fixture
def small(records: Path, tmp_path: Path) -> Engine:
    build_dataset(records, tmp_path)
    return Engine.load(tmp_path / "dataset.nq")


def written(engine: Engine, name: str) -> bytes:
    out = io.BytesIO()
    export(engine, name, out)
    return out.getvalue()


def test_nq_is_the_dataset_byte_for_byte(engine: Engine, data_folder: Path) -> None:
    assert written(engine, "nq") == (data_folder / "dataset.nq").read_bytes()


@pytest.mark.parametrize("name", ["nq", "trig", "jsonld"])
def test_quad_formats_keep_every_quad_in_its_graph(small: Engine, name: str) -> None:
    expected = {quad for graph in small.graph_names() for quad in small.quads(graph)}
    found = list(parse(written(small, name), PARSERS[name]))
    assert set(found) == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("name", ["ttl", "nt"])
def test_triple_formats_are_the_merge_as_a_set(small: Engine, name: str) -> None:
    found = list(parse(written(small, name), PARSERS[name]))
    expected = {quad.triple for graph in small.graph_names() for quad in small.quads(graph)}
    assert {_triple(quad) for quad in found} == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("name", FORMATS)
def test_same_data_gives_the_same_bytes(small: Engine, tmp_path: Path, name: str) -> None:
    shuffled = Engine.from_text(
        "\n".join(reversed((tmp_path / "dataset.nq").read_text("utf-8").splitlines()))
    )
    assert written(small, name) == written(shuffled, name)


def test_turtle_uses_prefixes(small: Engine) -> None:
    assert b"@prefix fl: <https://w3id.org/facelex/ns#>" in written(small, "ttl")


def test_unknown_format_is_refused_with_the_accepted_ones(small: Engine) -> None:
    with pytest.raises(QueryError, match="accepted: nq, trig"):
        written(small, "xlsx")


def _triple(quad: object) -> object:
    return quad.triple if isinstance(quad, Quad) else quad
