"""What the rest of the code needs of a SPARQL engine: the embedded one and one at another address both do."""

from typing import Protocol

from graph.engine import Row, Term
from graph.queries import Query


class AnyEngine(Protocol):
    """A dataset that answers queries of ours. It may be used from several threads."""

    @property
    def data_version(self) -> str:
        """The name of the state of the data that every answer rests on."""

    def select(self, query: Query, /, **bindings: Term) -> list[Row]:
        """The rows of a query, with some of its declared variables bound to terms.

        IRIs and literals come as plain text (a literal's lexical form); a variable without a value is an
        absent key. QueryError for a name that the query's header does not bind, or for a query that is not a
        SELECT; EngineError when an engine at another address fails.
        """

    def write(self, query: Query, format: str, /, **bindings: Term) -> bytes:
        """The result of a query in a format of `graph.engine.TABLE_FORMATS` (rows) or GRAPH_FORMATS (graphs).

        QueryError for a format that does not suit the result; else as for `select`.
        """
