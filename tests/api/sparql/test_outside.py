"""SERVICE and LOAD, end to end: our own server asks another of our own, whose address is allowed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.engine import Engine
from tests.api.servers import Served, served
from tests.api.sparql.conftest import BEARER, MODES, RECORD, RECORDS, TOKEN


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("other")) as server:
        yield server


@contextmanager
def asking(folder: Path, allowed: tuple[str, ...], mode: str = "union") -> Iterator[TestClient]:
    settings = Settings(
        data=folder,
        query_timeout=5,
        workers=2,
        write_token=TOKEN,
        default_graph=mode,
        allowed_addresses=allowed,
    )
    app = create_app(settings, Engine.from_text(RECORDS))
    with TestClient(app, raise_server_exceptions=False, headers=BEARER) as client:
        yield client


def test_query_joins_what_another_server_knows(other: Served, tmp_path: Path) -> None:
    service = f"SERVICE <{other.address}/sparql> {{ ?there <x:name> ?name }}"
    with asking(tmp_path, (f"{other.address}/sparql",)) as client:
        text = f"SELECT * {{ GRAPH <{RECORD}> {{ ?here <x:name> ?name }} {service} }}"
        for _ in range(2):
            rows = client.get("/sparql", params={"query": text}).json()["results"]["bindings"]
            assert [(row["here"]["value"], row["there"]["value"]) for row in rows] == [("x:law", "x:law")]
        insert = f"INSERT {{ GRAPH <x:g> {{ ?there <x:named> ?name }} }} WHERE {{ {service} }}"
        assert client.post("/update", data={"update": insert}).status_code == 204
        ask = "ASK { GRAPH <x:g> { <x:law> <x:named> 'Law' } }"
        assert client.get("/sparql", params={"query": ask}).json()["boolean"] is True


@MODES
def test_update_loads_a_document(other: Served, tmp_path: Path, mode: str) -> None:
    document = f"{other.address}/store?graph={RECORD}"
    with asking(tmp_path, (f"{other.address}/store",), mode) as client:
        text = (
            f"LOAD <{document}> INTO GRAPH <x:g> ; LOAD <{document}> ;"
            "PREFIX x: <x:> INSERT { GRAPH x:h { ?s x:p ?o } } WHERE { GRAPH x:g { ?s ?p ?o } }"
        )
        assert client.post("/update", data={"update": text}).status_code == 204
        for graph in ("x:g", "x:h"):
            ask = f"ASK {{ GRAPH <{graph}> {{ <x:law> ?p 'Law' }} }}"
            assert client.get("/sparql", params={"query": ask}).json()["boolean"] is True
        ask = "ASK { <x:law> <x:name> 'Law' }"
        assert client.get("/sparql", params={"query": ask}).json()["boolean"] is True


@pytest.mark.parametrize(
    ("text", "status", "slug"),
    [
        ("LOAD <HERE/store?graph=x:none>", 502, "fetch-failed"),
        ("LOAD SILENT <HERE/store?graph=x:none>", 204, None),
        ("LOAD <HERE/store?default> INTO GRAPH <https://w3id.org/facelex/ns#>", 400, "query-refused"),
        ("LOAD SILENT <HERE/store> INTO GRAPH <https://w3id.org/facelex/ns#>", 400, "query-refused"),
        ("LOAD <HERE/sparql?query=ASK%7B%7D>", 400, "query-refused"),
        ("LOAD <HERE/store?default> INTO <x:g>", 400, "query-syntax"),
        ("LOAD <HERE/store?default> ; INSERT DATA { <x:a> <x:b> }", 400, "query-syntax"),
        ("INSERT DATA { <x:a> <x:b> 1 } ; LOAD <HERE/store> INTO GRAPH <x:g>", 400, "query-refused"),
        ("LOAD <HERE/store?default> ; DROP GRAPH <x:none>", 400, "query-error"),
    ],
)
def test_load_that_cannot_be_done_changes_nothing(
    other: Served, tmp_path: Path, text: str, status: int, slug: str | None
) -> None:
    with asking(tmp_path, (f"{other.address}/store",)) as client:
        response = client.post("/update", data={"update": text.replace("HERE", other.address)})
        assert response.status_code == status
        assert slug is None or response.json()["type"] == f"/docs#problem-{slug}"
        whole = client.get("/store", headers={"Accept": "application/n-quads"}).text
        assert whole.strip() == RECORDS.strip()


def test_document_that_is_broken_names_its_address(tmp_path: Path, other: Served) -> None:
    document = f"{other.address}/metrics"  # text/plain, and no N-Triples
    with asking(tmp_path, (document,)) as client:
        response = client.post("/update", data={"update": f"LOAD <{document}>"})
        assert (response.status_code, response.json()["type"]) == (400, "/docs#problem-query-syntax")
        assert document in response.json()["detail"]
        assert client.post("/update", data={"update": f"LOAD SILENT <{document}>"}).status_code == 204


def test_without_a_list_nothing_is_asked(other: Served, tmp_path: Path) -> None:
    with asking(tmp_path, ()) as client:
        text = f"SELECT * {{ SERVICE SILENT <{other.address}/sparql> {{ ?s ?p ?o }} }}"
        assert client.get("/sparql", params={"query": text}).status_code == 400
        load = f"LOAD SILENT <{other.address}/store>"
        assert client.post("/update", data={"update": load}).status_code == 400
