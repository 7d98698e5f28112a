"""`facelex query`: SPARQL from a file, from stdin, or one of the project's own queries by name."""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any, Final

from api.commands.options import opened, output_argument
from api.engines import answer_once
from api.settings import Settings
from api.terminal import Paper, bytes_out, table, write_text
from graph.engine import (
    TABLE_FORMATS,
    TRIPLE_FORMATS,
    Term,
    date_term,
    iri_term,
    text_term,
)
from graph.queries import QUERY_NAMES, Query, load_query
from graph.sandbox.limits import Limits
from graph.values import is_reference
from schema.errors import QueryError
from schema.vocabulary import PREFIXES, iri_of, short_id

TABLE: Final = "table"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "query", metavar="QUERY", nargs="?", help="a file, - for stdin, or the name of a project's query"
    )
    what.add_argument("--text", metavar="SPARQL", help="the query itself")
    what.add_argument("--list", action="store_true", help="list the project's queries and what they ask")
    parser.add_argument(
        "--bind",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="bind a variable of a project's query: kind/slug, fl:word, <IRI>, YYYY-MM-DD or a text",
    )
    parser.add_argument(
        "--format",
        choices=(TABLE, *TABLE_FORMATS, *TRIPLE_FORMATS),
        default=TABLE,
        help="rows: table (default), json, xml, csv, tsv; graphs: ttl (default), nt, jsonld, rdf, trig, nq",
    )
    parser.add_argument("--query-timeout", metavar="SECONDS", help="FACELEX_QUERY_TIMEOUT (10)")
    parser.add_argument("--query-memory", metavar="MIB", help="FACELEX_QUERY_MEMORY (512)")
    output_argument(parser)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Answer it."""
    if options.list:
        _list()
        return 0
    formats = ("json", "ttl") if options.format == TABLE else (options.format,)
    text, named = _text_of(options)
    engine = opened(settings)
    if named:
        body, is_rows = engine.write(named, formats[0], **_bindings(options.bind)), True
    elif options.bind:
        raise QueryError("--bind goes with the project's queries only; write the value into the query")
    else:
        limits = Limits(settings.query_timeout, settings.query_memory, workers=1)
        result = answer_once(engine, text, formats, limits)
        body, is_rows = result.body, result.kind != "triples"
    if options.format == TABLE and is_rows:
        body = _as_table(json.loads(body)).encode()
    elif options.output in (None, "-") and not body.endswith(b"\n"):
        body += b"\n"
    with bytes_out(options.output) as out:
        out.write(body)
    return 0


def term_of(text: str) -> Term:
    """The term that a value on the command line means; QueryError for an IRI that is none."""
    if text.startswith("<") and text.endswith(">"):
        return iri_term(text[1:-1])
    if is_reference(text):
        return iri_term(iri_of(text))
    prefix, colon, name = text.partition(":")
    if colon and prefix in PREFIXES and " " not in name:
        return iri_term(PREFIXES[prefix] + name)
    return date_term(text) if _DAY.fullmatch(text) else text_term(text)


def _text_of(options: argparse.Namespace) -> tuple[str, Query | None]:
    """The text of the query; and the query, when it is one of ours."""
    if options.text is not None:
        return options.text, None
    name = options.query
    if name == "-":
        return _decoded(sys.stdin.buffer.read(), "stdin"), None
    path = Path(name)
    if path.is_file():
        try:
            return _decoded(path.read_bytes(), name), None
        except OSError as error:
            raise QueryError(f"{name} cannot be read: {error.strerror}") from error
    if name not in QUERY_NAMES:
        raise QueryError(
            f"there is no file {name!r}, and no query of that name; `facelex query --list` lists them"
        )
    ours = load_query(name)
    return ours.text, ours


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{name} is not UTF-8 text (byte {error.start}); save the query as UTF-8") from error


def _bindings(given: list[str]) -> dict[str, Term]:
    bindings = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise QueryError(f"--bind {one} has no value; write it as --bind place=jurisdiction/us-ca")
        bindings[name.lstrip("?")] = term_of(value)
    return bindings


def _list() -> None:
    paper = Paper.for_stdout()
    for name in QUERY_NAMES:
        query = load_query(name)
        binds = ", ".join(f"?{variable}" for variable in query.binds)
        paper.entry(name, query.question, [("binds", binds), ("gives", ", ".join(query.gives))])
    write_text(paper.text())


def _as_table(result: dict[str, Any]) -> str:
    if "boolean" in result:
        return "true\n" if result["boolean"] else "false\n"
    names = result["head"]["vars"]
    rows = [[_shown(row.get(name)) for name in names] for row in result["results"]["bindings"]]
    paper = Paper.for_stdout()
    table(names, rows, paper)
    return paper.text()


def _shown(term: dict[str, Any] | None) -> str:
    if term is None:
        return ""
    value: str = term["value"]
    return short_id(value) if term["type"] == "uri" else value
