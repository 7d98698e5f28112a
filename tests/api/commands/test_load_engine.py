import json
from pathlib import Path

import pytest

from tests.api.commands.conftest import Facelex
from tests.engines import free_port, oxigraph


@pytest.mark.parametrize(
    "words",
    [(), ("--sparql-query-url", "http://127.0.0.1:9/query")],
)
def test_load_without_an_engine_says_what_to_set(facelex: Facelex, words: tuple[str, ...]) -> None:
    run = facelex("load", *words)
    assert (run.status, run.out) == (2, "")
    assert "FACELEX_SPARQL_UPDATE_URL" in run.err


def test_engine_that_is_down_is_told(facelex: Facelex) -> None:
    at = f"http://127.0.0.1:{free_port()}"
    run = facelex("load", "--sparql-query-url", f"{at}/query", "--sparql-update-url", f"{at}/update")
    assert (run.status, run.out) == (2, "")
    assert f"the SPARQL engine at {at}/query cannot be reached" in run.err
    assert "Traceback" not in run.err


def test_commands_ask_the_engine_that_was_loaded(
    facelex: Facelex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [
        ("check", "San Francisco", "police", "--on", "2024-06-01"),
        ("bans", "us-ma-boston", "--on", "2024-06-01", "--format", "json"),
        ("search", "bipa"),
        ("query", "bans_in_force", "--bind", "place=jurisdiction/us-ma-boston", "--format", "csv"),
        ("query", "--text", "ASK { ?s a <https://w3id.org/facelex/ns#Law> }"),
        ("network", "--around", "organisation/clearview-ai"),
        ("export", "--format", "nq"),
    ]
    expected = [facelex(*words) for words in asked]
    with oxigraph(tmp_path) as address:
        monkeypatch.setenv("FACELEX_SPARQL_QUERY_URL", address.query)
        empty = facelex(*asked[0])
        assert (empty.status, empty.out) == (2, "")
        assert "holds no data of facelex; run `facelex load`" in empty.err
        monkeypatch.setenv("FACELEX_SPARQL_UPDATE_URL", address.update or "")
        loaded = facelex("load", "--format", "json")
        assert loaded.status == 0
        told = json.loads(loaded.out)
        assert (told["engine"], told["by"]) == (address.query, "update")
        assert told["graphs"] > 1000
        assert told["data_version"].startswith("sha256-")
        for words, run in zip(asked, expected, strict=True):
            assert facelex(*words) == run, words


def test_query_name_cannot_be_taken_for_an_argument_of_ours(facelex: Facelex) -> None:
    run = facelex("query", "places", "--bind", "format=x")
    assert run.status == 2
    assert "query places does not bind format; it binds place" in run.err
