"""N-Quads into memory, with the merge of their graphs as the default graph, and that merge by itself.

A store looks for a triple among the quads of all graphs. Queries that name no graph need not: a store with
nothing but the merge answers them with half the reading.
"""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from pyoxigraph import RdfFormat, Store

_GRAPH: Final = re.compile(rb" <[^<>\n]*> \.\n")
_PIECE: Final = 16 * 1024 * 1024
_THREE_TERMS: Final = re.compile(rb"^[^ \n]+ [^ \n]+ [^ \n]+ \.$", re.MULTILINE)


def load_quads(data: bytes, is_checked: bool = False) -> tuple[Store, Store | None]:
    """A store with the quads and their merge, and one with the merge alone; None for that where lines are not
    as `facelex build` writes them. SyntaxError when it is not N-Quads.

    Data that `is_checked` was N-Quads when it was written, and is loaded faster. Takes two cores.
    """
    store = Store()
    with ThreadPoolExecutor(1) as beside:
        loading = beside.submit(_load, store, data, is_checked)
        merged = _merged(data, is_checked)
        loading.result()
    return store, merged


def _merged(data: bytes, is_checked: bool) -> Store | None:
    merged = Store()
    for piece in _pieces(data):
        triples = triples_of(piece)
        if triples is None:
            return None
        merged.bulk_load(triples, RdfFormat.N_TRIPLES, lenient=is_checked)
    return merged


def _pieces(data: bytes) -> Iterator[bytes]:
    """The data in pieces of whole lines: what is made of all lines at once would take several times its
    memory.
    """
    at = 0
    while at < len(data):
        end = data.find(b"\n", at + _PIECE) + 1 or len(data)
        yield data[at:end]
        at = end


def _load(store: Store, data: bytes, is_checked: bool) -> None:
    store.bulk_load(data, RdfFormat.N_QUADS, lenient=is_checked)
    merge(store)


def merge(store: Store) -> None:
    """Put the triples of all graphs into the default graph."""
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")


def triples_of(data: bytes) -> bytes | None:
    """N-Quads without their graphs, as N-Triples; None unless each line is a quad in a graph that has an IRI,
    with one space between its terms, and no term is a blank node.

    A line of three terms, whose last might be taken for a graph, has no further space, or ends in a literal,
    which no graph looks like.
    """
    if b" _:" in data or b"\n_:" in data or data.startswith(b"_:") or _THREE_TERMS.search(data):
        return None
    triples, count = _GRAPH.subn(b" .\n", data)
    return triples if count == data.count(b"\n") and data.endswith(b"\n") else None
