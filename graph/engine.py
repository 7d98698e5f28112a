"""The embedded SPARQL engine: the dataset in memory, questions in, plain rows out.

Every quad stands in its named graph, and every triple once more in the default graph, so that the default
graph is the merge of all records as a *set*: a triple that two records state counts once. (A union computed
at query time would count it twice.) `GRAPH ?g {...}` tells which record states it.

Values reach a query as bound terms, never by string formatting.
"""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Final, TypeAlias

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
)

from graph.bulk import load_quads, merge
from graph.datasets import WHOLE, Dataset
from graph.queries import Query
from graph.rdf import GRAPH_FORMATS, QUAD_FORMATS, in_graph, write_quads
from schema.errors import NoSuchGraph, QueryError, QuerySyntaxError, StoreError
from schema.vocabulary import PREFIXES

Term: TypeAlias = NamedNode | Literal
Row: TypeAlias = dict[str, str]
_GraphName: TypeAlias = NamedNode | BlankNode | DefaultGraph
Result: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples

_DEFAULT: Final = DefaultGraph()
_POSITION: Final = re.compile(r"\bat (?:line )?(\d+)(?::| column )(\d+)")
_NEVER_EXPECTED: Final = frozenset({"LATERAL", "SERVICE", "one of LATERAL", "one of SERVICE"})
"""What the parser would accept, but no query should have."""
_CHARACTERS: Final = re.compile(r"\['[^\]]*\]|\[_\]")

TABLE_FORMATS: Final = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
"""How rows and yes/no answers can be written."""

TRIPLE_FORMATS: Final = GRAPH_FORMATS | QUAD_FORMATS
"""How graphs that answer a query can be written."""


def iri_term(iri: str) -> NamedNode:
    """The term for an IRI; QueryError when the text is not an absolute IRI."""
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri!r} is not an IRI: {error}") from error


def text_term(text: str, language: str | None = None) -> Literal:
    """The term for a text, optionally in a language ("en")."""
    return Literal(text, language=language) if language else Literal(text)


def date_term(day: date | str) -> Literal:
    """The xsd:date term for a `datetime.date` (or its ISO text)."""
    return Literal(str(day), datatype=NamedNode(PREFIXES["xsd"] + "date"))


