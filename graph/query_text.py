"""SPARQL text as an engine at another address is sent it: which form a query has, and values bound in it.

Values are bound by a VALUES block at the beginning of the outer group pattern, written by the RDF library
from terms. (At the end of the query, where SPARQL also allows it, the filters of the pattern would not see
them.)
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from graph.engine import Term
from graph.tokens import TOKEN
from schema.errors import QueryError

ROWS: Final = "SELECT"
TRUTH: Final = "ASK"
GRAPHS: Final = ("CONSTRUCT", "DESCRIBE")
FORMS: Final = (ROWS, TRUTH, *GRAPHS)


def form_of(text: str) -> str:
    """Which of FORMS a query has; QueryError when it has none."""
    for word, _, _ in _words_and_braces(text):
        if word in FORMS:
            return word
    raise QueryError(f"the query is none of {', '.join(FORMS)}; begin it with one of these words")


def with_values(text: str, bindings: Mapping[str, Term]) -> str:
    """A query of ours with variables bound to terms. QueryError when it has no WHERE."""
    if not bindings:
        return text
    return with_rows(text, [bindings])


def with_rows(text: str, rows: Sequence[Mapping[str, Term]]) -> str:
    """A query of ours asked of several rows of terms, all of the same variables; at least one row."""
    at = _beginning_of_pattern(text)
    names = " ".join(f"?{name}" for name in rows[0])
    terms = " ".join(f"({' '.join(str(term) for term in row.values())})" for row in rows)
    return f"{text[:at]}\n  VALUES ({names}) {{ {terms} }}{text[at:]}"


def _beginning_of_pattern(text: str) -> int:
    """The offset just after the brace that opens the outer pattern."""
    after_where = False
    for word, depth, end in _words_and_braces(text):
        if word == "WHERE" and depth == 0:
            after_where = True
        elif word == "{" and after_where:
            return end
    raise QueryError("a query whose variables are bound must say WHERE { ... }")


def _words_and_braces(text: str) -> Iterator[tuple[str, int, int]]:
    """Each keyword in capitals and each brace, with the depth before it and the offset after it."""
    at = depth = 0
    while token := TOKEN.match(text, at):
        at = token.end()
        if token.lastgroup == "name" and text[at : at + 1] != ":":
            yield token.group().upper(), depth, at
        elif token.group() in "{}":
            yield token.group(), depth, at
            depth += 1 if token.group() == "{" else -1
