"""People's own data as a whole, while no server writes: loaded from files, backed up, put back."""

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse, serialize

from graph.changes import UPLOAD_FORMATS, add_in_bulk, apply_change, is_reserved
from graph.engine import iri_term, syntax_error
from graph.journal import Journal
from graph.rdf import in_graph
from schema.errors import QueryRefused, StoreError
from schema.vocabulary import BASE, OWN_DEFAULT

Progress = Callable[[int], None]
"""Called with the number of bytes read so far."""

_TRIPLES_ONLY: Final = ("ttl", "nt", "rdf")
_STEP: Final = 1024 * 1024


@dataclass(frozen=True)
class Source:
    """A file to load: its name for messages, what opens it, its format (a name of UPLOAD_FORMATS)."""

    name: str
    open: Callable[[], IO[bytes]]
    format: str
    graph: str | None = None
    """The graph that its triples go to; None: as the file says, else people's own default graph."""


@dataclass(frozen=True)
class Loaded:
    """Quads that came in (that were not there before), and all that are there now."""

    added: int
    all: int


def load_files(data: Path, sources: Sequence[Source], progress: Callable[[Source], Progress]) -> Loaded:
    """Add files to people's own data in a data folder: all of them, or none.

    StoreError when a server has the folder or a file cannot be read, QuerySyntaxError when it is not of its
    format, QueryRefused when it writes to a graph of the records.
    """
    with Journal(data) as journal:
        store = own_store(journal)
        before = len(store)
        for source in sources:
            _load(store, source, progress(source))
        _refuse_reserved(store)
        journal.compact(lambda out: _dump(store, out))
        return Loaded(len(store) - before, len(store))


def back_up(data: Path, out: IO[bytes]) -> int:
    """Write people's own data as gzipped N-Quads, sorted; the number of quads. A server may run meanwhile.

    StoreError when there is none.
    """
    with Journal.look(data) as journal:
        store = own_store(journal)
    lines = (store.dump(format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    with gzip.GzipFile("", "wb", fileobj=out, mtime=0) as packed:
        packed.writelines(sorted(lines))
    return len(lines)


def restore(data: Path, source: Source, progress: Progress) -> int:
    """Put a backup in place of people's own data, whole or not at all; the number of quads.

    Errors as for `load_files`.
    """
    with Journal(data) as journal:
        store = Store()
        with _readable(source) as file:
            quads = parse(_counted(file, progress), RdfFormat.N_QUADS)  # which keeps blank nodes' names
            _told(source, lambda: add_in_bulk(store, quads, union=False))
        _refuse_reserved(store)
        journal.compact(lambda out: _dump(store, out))
        return len(store)


def write_own_data(store: Store, union: bool, out: IO[bytes]) -> None:
    """Write people's own data as N-Quads, as it comes; their own default graph has no name there."""
    own = NamedNode(OWN_DEFAULT) if union else DefaultGraph()
    serialize(
        (in_graph(quad, DefaultGraph()) for quad in store.quads_for_pattern(None, None, None, own)),
        out,
        RdfFormat.N_QUADS,
    )
    for graph in store.named_graphs():
        if isinstance(graph, NamedNode) and graph != own and not is_reserved(graph.value):
            serialize(store.quads_for_pattern(None, None, None, graph), out, RdfFormat.N_QUADS)


def own_store(journal: Journal) -> Store:
    """People's own data alone."""
    store = Store()
    if snapshot := journal.snapshot():
        with snapshot:
            add_in_bulk(store, parse(snapshot, RdfFormat.N_QUADS), union=False)
    for change in journal.changes():
        apply_change(store, change, union=False)
    return store


def _load(store: Store, source: Source, progress: Progress) -> None:
    graph = iri_term(source.graph) if source.graph else None
    target = store if graph is None or source.format in _TRIPLES_ONLY else Store()
    to_graph = graph if target is store else None
    rdf_format = UPLOAD_FORMATS[source.format]
    base = graph.value if graph else None
    with _readable(source) as file:
        data = _counted(file, progress)
        _told(source, lambda: target.bulk_load(data, rdf_format, base_iri=base, to_graph=to_graph))
    if target is store or graph is None:
        return
    if any(name != graph for name in target.named_graphs()):
        raise QueryRefused(f"{source.name} names graphs of its own; leave --graph out")
    for name in (DefaultGraph(), graph):
        lines = target.dump(format=RdfFormat.N_TRIPLES, from_graph=name) or b""
        store.bulk_load(lines, RdfFormat.N_TRIPLES, to_graph=graph)


def _told(source: Source, work: Callable[[], None]) -> None:
    """Do some reading; its errors name the file."""
    try:
        work()
    except SyntaxError as error:
        told = syntax_error(error, UPLOAD_FORMATS[source.format].name)
        told.message = f"{source.name} is {told.message}"
        told.args = (told.message,)
        raise told from error
    except (OSError, EOFError) as error:
        raise StoreError(f"{source.name} cannot be read: {error}") from error


def _readable(source: Source) -> IO[bytes]:
    try:
        return source.open()
    except OSError as error:
        raise StoreError(f"{source.name} cannot be read: {error.strerror}") from error


def _refuse_reserved(store: Store) -> None:
    for name in store.named_graphs():
        if isinstance(name, NamedNode) and is_reserved(name.value):
            raise QueryRefused(
                f"<{name.value}> belongs to the records, which no write changes; choose a graph whose name "
                f"does not begin with {BASE}; nothing was changed"
            )


def _dump(store: Store, out: IO[bytes]) -> None:
    store.dump(out, RdfFormat.N_QUADS)


def _counted(file: IO[bytes], progress: Progress) -> IO[bytes]:
    return cast(IO[bytes], _Counting(file, progress))  # the engine only reads


class _Counting:
    """A file that tells how much of it was read."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file = file
        self._progress = progress
        self._read = self._told = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._file.read(size)
        self._read += len(data)
        if self._read - self._told >= _STEP:
            self._told = self._read
            self._progress(self._read)
        return data