@dataclass(frozen=True)
class Engine:
    """A loaded dataset that answers queries. Reading is safe from several threads."""

    store: Store
    data_version: str
    union: bool = True
    """Whether the default graph is the merge of all graphs, rather than a graph of its own."""
    merged: Store | None = None
    """The default graph alone, which answers queries that name no graph; None: there is no such store."""

    @classmethod
    def load(cls, path: Path, expected: str | None = None) -> "Engine":
        """Load `dataset.nq`. StoreError when it is missing, not N-Quads, or not of the `expected` data
        version.

        A file that has its expected version was checked when it was written, and is loaded faster.
        """
        try:
            data = path.read_bytes()
        except OSError as error:
            raise StoreError(
                f"{path} cannot be read ({error.strerror}); run `facelex build` to make it"
            ) from error
        version = version_of(data)
        if expected and version != expected:
            raise StoreError(f"{path} is not {expected}; run `facelex build` to make it anew")
        try:
            return cls._from_bytes(data, RdfFormat.N_QUADS, version, is_checked=bool(expected))
        except SyntaxError as error:
            raise StoreError(f"{path} is damaged ({error}); run `facelex build` to make it anew") from error

    @classmethod
    def from_text(cls, text: str) -> "Engine":
        """An engine over a small N-Quads or TriG (hence also Turtle) text; StoreError when it is neither."""
        data = text.encode()
        version = version_of(data)
        try:
            return cls._from_bytes(data, RdfFormat.N_QUADS, version)
        except SyntaxError:
            pass
        try:
            return cls._from_bytes(data, RdfFormat.TRIG, version)
        except SyntaxError as error:
            raise StoreError(f"neither N-Quads nor TriG: {error}") from error

    @classmethod
    def _from_bytes(
        cls, data: bytes, rdf_format: RdfFormat, version: str, is_checked: bool = False
    ) -> "Engine":
        if rdf_format == RdfFormat.N_QUADS:
            store, merged = load_quads(data, is_checked)
            return cls(store, version, merged=merged)
        store = Store()
        store.bulk_load(data, rdf_format)
        merge(store)
        return cls(store, version)

    def select(self, query: Query, /, **bindings: Term) -> list[Row]:
        """The rows of a query of ours, with some of its declared variables bound to terms.

        IRIs and literals come as plain text (a literal's lexical form); a variable without a value is an
        absent key. QueryError for a name that the query's header does not bind, or for a query that is not a
        SELECT.
        """
        query.check_bindings(bindings)
        result = self.run(query.text, bindings, names_graph=query.names_graph)
        if not isinstance(result, QuerySolutions):
            raise QueryError(f"query {query.name} is not a SELECT query")
        names = [variable.value for variable in result.variables]
        return [
            {name: _plain(value) for name, value in zip(names, solution, strict=True) if value is not None}
            for solution in result
        ]

    def write(self, query: Query, format: str, /, **bindings: Term) -> bytes:
        """The result of a query of ours in a format of TABLE_FORMATS or TRIPLE_FORMATS; else as `select`."""
        query.check_bindings(bindings)
        out = io.BytesIO()
        write_result(self.run(query.text, bindings, names_graph=query.names_graph), format, out)
        return out.getvalue()

    def run(
        self,
        text: str,
        bindings: dict[str, Term] | None = None,
        dataset: Dataset = WHOLE,
        names_graph: bool = True,
    ) -> Result:
        """Run query text as it stands (text from outside must have passed `graph.guard` before).

        `names_graph`: whether the word GRAPH is in it; without that it may be answered faster.

        A dataset that is not WHOLE goes before the one that the text names. QuerySyntaxError with line and
        column where the text is not SPARQL; NoSuchGraph for a graph of the dataset that is not here;
        QueryError when it cannot be run.
        """
        terms: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {
            Variable(name): term for name, term in (bindings or {}).items()
        }
        try:
            if not dataset:
                store = self.store if names_graph or self.merged is None else self.merged
                return store.query(text, substitutions=terms)
            default: list[NamedNode | BlankNode | DefaultGraph] = [*map(self._known, dataset.default)]
            named: list[NamedNode | BlankNode] = [*map(self._known, dataset.named)]
            store = self.store
            if len(default) > 1:  # the engine would count a triple once for each graph that has it
                store, default = self._merged(default, named), [_DEFAULT]
            return store.query(text, substitutions=terms, default_graph=default, named_graphs=named)
        except SyntaxError as error:
            raise syntax_error(error) from error
        except (RuntimeError, OSError, ValueError) as error:
            raise QueryError(f"the query cannot be run: {error}") from error

    def write_graph(self, graph: str | None, name: str, out: IO[bytes]) -> None:
        """Write a graph (None: the default graph) in a format of GRAPH_FORMATS; NoSuchGraph if it is not
        here.
        """
        source = _DEFAULT if graph is None else self._known(graph)
        self.store.dump(out, GRAPH_FORMATS[name], from_graph=source, prefixes=dict(PREFIXES))

    def write_dataset(self, name: str, out: IO[bytes]) -> None:
        """Write all graphs in a format of QUAD_FORMATS; a default graph that is their merge is not written
        beside them.
        """
        quads = iter(self.store)
        if self.union:
            quads = (quad for quad in quads if quad.graph_name != _DEFAULT)
        write_quads(quads, name, out, dict(PREFIXES))

    def _known(self, graph: str) -> NamedNode:
        name = iri_term(graph)
        if next(self.store.quads_for_pattern(None, None, None, name), None) is None:
            raise NoSuchGraph(f"there is no graph <{graph}> here, and nothing is fetched from elsewhere")
        return name

    def _merged(self, default: Iterable[_GraphName], named: Iterable[_GraphName]) -> Store:
        """A store of its own with the merge of some graphs, as a set, and with others."""
        merged = Store()
        for graph in default:
            quads = self.store.quads_for_pattern(None, None, None, graph)
            merged.extend(in_graph(quad, _DEFAULT) for quad in quads)
        for graph in named:
            merged.extend(self.store.quads_for_pattern(None, None, None, graph))
        return merged

    def graph_names(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""
        return sorted(graph.value for graph in self.store.named_graphs() if isinstance(graph, NamedNode))

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one named graph, or (None) of the default graph; in no particular order."""
        name = DefaultGraph() if graph is None else NamedNode(graph)
        yield from self.store.quads_for_pattern(None, None, None, name)


def version_of(data: bytes) -> str:
    """The name of this state of the data: "sha256-" and 16 hex digits of the hash of dataset.nq."""
    return "sha256-" + hashlib.sha256(data).hexdigest()[:16]


def write_result(result: Result, name: str, out: IO[bytes]) -> None:
    """Write a query result in a format of TABLE_FORMATS or TRIPLE_FORMATS; QueryError where it cannot."""
    formats = TRIPLE_FORMATS if isinstance(result, QueryTriples) else TABLE_FORMATS
    if name not in formats:
        raise QueryError(f"this result cannot be written as {name}; accepted: {', '.join(formats)}")
    try:
        if isinstance(result, QueryTriples):
            result.serialize(out, TRIPLE_FORMATS[name])
        else:
            result.serialize(out, TABLE_FORMATS[name])
    except ValueError as error:
        raise QueryError(f"this result cannot be written as {name}: {error}") from error


def _plain(term: object) -> str:
    if isinstance(term, NamedNode | Literal):
        return term.value
    return str(term)


def syntax_error(error: SyntaxError, language: str = "SPARQL") -> QuerySyntaxError:
    """The parser's message without its list of character classes: its reason if it gives one, else what it
    expects.
    """
    message = str(error)
    found = _POSITION.search(message)
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    tokens = [token.strip() for token in _CHARACTERS.sub("", message.partition("expected")[2]).split(",")]
    tokens = [token.removeprefix("one of ") for token in tokens if token and token not in _NEVER_EXPECTED]
    reasons = [token for token in tokens if token.count(" ") >= 2]
    said = (
        "; ".join(reasons) or f"expected {', '.join(tokens[:12])}" if tokens else "the text cannot go on so"
    )
    return QuerySyntaxError(f"not {language} at line {line}, column {column}: {said}", line, column)
