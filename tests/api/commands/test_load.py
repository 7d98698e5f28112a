import gzip
import io
import json
from pathlib import Path

import httpx
import pytest

from tests.api.commands.conftest import Facelex
from tests.api.servers import BEARER, TOKEN, served


def test_files_are_loaded_by_their_endings(facelex: Facelex, tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text("<x:a> <x:p> 1 .")
    (tmp_path / "two.NQ.gz").write_bytes(gzip.compress(b"<x:a> <x:p> <x:b> <x:h> .\n"))
    (tmp_path / "three.owl").write_text('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>')
    data = tmp_path / "data"
    names = [str(tmp_path / name) for name in ("one.ttl", "two.NQ.gz", "three.owl")]
    run = facelex("load", "--data", str(data), *names)
    assert (run.status, run.out) == (0, "")
    assert run.err == f"2 quads came in; people's own data in {data} has 2\n"


def test_stdin_is_loaded_with_its_format(
    facelex: Facelex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"<x:a> <x:p> <x:b> .\n")))
    run = facelex("load", "--data", str(tmp_path), "--format", "nt", "--graph", "x:g", "-")
    assert run.status == 0
    backup = tmp_path / "own.nq.gz"
    assert facelex("backup", "--data", str(tmp_path), "-o", str(backup)).err.startswith("backed up 1 quads")
    assert gzip.decompress(backup.read_bytes()) == b"<x:a> <x:p> <x:b> <x:g> .\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "facelex load mine.ttl"),
        (("-",), "--format"),
        (("notes.txt",), "--format"),
        (("none.ttl",), "none.ttl cannot be read"),
        (("--format", "pdf", "x"), "--format"),
    ],
)
def test_file_that_cannot_be_loaded_is_told(
    facelex: Facelex, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    run = facelex("load", "--data", str(tmp_path), *words)
    assert (run.status, run.out) == (2, "")
    assert said in run.err
    assert "Traceback" not in run.err


def test_broken_file_is_told_by_name_and_line(facelex: Facelex, tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text("<x:a> <x:p> 1 .\n<x:a> <x:p>")
    run = facelex("load", "--data", str(tmp_path), str(tmp_path / "one.ttl"))
    assert run.status == 2
    assert f"{tmp_path}/one.ttl is not Turtle at line 2" in run.err


def test_loaded_data_is_served_and_a_server_that_writes_keeps_others_out(
    facelex: Facelex, tmp_path: Path
) -> None:
    file = tmp_path / "one.ttl"
    file.write_text("<x:a> <x:p> 1 .")
    data = ("--data", str(tmp_path / "data"))
    assert facelex("load", *data, str(file)).status == 0
    with served(tmp_path / "data", write_token=TOKEN) as server:
        asked = {"query": "SELECT ?o { <x:a> <x:p> ?o } ORDER BY ?o", "format": "json"}
        del asked["format"]
        answer = httpx.get(f"{server.address}/sparql", params=asked).json()
        assert [row["o"]["value"] for row in answer["results"]["bindings"]] == ["1"]
        for words in (("load", str(file)), ("restore", str(file))):
            run = facelex(words[0], *data, *words[1:])
            assert run.status == 2
            assert "send the data to its /store" in run.err
        update = {"update": "INSERT DATA { <x:a> <x:p> 2 }"}
        httpx.post(f"{server.address}/update", data=update, headers=BEARER).raise_for_status()
        backup = tmp_path / "own.nq.gz"
        assert facelex("backup", *data, "-o", str(backup)).status == 0
        assert len(gzip.decompress(backup.read_bytes()).splitlines()) == 2
    with served(tmp_path / "data") as server:  # without a token it only reads, and several may
        answer = httpx.get(f"{server.address}/sparql", params=asked).json()
        assert len(answer["results"]["bindings"]) == 2
        assert json.loads(httpx.get(f"{server.address}/readyz").text)["status"] == "ready"
        with served(tmp_path / "data") as second:
            assert httpx.get(f"{second.address}/readyz").status_code == 200
