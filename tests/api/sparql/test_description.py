import pytest
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from tests.api.sparql.conftest import MODES

SD = "http://www.w3.org/ns/sparql-service-description#"


def described(client: TestClient) -> list[Quad]:
    response = client.get("/sparql", headers={"Accept": "application/n-triples"})
    assert response.status_code == 200
    return list(parse(response.content, RdfFormat.N_TRIPLES))


def values(quads: list[Quad], name: str) -> set[str]:
    return {
        str(quad.object)[1:-1].removeprefix(SD) for quad in quads if quad.predicate == NamedNode(SD + name)
    }


@MODES
def test_service_says_what_it_is_set_to(writable: TestClient, mode: str) -> None:
    quads = described(writable)
    assert values(quads, "endpoint") == {"http://testserver/sparql"}
    assert values(quads, "feature") == ({"UnionDefaultGraph"} if mode == "union" else set())
    assert values(quads, "supportedLanguage") == {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"}
    assert {one.rpartition("/")[2] for one in values(quads, "resultFormat")} == {
        *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
        *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"),
    }


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
        assert response.headers["vary"] == "Accept"


def test_unoffered_format_is_refused(client: TestClient) -> None:
    response = client.get("/sparql", headers={"Accept": "text/csv"})
    assert response.status_code == 406
    assert "text/turtle" in response.json()["accepted"]
