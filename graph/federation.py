"""What in a query or an update reaches out: SERVICE and LOAD, with the address of each.

A SERVICE group is evaluated by itself, whatever stands around it: so it can be asked at its address first,
and its rows put in its place as VALUES. Where that would not be exact (in EXISTS, whose variables have values
from outside) it is refused.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, NoReturn

from pyoxigraph import BlankNode, Literal, NamedNode

from graph.data_blocks import Token, end_of_block
from graph.dialects import AnyTerm
from graph.guard import position
from graph.results import Solutions
from graph.token_reader import TokenReader
from schema.errors import QueryRefused, QueryTooLarge

MOST_SERVICES: Final = 4
"""SERVICE groups of one query or update."""
MOST_ROWS: Final = 10_000
"""Rows of one SERVICE group."""

_MAY_REACH_OUT: Final = re.compile(r"(?<![:?$\w])(?:SERVICE|LOAD)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Service:
    """A SERVICE group: where it stands in the text, its address, and the query that asks for its rows."""

    start: int
    end: int
    address: str
    is_silent: bool
    query: str
    variables: frozenset[str]


@dataclass(frozen=True)
class Load:
    """A LOAD: the address of a document, and the graph that it goes to (None: people's own default graph)."""

    address: str
    is_silent: bool
    graph: str | None


def may_reach_out(text: str) -> bool:
    """Whether SERVICE or LOAD may be a word of a text: most have none, and need not be read."""
    return bool(_MAY_REACH_OUT.search(text))


def services_of(text: str) -> list[Service]:
    """The SERVICE groups of a query or an update, in order.

    QueryRefused where one cannot be asked first, QueryTooLarge where there are too many.
    """
    found = list(_Reader(text).services())
    if len(found) > MOST_SERVICES:
        raise QueryTooLarge(f"more than {MOST_SERVICES} SERVICE groups; ask in several queries")
    return found


def load_of(text: str) -> Load | None:
    """The LOAD that an operation of an update is (`graph.data_blocks.operations`); None for any other."""
    return _Reader(text).load()


def with_tables(text: str, services: Sequence[Service], tables: Sequence[Solutions]) -> str:
    """The text with the rows of each SERVICE group in its place.

    QueryRefused for a row that holds a blank node, or a variable that the group has not; QueryTooLarge for
    too many rows.
    """
    pieces: list[str] = []
    end = 0
    for service, table in zip(services, tables, strict=True):
        pieces += [text[end : service.start], _values(service, table)]
        end = service.end
    return "".join([*pieces, text[end:]])


def _values(service: Service, table: Solutions) -> str:
    names, rows = table
    if len(rows) > MOST_ROWS:
        raise QueryTooLarge(
            f"SERVICE <{service.address}> gives more than {MOST_ROWS} rows; say more in its group, or put a "
            "SELECT with LIMIT in it"
        )
    if not service.variables.issuperset(names):
        raise QueryRefused(f"SERVICE <{service.address}> answers with variables that its group has not")
    listed = " ".join(f"({' '.join(_written(term, service) for term in row)})" for row in rows)
    return f"{{ VALUES ({' '.join(f'?{name}' for name in names)}) {{ {listed} }} }}"


def _written(term: AnyTerm | None, service: Service) -> str:
    """A term as SPARQL; it comes from elsewhere, so it is made anew, which checks it."""
    if term is None:
        return "UNDEF"
    again: object = None
    with suppress(ValueError):
        if isinstance(term, NamedNode):
            again = NamedNode(term.value)
        elif isinstance(term, Literal) and term.language:
            again = Literal(term.value, language=term.language)
        elif isinstance(term, Literal):
            again = Literal(term.value, datatype=NamedNode(term.datatype.value))
    if again == term:
        return str(again)
    what = "a blank node" if isinstance(term, BlankNode) else f"{term}"
    raise QueryRefused(
        f"SERVICE <{service.address}> answers with {what}, which means nothing here; leave its variable out "
        "with a SELECT in the group"
    )


class _Reader(TokenReader):
    """Finds what reaches out."""

    def services(self) -> Iterator[Service]:
        opened: list[bool] = []  # the brackets that are open: whether EXISTS stands before each
        while not self.is_at_end:
            token = self.tokens[self.at]
            if token.kind == "mark" and token.text == "{":
                opened.append(self.at > 0 and self.tokens[self.at - 1].word == "EXISTS")
            elif token.kind == "mark" and token.text == "}":
                opened = opened[:-1]
            elif not opened and self.declares():
                continue
            elif token.word == "SERVICE" and not self.is_prefix:
                if any(opened):
                    self.refuse("SERVICE within EXISTS is not accepted; put it before the FILTER", token)
                yield self.service(token)
                continue
            self.at += 1

    def load(self) -> Load | None:
        while self.declares():
            pass
        if not self.takes("LOAD"):
            return None
        is_silent = bool(self.takes("SILENT"))
        address, graph = self.iri(), None
        if self.takes("INTO"):
            graph = self.iri() if self.takes("GRAPH") else None
            if graph is None:
                return None
        return Load(address, is_silent, graph) if address and self.is_at_end else None

    def service(self, begun: Token) -> Service:
        self.at += 1
        is_silent = bool(self.takes("SILENT"))
        address = self.iri()
        if address is None or self.is_at_end or self.tokens[self.at].text != "{":
            self.refuse("write the address of SERVICE itself, and its group, as in SERVICE <...> { }", begun)
        start, end = self.at, end_of_block(self.tokens, self.at + 1)
        inside = self.tokens[start + 1 : end]
        if nested := next((token for token in inside if token.word == "SERVICE"), None):
            self.refuse("SERVICE within SERVICE is not accepted", nested)
        self.at = end + 1
        stop = self.tokens[end].end if end < len(self.tokens) else len(self.text)
        group = self.text[self.tokens[start].start : stop]
        query = f"{self.prologue}SELECT * WHERE {group} LIMIT {MOST_ROWS + 1}"
        variables = frozenset(token.text[1:] for token in inside if token.kind == "variable")
        return Service(begun.start, stop, address, is_silent, query, variables)

    def refuse(self, message: str, token: Token) -> NoReturn:
        line, column = position(self.text, token.start)
        raise QueryRefused(f"{message} (line {line}, column {column})", line, column)
