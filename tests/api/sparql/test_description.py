from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from api.app import create_app
from api.settings import Settings
from graph.engine import Engine
from tests.api.sparql.conftest import MODES, RECORDS

SD = "http://www.w3.org/ns/sparql-service-description#"


def described(client: TestClient) -> list[Quad]:
    response = client.get("/sparql", headers={"Accept": "application/n-triples"})
    assert response.status_code == 200
    return list(parse(response.content, RdfFormat.N_TRIPLES))


def values(quads: list[Quad], name: str) -> set[str]:
    return {
        str(quad.object)[1:-1].removeprefix(SD) for quad in quads if quad.predicate == NamedNode(SD + name)
    }


def of(quads: list[Quad], service: str, name: str) -> set[str]:
    return values([quad for quad in quads if quad.subject == NamedNode(service)], name)


FORMATS = {
    "SPARQL_Results_JSON": "application/sparql-results+json",
    "SPARQL_Results_XML": "application/sparql-results+xml",
    "SPARQL_Results_CSV": "text/csv; charset=utf-8",
    "SPARQL_Results_TSV": "text/tab-separated-values; charset=utf-8",
    "Turtle": "text/turtle; charset=utf-8",
    "N-Triples": "application/n-triples",
    "RDF_XML": "application/rdf+xml",
    "JSON-LD": "application/ld+json",
    "TriG": "application/trig",
    "N-Quads": "application/n-quads",
}


def test_every_format_that_is_described_is_given_and_taken(writable: TestClient) -> None:
    described_formats = values(described(writable), "resultFormat")
    assert {one.rpartition("/")[2] for one in described_formats} == set(FORMATS)
    for name, media in FORMATS.items():
        is_rows = name.startswith("SPARQL")
        query = "SELECT * { ?s ?p ?o }" if is_rows else "CONSTRUCT WHERE { ?s ?p ?o }"
        plain = {"Accept": media.partition(";")[0]}
        response = writable.get("/sparql", params={"query": query}, headers=plain)
        assert (response.status_code, response.headers["content-type"]) == (200, media)
        if not is_rows:
            headers = {"Content-Type": media}
            taken = writable.put("/store?graph=urn:g", content=response.content, headers=headers)
            assert taken.status_code in (201, 204), taken.text


def test_federation_is_described_where_it_is_allowed(tmp_path: Path) -> None:
    for allowed in ((), ("https://example.org/sparql",)):
        app = create_app(
            Settings(data=tmp_path, workers=1, allowed_addresses=allowed), Engine.from_text(RECORDS)
        )
        with TestClient(app) as client:
            features = values(described(client), "feature")
            assert ("BasicFederatedQuery" in features) is bool(allowed)
            assert not values(described(client), "inputFormat")


@MODES
def test_service_says_what_it_is_set_to(writable: TestClient, mode: str) -> None:
    quads = described(writable)
    assert of(quads, "http://testserver/sparql", "endpoint") == {"http://testserver/sparql"}
    assert of(quads, "http://testserver/update", "endpoint") == {"http://testserver/update"}
    assert values(quads, "feature") == ({"UnionDefaultGraph"} if mode == "union" else set())
    assert of(quads, "http://testserver/sparql", "supportedLanguage") == {"SPARQL10Query", "SPARQL11Query"}
    assert of(quads, "http://testserver/update", "supportedLanguage") == {"SPARQL11Update"}
    graphs = {"Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"}
    rows = {f"SPARQL_Results_{name}" for name in ("JSON", "XML", "CSV", "TSV")}
    assert {one.rpartition("/")[2] for one in values(quads, "resultFormat")} == rows | graphs
    assert {one.rpartition("/")[2] for one in values(quads, "inputFormat")} == graphs


def test_server_without_a_token_describes_no_updates(client: TestClient) -> None:
    assert "SPARQL11Update" not in values(described(client), "supportedLanguage")


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "text/turtle; charset=utf-8"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
    ],
)
def test_description_comes_in_the_accepted_format(client: TestClient, accept: str, media: str) -> None:
    for method in ("GET", "HEAD"):
        response = client.request(method, "/sparql", headers={"Accept": accept})
        assert (response.status_code, response.headers["content-type"]) == (200, media)
        assert "Accept" in response.headers["vary"].split(", ")


def test_unoffered_format_is_refused(client: TestClient) -> None:
    response = client.get("/sparql", headers={"Accept": "text/csv"})
    assert response.status_code == 406
    assert "text/turtle" in response.json()["accepted"]
