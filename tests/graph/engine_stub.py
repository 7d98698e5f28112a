"""An engine that is a stub: it knows the state of its data and its dialect, and says what a test wants."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Final

from graph.dialects import VIRTUOSO_ONLY
from graph.engine_address import Address
from graph.remote import RemoteEngine
from graph.sparql_http import SparqlHttp
from schema.vocabulary import STATE_GRAPH, VERSION
from tests.stub import Asked, Behave, Stub, answer, stub

HELD: Final = "sha256-0123456789abcdef"
"""The data version that the stub holds unless a test says otherwise."""


def rows_of(names: str, *rows: dict[str, dict[str, str]]) -> str:
    """SPARQL JSON of rows."""
    return json.dumps({"head": {"vars": names.split()}, "results": {"bindings": list(rows)}})


def state_of(**values: str) -> str:
    """What an engine's state graph says: values by property, with the namespace left out of `versionInfo`."""
    return rows_of(
        "property value",
        *(
            {
                "property": {"type": "uri", "value": VERSION if name == "version" else f"urn:{name}"},
                "value": {"type": "literal", "value": value},
            }
            for name, value in values.items()
        ),
    )


def engine_behaviour(rest: Behave, state: str | None = None, is_virtuoso: bool = False) -> Behave:
    """Answer for state and dialect; leave the rest to `rest`."""

    def behave(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        if STATE_GRAPH in asked.query:
            answer(state if state is not None else state_of(version=HELD))(asked, handler)
        elif asked.query == VIRTUOSO_ONLY:
            lower = rows_of("lower", {"lower": {"type": "literal", "value": "a"}})
            (answer(lower) if is_virtuoso else answer("no bif:", "text/plain", 400))(asked, handler)
        else:
            rest(asked, handler)

    return behave


@contextmanager
def stub_engine(
    behave: Behave, clock: Callable[[], float] | None = None
) -> Iterator[tuple[RemoteEngine, Stub]]:
    """An engine that behaves so, and its stub."""
    with stub(behave) as server:
        http = SparqlHttp(Address(f"{server.at}/query", f"{server.at}/update"))
        engine = RemoteEngine(http, HELD, clock) if clock else RemoteEngine(http, HELD)
        try:
            yield engine, server
        finally:
            engine.close()
