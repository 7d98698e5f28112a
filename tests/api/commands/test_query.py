import io
import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from api.commands.query import term_of
from graph.engine import Engine, Term, date_term, iri_term
from graph.queries import QUERY_NAMES, load_query
from schema.errors import QueryError
from schema.vocabulary import iri_of
from tests.api.commands.conftest import Facelex

COUNT = "SELECT (COUNT(?law) AS ?n) { ?law a <https://w3id.org/facelex/ns#Law> }"
FOR_EVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BOSTON = ("--bind", "place=jurisdiction/us-ma-boston", "--bind", "day=2021-01-01")


def test_rows_come_as_a_table_with_short_names(facelex: Facelex) -> None:
    run = facelex("query", "bans_in_force", *BOSTON)
    assert run.status == 0
    assert run.out.splitlines()[0].split()[:3] == ["place", "day", "rule"]
    assert "rule/us-ma-boston-16-62-2020--ban" in run.out


def test_query_comes_from_a_file_from_stdin_or_as_text(
    facelex: Facelex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "count.rq"
    path.write_text(COUNT, encoding="utf-8")
    from_file = facelex("query", str(path), "--format", "csv").out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(COUNT.encode())))
    assert facelex("query", "-", "--format", "csv").out == from_file
    assert facelex("query", "--text", COUNT, "--format", "csv").out == from_file
    assert int(from_file.split()[1]) > 500


@pytest.mark.parametrize(
    ("text", "format", "start"),
    [
        ("ASK {}", "table", "true\n"),
        ("ASK {}", "json", '{"head":{},"boolean":true}\n'),
        (f"{COUNT} LIMIT 1", "tsv", "?n\n"),
        ("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 1", "table", "<https://w3id.org/facelex/"),
        ("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 1", "jsonld", "["),
    ],
)
def test_result_is_written_in_the_format(facelex: Facelex, text: str, format: str, start: str) -> None:
    run = facelex("query", "--text", text, "--format", format)
    assert (run.status, run.out[: len(start)]) == (0, start)
    assert run.out.endswith("\n")


def test_named_query_gives_the_rows_of_the_engine(facelex: Facelex, engine: Engine) -> None:
    run = facelex("query", "bans_in_force", *BOSTON, "--format", "json")
    rows = json.loads(run.out)["results"]["bindings"]
    ours = engine.select(
        load_query("bans_in_force"),
        place=iri_term(iri_of("jurisdiction/us-ma-boston")),
        day=date_term("2021-01-01"),
    )
    assert [row["rule"]["value"] for row in rows] == [row["rule"] for row in ours]


def test_list_names_every_query_with_its_question(facelex: Facelex) -> None:
    run = facelex("query", "--list")
    assert all(f"  {name}\n" in run.out for name in QUERY_NAMES)
    assert "binds      ?place, ?day" in run.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--text", "ASK {\n ?s }"), "line 2"),
        (("--text", "SELECT * { SERVICE <http://127.0.0.1/> {} }"), "SERVICE is not accepted"),
        (("--text", "DELETE WHERE { ?s ?p ?o }"), "does not change the data"),
        (("--text", "ASK {}", "--format", "ttl"), "accepted: json"),
        (("--text", "ASK {}", "--bind", "x=1"), "project's queries only"),
        (("--text", FOR_EVER, "--query-timeout", "0.2"), "did not end within 0.2 s"),
        (("bans_in_force", "--bind", "city=1"), "it binds place, day"),
        (("bans_in_force", "--bind", "place"), "--bind place=jurisdiction/us-ca"),
        (("nothing.rq",), "--list"),
        ((), "required"),
    ],
)
def test_wrong_query_is_an_error_that_says_what_to_do(
    facelex: Facelex, words: tuple[str, ...], said: str
) -> None:
    run = facelex("query", *words)
    assert (run.status, run.out) == (2, "")
    assert said in run.err
    assert "Traceback" not in run.err


def test_file_that_is_not_utf8_is_told(facelex: Facelex, tmp_path: Path) -> None:
    path = tmp_path / "latin.rq"
    path.write_bytes(b"ASK { ?s ?p '\xe9' }")
    assert "not UTF-8 text (byte 13)" in facelex("query", str(path)).err


def test_output_goes_whole_to_a_file(facelex: Facelex, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    run = facelex("query", "--text", COUNT, "--format", "csv", "-o", str(path))
    assert (run.status, run.out) == (0, "")
    assert path.read_bytes().startswith(b"n\r\n")
    assert [found.name for found in tmp_path.iterdir()] == ["rows.csv"]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("law/us-il-bipa-2008", NamedNode("https://w3id.org/facelex/id/law/us-il-bipa-2008")),
        ("fl:ban", NamedNode("https://w3id.org/facelex/ns#ban")),
        ("<http://example.org/x>", NamedNode("http://example.org/x")),
        ("2024-06-01", date_term("2024-06-01")),
        ("Note: a text", Literal("Note: a text")),
        ("http://example.org/x", Literal("http://example.org/x")),
    ],
)
def test_value_of_a_binding_is_the_term_it_looks_like(text: str, term: Term) -> None:
    assert term_of(text) == term


def test_binding_to_no_iri_is_refused() -> None:
    with pytest.raises(QueryError, match="not an IRI"):
        term_of("<not an iri>")
