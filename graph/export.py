"""The whole dataset in one file, in the formats people load elsewhere. The same data gives the same bytes."""

from collections.abc import Iterator
from typing import IO, Final

from pyoxigraph import Quad

from graph.engine import Engine
from graph.rdf import TRIPLE_FORMATS, nquads_lines, sorted_quads, write_quads, write_triples
from schema.errors import QueryError
from schema.vocabulary import PREFIXES

FORMATS: Final = {
    "nq": "application/n-quads",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
}
"""Each format and its media type. nq, trig and jsonld keep the named graphs; ttl and nt are their merge as a
set.
"""


def export(engine: Engine, format: str, out: IO[bytes]) -> None:
    """Write everything in the engine to a binary stream; QueryError for a format that FORMATS does not list.

    `nq` gives the bytes of `dataset.nq`.
    """
    if format not in FORMATS:
        raise QueryError(f"{format!r} is not an export format; accepted: {', '.join(FORMATS)}")
    if format == "nq":
        out.writelines(sorted(nquads_lines(_quads(engine))))
    elif format in TRIPLE_FORMATS:
        write_triples(sorted_quads(engine.store, None), format, out, dict(PREFIXES))
    else:
        write_quads(_quads(engine), format, out, dict(PREFIXES))


def _quads(engine: Engine) -> Iterator[Quad]:
    for graph in engine.graph_names():
        yield from sorted_quads(engine.store, graph)
