import csv
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
        (GRAPH, "application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_result_comes_in_the_accepted_format(
    client: TestClient, query: str, accept: str | None, media: str
) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"Accept": accept} if accept else {})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == media
    assert "Accept" in response.headers["vary"].split(", ")
    assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("query", "format", "media"),
    [
        (ROWS, "csv", "text/csv; charset=utf-8"),
        (ROWS, "json", "application/sparql-results+json"),
        (ROWS, "xml", "application/sparql-results+xml"),
        (GRAPH, "ttl", "text/turtle; charset=utf-8"),
        (GRAPH, "json", "application/ld+json"),
        (GRAPH, "xml", "application/rdf+xml"),
        (ROWS, "hologram", "text/tab-separated-values; charset=utf-8"),
    ],
)
def test_format_counts_before_accept_for_who_cannot_set_it(
    client: TestClient, query: str, format: str, media: str
) -> None:
    fields = {"query": query, "format": format}
    headers = {"Accept": "text/tab-separated-values"}
    got = client.get("/sparql", params=fields, headers=headers)
    posted = client.post("/sparql", data=fields, headers=headers)
    assert got.headers["content-type"] == posted.headers["content-type"] == media


def test_format_that_the_result_cannot_have_is_told(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": GRAPH, "format": "csv"})
    assert response.status_code == 406
    assert "application/n-triples" in response.json()["accepted"]


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
        ("/sparql?query=", 400, "bad-request"),
        ("/sparql?query=ASK{}&query=ASK{}", 400, "bad-request"),
        ("/sparql?query=%FF", 400, "bad-request"),
        ("/sparql?query=ASK{}&default-graph-uri=urn:x", 404, "no-such-graph"),
        ("/sparql?query=ASK{}&named-graph-uri=urn:x", 404, "no-such-graph"),
        ("/sparql?query=ASK{}&default-graph-uri=not an IRI", 400, "query-error"),
        ("/sparql?query=ASK FROM <http://127.0.0.1/x> {}", 404, "no-such-graph"),
        ("/sparql?query=ASK{}&timeout=0", 422, "bad-parameter"),
        ("/sparql?query=ASK{}&timeout=nan", 422, "bad-parameter"),
        ("/sparql?query=ASK{}&timeout=1&timeout=2", 422, "bad-parameter"),
        ("/sparql?query=ASK{}&default-graph=urn:x", 422, "bad-parameter"),
        ("/sparql?query=ASK{}&using-graph-uri=urn:x", 422, "bad-parameter"),
        ("/sparql?update=CLEAR ALL", 400, "bad-request"),
        ("/sparql?query=ASK{}&update=CLEAR ALL", 400, "bad-request"),
        ("/sparql?query=SELECT * { BIND(<x:f>(1) AS ?x) }", 400, "query-error"),
        ("/sparql?query=LOAD <http://127.0.0.1/>", 400, "query-refused"),
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
        ("ASK {}".encode("utf-16"), "application/sparql-query; charset=utf-16", 415),
        (b"query=ASK{}", "application/x-www-form-urlencoded; charset=utf-16", 415),
        ("ASK {}".encode("utf-16"), "application/sparql-query", 400),
        (b"query=ASK{}&update=CLEAR+ALL", "application/x-www-form-urlencoded", 400),
        (b"update=CLEAR+ALL", "application/x-www-form-urlencoded", 400),
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
    assert "Accept" in response.headers["vary"].split(", ")


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/*", "text/csv; charset=utf-8"),
        ("application/*", "application/sparql-results+json"),
        ("application/*;q=0.5, text/*;q=0.6", "text/csv; charset=utf-8"),
        ("application/sparql-results+xml;q=0.2, */*;q=0.1", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("text/turtle, */*;q=0.01", "application/sparql-results+json"),
    ],
)
def test_ranges_and_their_weights_are_honoured(client: TestClient, accept: str, media: str) -> None:
    response = client.get("/sparql", params={"query": ROWS}, headers={"Accept": accept})
    assert response.headers["content-type"] == media


@pytest.mark.parametrize("media", ["application/trig", "application/n-quads"])
def test_graph_may_come_in_a_format_of_datasets(client: TestClient, media: str) -> None:
    response = client.get("/sparql", params={"query": GRAPH}, headers={"Accept": media})
    assert (response.status_code, response.headers["content-type"]) == (200, media)
    assert "us-il-bipa-2008" in response.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_taken(client: TestClient, method: str) -> None:
    response = client.request(method, "/sparql", params={"query": "ASK {}"})
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_options_lists_the_methods(client: TestClient) -> None:
    assert client.options("/sparql").headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_dataset_of_the_protocol_goes_before_that_of_the_query(client: TestClient) -> None:
    names = client.get("/sparql", params={"query": "SELECT ?g { GRAPH ?g {} } ORDER BY ?g LIMIT 3"}).json()
    first, second, third = (row["g"]["value"] for row in names["results"]["bindings"])
    count = "SELECT (COUNT(*) AS ?n) FROM <%s> { ?s ?p ?o }"

    def counted(text: str, **dataset: str | list[str]) -> int:
        answer = client.get("/sparql", params={"query": text, **dataset}).json()
        return int(answer["results"]["bindings"][0]["n"]["value"])

    of_second = counted(count % second)
    assert counted(count % first, **{"default-graph-uri": second}) == of_second > 0
    both = counted(count % third, **{"default-graph-uri": [first, second]})
    triples = f"SELECT DISTINCT ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} VALUES ?g {{ <{first}> <{second}> }} }}"
    assert both == counted(f"SELECT (COUNT(*) AS ?n) {{ {triples} }}")
    named = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert counted(named, **{"named-graph-uri": [first, second]}) == 2
    assert counted(named, **{"default-graph-uri": first}) == 0


def test_client_may_ask_for_less_time(client: TestClient) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    response = client.get("/sparql", params={"query": slow, "timeout": "0.3"})
    assert response.status_code == 503
    assert "0.3 s" in response.json()["detail"]


def test_long_answer_is_the_same_in_pieces_and_whole(client: TestClient) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 12000"
    response = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert len(response.content) > 1024 * 1024
    assert "content-length" not in response.headers
    assert len(list(csv.reader(response.text.splitlines()))) >= 12001
    assert "Accept" in response.headers["vary"].split(", ")


def test_answer_given_before_is_given_again_with_its_tag(client: TestClient) -> None:
    query = {"query": "SELECT ?l { ?l a <https://w3id.org/facelex/ns#Law> } ORDER BY ?l LIMIT 7"}
    first = client.get("/sparql", params=query)
    hits = client.app.state.parts.answers.hits  # type: ignore[attr-defined]
    second = client.get("/sparql", params=query)
    assert client.app.state.parts.answers.hits == hits + 1  # type: ignore[attr-defined]
    assert (first.content, first.headers["etag"]) == (second.content, second.headers["etag"])
    again = client.get("/sparql", params=query, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_parameters_that_clients_send_for_other_servers_are_nothing(client: TestClient) -> None:
    more = {"format": "json", "output": "xml", "results": "csv", "infer": "true", "should-sponge": "soft"}
    response = client.get("/sparql", params={"query": "ASK {}", **more})
    assert response.json()["boolean"] is True


def test_triple_term_is_understood(client: TestClient) -> None:
    text = "SELECT ?o { BIND(OBJECT(<<( <x:a> <x:b> 5 )>>) AS ?o) }"
    rows = client.get("/sparql", params={"query": text}).json()["results"]["bindings"]
    assert rows[0]["o"]["value"] == "5"


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
