"""Throw random text at what reads SPARQL from strangers before the engine does, to find the unforeseen.

    .venv/bin/pip install atheris
    .venv/bin/python tools/fuzz_guard.py -max_total_time=300

It ends at the first text that breaks a promise, and keeps it in a file `crash-...`. The promises:

- the guard, and all that reads the tokens of a text that passed it, fails in foreseen ways only;
- what passed the guard does not make the engine reach out;
- what is read as data, as an update of graphs or as one with a WHERE is read so by the engine too, with the
  same outcome;
- the operations of an update, each for itself, are read by the engine if the whole is.

Atheris is no dependency of the project; the tests draw random texts with Hypothesis.
"""

import sys
from collections.abc import Callable
from contextlib import suppress

import atheris

with atheris.instrument_imports(include=["graph", "schema"]):
    from pyoxigraph import Quad, RdfFormat, Store

    from graph.changes import apply_change
    from graph.data_blocks import operations
    from graph.datasets import dataset_of
    from graph.federation import load_of, may_reach_out, services_of
    from graph.graph_updates import graph_update
    from graph.guard import check_query, check_update
    from graph.pattern_updates import pattern_update
    from graph.updates import change_of_update
    from schema.errors import FacelexError, QueryError

PIECES = r"""
SELECT * WHERE { } ASK CONSTRUCT DESCRIBE FROM NAMED PREFIX x: BASE <x:> <x:a> <x:b> <b> ?s ?p ?o $s
x:a x:b :a : _:a [] [ ] ( ) . ; , a 1 01 1.5 'A' "B" 'A'@en '''C''' true UNION OPTIONAL MINUS GRAPH
<x:g> VALUES UNDEF BIND AS FILTER EXISTS NOT IN < > = ! && || + - * / ^ | ?x ORDER BY LIMIT 3 OFFSET
GROUP COUNT(*) SERVICE SILENT LOAD INTO INSERT DELETE DATA DEFAULT CLEAR DROP ALL CREATE COPY MOVE
ADD TO WITH USING <<( )>> << >> ~ {| |} # \u0041 VERSION @prefix @base xsd:a.b x:a%20b x:a\,
service:x load:a prefix:a graph:a default:g LANG STR IF BNODE() IRI
""".split()  # noqa: SIM905  # as they are read
JOINS = ("", " ", " ", " ", " ", "\n", "\t", "#\n")
WHOLE = (
    "SELECT * WHERE { ?s ?p ?o }",
    "INSERT DATA { <x:a> <x:b> 1 }",
    "DELETE DATA { GRAPH <x:g> { <x:a> <x:b> 01 } }",
    "DELETE { ?s ?p ?o } INSERT { GRAPH <x:g> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
    "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "PREFIX x: <x:>",
    "COPY SILENT <x:g> TO <x:b>",
    " ; ",
)
DATA = b"<x:a> <x:b> 1, <x:b> . <x:g> { <x:a> <x:b> 2 . <x:b> <x:b> 'A'@en }"


def text_of(data: bytes) -> str:
    """Raw text, or pieces of SPARQL that the bytes choose."""
    if not data or data[0] % 4 == 0:
        return data[1:].decode("utf-8", "ignore")
    parts = []
    for at in range(1, len(data) - 1, 2):
        which, join = data[at], JOINS[data[at + 1] % len(JOINS)]
        some = WHOLE if data[at + 1] >= 224 else PIECES
        parts.append(some[which % len(some)] + join)
    return "".join(parts)


def store() -> Store:
    """A little data."""
    found = Store()
    found.load(DATA, RdfFormat.TRIG)
    return found


def is_allowed(text: str, check: Callable[[str], None]) -> bool:
    """Whether a guard lets a text pass."""
    try:
        check(text)
    except FacelexError:
        return False
    return True


def carried_out(text: str) -> set[Quad] | None:
    """What the engine makes of an update; None where it is none. What cannot be done leaves all as it was."""
    found = store()
    try:
        found.update(text)
    except SyntaxError:
        return None
    except OSError as error:
        raise AssertionError(f"it reaches out: {error}") from error
    except (RuntimeError, ValueError):
        return set()
    return set(found)


def without_blanks(quads: set[Quad]) -> tuple[set[str], int]:
    """What can be compared of quads: those without blank nodes, and how many there are."""
    lines = {str(quad) for quad in quads}
    return {line for line in lines if "_:" not in line}, len(lines)


def has_late_prologue(text: str) -> bool:
    """Whether a prologue may stand after a semicolon, which is SPARQL, but not read by the engine."""
    after = text.upper().partition(";")[2]
    return "PREFIX" in after or "BASE" in after


def look_at_query(text: str) -> None:
    """Hold a query to what is promised."""
    dataset_of(text)
    try:
        store().query(text)
    except OSError as error:
        raise AssertionError(f"it reaches out: {error}") from error
    except (SyntaxError, RuntimeError, ValueError):
        pass


def look_at_update(text: str) -> None:
    """Hold an update to what is promised."""
    outcome = carried_out(text)
    parts = operations(text)
    if outcome is None:
        with suppress(FacelexError):
            change_of_update(store(), text, union=False)
            assert has_late_prologue(text), f"read as an update, but it is none: {text!r}"
        return
    for part in parts:
        assert carried_out(part) is not None, f"no update by itself: {part!r} of {text!r}"
    if not outcome:
        return
    ours = store()
    try:
        change = change_of_update(store(), text, union=False)
    except QueryError:
        # a graph that the engine copies although it is not there, or that is no graph of people
        is_about_graphs = any(map(graph_update, parts)) or "w3id.org" in text
        assert is_about_graphs, f"refused, but the engine carries it out: {text!r}"
        return
    apply_change(ours, change, union=False)
    if not any((update := graph_update(part)) and update.is_silent for part in parts):
        is_same = without_blanks(set(ours)) == without_blanks(outcome)
        assert is_same, f"another outcome than the engine's: {text!r}"


def look_at(data: bytes) -> None:
    """Hold what some bytes spell to what is promised."""
    text = text_of(data)
    if is_allowed(text, check_query):
        look_at_query(text)
    if is_allowed(text, check_update):
        look_at_update(text)
    if may_reach_out(text) and is_allowed(text, lambda one: check_update(one, may_reach_out=True)):
        with suppress(FacelexError):
            services_of(text)
        for part in operations(text):
            load_of(part)
            pattern_update(part)


def main() -> None:
    """Run until something is found, or the time is over."""
    atheris.Setup(sys.argv, look_at)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
