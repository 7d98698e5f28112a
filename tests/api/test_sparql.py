import json

import pytest
from fastapi.testclient import TestClient

ROWS = "SELECT ?law WHERE { ?law a <https://w3id.org/facelex/ns#Law> } ORDER BY ?law LIMIT 2"
GRAPH = "CONSTRUCT WHERE { <https://w3id.org/facelex/id/law/us-il-bipa-2008> ?p ?o }"


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (ROWS, None, "application/sparql-results+json"),
        (ROWS, "*/*", "application/sparql-results+json"),
        (ROWS, "application/json", "application/sparql-results+json"),
        (ROWS, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ROWS, "text/csv", "text/csv; charset=utf-8"),
        (ROWS, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (ROWS, "text/csv;q=0.4, application/sparql-results+xml;q=0.5", "application/sparql-results+xml"),
        ("ASK {}", "application/xml", "application/sparql-results+xml"),
        (GRAPH, None, "text/turtle; charset=utf-8"),
        (GRAPH, "text/*", "text/turtle; charset=utf-8"),
        (GRAPH, "application/n-triples", "application/n-triples"),
        (GRAPH, "application/ld+json", "application/ld+json"),
        (GRAPH, "application/json", "application/ld+json"),
        (GRAPH, "application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_result_comes_in_the_accepted_format(
    client: TestClient, query: str, accept: str | None, media: str
) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"Accept": accept} if accept else {})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == media
    assert response.headers["vary"] == "Accept"
    assert response.headers["access-control-allow-origin"] == "*"


def test_query_may_be_posted_as_itself_or_in_a_form(client: TestClient) -> None:
    got = client.get("/sparql", params={"query": ROWS}).json()
    as_form = client.post("/sparql", data={"query": ROWS}).json()
    headers = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    as_itself = client.post("/sparql", content=ROWS, headers=headers).json()
    assert got == as_form == as_itself
    assert len(got["results"]["bindings"]) == 2


@pytest.mark.parametrize(
    ("address", "status", "slug"),
    [
        ("/sparql", 400, "bad-request"),
        ("/sparql?query=", 400, "bad-request"),
        ("/sparql?query=ASK{}&query=ASK{}", 400, "bad-request"),
        ("/sparql?query=%FF", 400, "bad-request"),
        ("/sparql?query=ASK{}&default-graph-uri=urn:x", 400, "bad-request"),
        ("/sparql?query=ASK{}&named-graph-uri=urn:x", 400, "bad-request"),
        ("/sparql?query=ASK{}&timeout=1", 422, "bad-parameter"),
        ("/sparql?query=DELETE WHERE {?s ?p ?o}", 400, "query-refused"),
        ("/sparql?query=ASK{SERVICE<http://x>{}}", 400, "query-refused"),
        ("/sparql?query=ASK " + "{" * 60 + "}" * 60, 413, "query-too-large"),
    ],
)
def test_query_that_is_not_run_is_a_problem(client: TestClient, address: str, status: int, slug: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.json()["type"]) == (status, f"/docs#problem-{slug}")
    assert response.headers["content-type"] == "application/problem+json"


def test_syntax_error_has_line_and_column(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": "SELECT * WHERE {\n ?s ?p }"})
    assert response.status_code == 400
    assert response.json()["line"] == 2
    assert response.json()["column"] >= 1


def test_syntax_error_suggests_nothing_that_is_refused(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": "SELECT * WHERE {\n ?s ?p }"})
    assert "SERVICE" not in response.json()["detail"]


def test_slow_query_is_stopped_and_others_are_answered(client: TestClient) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    response = client.get("/sparql", params={"query": slow})
    assert response.status_code == 503
    assert response.json()["type"] == "/docs#problem-query-timeout"
    assert int(response.headers["retry-after"]) > 0
    assert client.get("/sparql", params={"query": "ASK {}"}).json() == {"head": {}, "boolean": True}


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"ASK {}", "text/plain", 415),
        (b"ASK {}", "application/sparql-query; charset=latin-1", 415),
        (b"ASK {} # \xff", "application/sparql-query", 400),
        (b"query=%FF", "application/x-www-form-urlencoded", 400),
        (b"query=\xff", "application/x-www-form-urlencoded", 400),
        (b"query=ASK{}&query=ASK{}", "application/x-www-form-urlencoded", 400),
        (b"", "application/sparql-query", 400),
        (b"ASK {} #" + b"x" * 300_000, "application/sparql-query", 413),
        (b"DROP ALL", "application/sparql-update", 415),
    ],
)
def test_body_that_is_not_read_is_a_problem(
    client: TestClient, content: bytes, media: str, status: int
) -> None:
    response = client.post("/sparql", content=content, headers={"Content-Type": media})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("query", [ROWS, GRAPH])
def test_media_type_that_is_not_offered_is_refused_with_those_that_are(
    client: TestClient, query: str
) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle; charset=utf-8" in response.json()["accepted"]


def test_rows_are_not_offered_as_turtle(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": ROWS}, headers={"Accept": "text/turtle"})
    assert response.status_code == 406
    assert "application/sparql-results+json" in response.json()["accepted"]


def test_head_has_the_type_and_no_body(client: TestClient) -> None:
    response = client.head("/sparql", params={"query": ROWS}, headers={"Accept": "text/csv"})
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"


def test_program_on_another_page_may_ask(client: TestClient) -> None:
    response = client.options(
        "/sparql", headers={"Access-Control-Request-Method": "POST", "Origin": "https://x.org"}
    )
    assert response.status_code == 204
    assert "Content-Type" in response.headers["access-control-allow-headers"]


def test_rows_tell_terms_as_json(client: TestClient) -> None:
    text = client.get("/sparql", params={"query": ROWS}).text
    assert json.loads(text)["results"]["bindings"][0]["law"]["type"] == "uri"
