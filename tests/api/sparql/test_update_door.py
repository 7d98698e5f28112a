import logging

import pytest
from fastapi.testclient import TestClient

from tests.api.sparql.conftest import BEARER, MODES, RECORD, TOKEN

INSERT = "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1 } }"


def ask(client: TestClient, text: str, **dataset: str | list[str]) -> bool:
    response = client.get("/sparql", params={"query": text, **dataset})
    assert response.status_code == 200, response.text
    return bool(response.json()["boolean"])


def update(client: TestClient, text: str, **dataset: str | list[str]) -> int:
    return int(client.post("/update", data={"update": text, **dataset}).status_code)


def test_update_may_be_posted_as_itself_or_in_a_form(writable: TestClient) -> None:
    headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
    response = writable.post("/update", content=INSERT, headers=headers)
    assert (response.status_code, response.content) == (204, b"")
    assert ask(writable, "ASK { GRAPH <urn:g> { <urn:a> <urn:p> 1 } }")
    assert update(writable, INSERT.replace("1", "'é'")) == 204
    assert ask(writable, "ASK { GRAPH <urn:g> { <urn:a> <urn:p> 'é' } }")


@MODES
def test_default_graph_is_what_the_server_is_set_to(writable: TestClient, mode: str) -> None:
    assert update(writable, INSERT) == 204
    assert ask(writable, "ASK { <urn:a> <urn:p> 1 }") is (mode == "union")
    assert ask(writable, "ASK { ?law <x:name> 'Law' }") is (mode == "union")
    assert update(writable, "INSERT DATA { <urn:b> <urn:p> 2 }") == 204
    assert ask(writable, "ASK { <urn:b> <urn:p> 2 }")
    name = "https://w3id.org/facelex/graph/default"
    assert ask(writable, f"ASK {{ GRAPH <{name}> {{ <urn:b> <urn:p> 2 }} }}") is (mode == "union")


@MODES
def test_kept_answer_is_not_given_after_a_write(writable: TestClient, mode: str) -> None:
    question = "ASK { GRAPH <urn:g> { ?s ?p ?o } }"
    assert [ask(writable, question) for _ in range(2)] == [False, False]
    update(writable, INSERT)
    assert [ask(writable, question) for _ in range(2)] == [True, True]
    update(writable, "CLEAR GRAPH <urn:g>")
    assert not ask(writable, question)


@MODES
def test_using_chooses_what_where_sees(writable: TestClient, mode: str) -> None:
    update(writable, INSERT + " ; " + INSERT.replace("urn:g", "urn:h").replace("1", "2"))
    copy = "INSERT { GRAPH <urn:copy> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    assert update(writable, copy, **{"using-graph-uri": "urn:h"}) == 204
    assert ask(writable, "ASK { GRAPH <urn:copy> { ?s ?p 2 } }")
    assert not ask(writable, "ASK { GRAPH <urn:copy> { ?s ?p 1 } }")
    named = "INSERT { GRAPH <urn:named> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert update(writable, named, **{"using-named-graph-uri": ["urn:g", "urn:h"]}) == 204
    assert ask(writable, "ASK { GRAPH <urn:named> { ?s ?p 1, 2 } }")
    in_address = {"using-graph-uri": "urn:g"}
    headers = {"Content-Type": "application/sparql-update"}
    assert writable.post("/update", params=in_address, content=copy, headers=headers).status_code == 204
    assert ask(writable, "ASK { GRAPH <urn:copy> { ?s ?p 1 } }")


@pytest.mark.parametrize(
    ("text", "status", "slug"),
    [
        ("INSERT DATA { <urn:a> <urn:b> }", 400, "query-syntax"),
        ("SELECT * { ?s ?p ?o }", 400, "query-syntax"),
        ("LOAD <http://127.0.0.1:1/>", 400, "query-refused"),
        ("LOAD SILENT <http://127.0.0.1:1/>", 400, "query-refused"),
        (
            "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
            400,
            "query-refused",
        ),
        (f"CLEAR GRAPH <{RECORD}>", 400, "query-refused"),
        (f"CREATE GRAPH <{RECORD}>", 400, "query-error"),
        ("DROP GRAPH <urn:none>", 400, "query-error"),
        ("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1 } } ; CREATE GRAPH <urn:g>", 400, "query-error"),
        ("INSERT { <urn:a> <urn:b> ?x } WHERE { BIND(<urn:f>(1) AS ?x) }", 400, "query-error"),
        ("INSERT { ?s ?p ?o } WHERE {" + "?s ?p ?o . " * 200 + "}", 413, "query-too-large"),
    ],
)
def test_update_that_is_not_carried_out_is_a_problem(
    writable: TestClient, text: str, status: int, slug: str
) -> None:
    response = writable.post("/update", data={"update": text})
    assert (response.status_code, response.json()["type"]) == (status, f"/docs#problem-{slug}")
    assert not ask(writable, "ASK { <urn:a> ?p ?o }")


def test_update_that_does_not_end_is_stopped_and_changes_nothing(writable: TestClient) -> None:
    update(writable, "INSERT DATA {" + " ".join(f"<urn:s> <urn:p> {n} ." for n in range(300)) + "}")
    endless = "INSERT { <urn:a> <urn:b> ?n } WHERE {" + "".join(f"?a{n} ?b{n} ?n . " for n in range(2))
    endless += "".join(f"?c{n} ?d{n} ?e{n} . " for n in range(6)) + "}"
    response = writable.post("/update", data={"update": endless, "timeout": "0.5"})
    assert (response.status_code, response.json()["type"]) == (503, "/docs#problem-query-timeout")
    assert not ask(writable, "ASK { <urn:a> ?p ?o }")


@MODES
def test_create_of_a_graph_that_is_there_is_an_error_unless_silent(writable: TestClient, mode: str) -> None:
    assert update(writable, "CREATE GRAPH <urn:g>") == 204
    assert update(writable, INSERT) == 204
    assert update(writable, "CREATE GRAPH <urn:g>") == 400
    assert update(writable, "CREATE SILENT GRAPH <urn:g>") == 204
    assert ask(writable, "ASK { GRAPH <urn:g> { ?s ?p 1 } }")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (b"update=CLEAR+DEFAULT&query=ASK{}", 400),
        (b"query=ASK{}", 400),
        (b"update=CLEAR+DEFAULT&update=CLEAR+DEFAULT", 400),
        (b"update=", 400),
        (b"update=CLEAR+DEFAULT%FF", 400),
        (b"update=CLEAR+DEFAULT&default-graph-uri=urn:g", 422),
        (b"update=WITH+<urn:g>+DELETE+{?s+?p+?o}+WHERE+{?s+?p+?o}&using-graph-uri=urn:g", 400),
        (b"update=DELETE+WHERE+{?s+?p+?o}&using-graph-uri=urn:g", 400),
        (b"update=CLEAR+DEFAULT&using-graph-uri=not+an+IRI", 400),
    ],
)
def test_request_that_breaks_the_protocol_is_a_problem(
    writable: TestClient, fields: bytes, status: int
) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    response = writable.post("/update", content=fields, headers=headers)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (INSERT.encode("utf-16"), "application/sparql-update; charset=utf-16", 415),
        (INSERT.encode(), "application/sparql-query", 415),
        (INSERT.encode(), "text/plain", 415),
        (b"\xff" + INSERT.encode(), "application/sparql-update", 400),
    ],
)
def test_body_that_is_not_read_is_a_problem(
    writable: TestClient, content: bytes, media: str, status: int
) -> None:
    assert writable.post("/update", content=content, headers={"Content-Type": media}).status_code == status


def test_update_in_an_address_is_never_carried_out(writable: TestClient) -> None:
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        response = writable.request(method, "/update", params={"update": INSERT})
        assert (response.status_code, response.headers["allow"]) == (405, "POST, OPTIONS")
    assert writable.post("/update", params={"update": INSERT}).status_code == 415
    assert not ask(writable, "ASK { GRAPH <urn:g> { ?s ?p ?o } }")
    assert writable.options("/update").headers["allow"] == "POST, OPTIONS"


@MODES
def test_update_in_several_steps_is_whole_or_not_at_all(writable: TestClient, mode: str) -> None:
    assert update(writable, INSERT + " ; DROP GRAPH <urn:none>") == 400
    assert not ask(writable, "ASK { GRAPH <urn:g> { ?s ?p ?o } }")


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        f"Basic {TOKEN}",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        "Bearer é",
        TOKEN,
    ],
)
def test_nobody_writes_without_the_token(
    writable: TestClient, authorization: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        headers = {"Authorization": authorization.encode("latin-1")}
        response = writable.post("/update", data={"update": INSERT}, headers=headers)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer ")
    assert TOKEN not in caplog.text + response.text
    assert not ask(writable, "ASK { GRAPH <urn:g> { ?s ?p ?o } }")


def test_token_in_an_address_is_no_token(writable: TestClient) -> None:
    del writable.headers["Authorization"]
    for name in ("token", "access_token"):
        response = writable.post("/update", params={name: TOKEN}, data={"update": INSERT})
        assert response.status_code == 401
    assert writable.post("/update", data={"update": INSERT}, headers=BEARER).status_code == 204


def test_without_a_token_of_its_own_the_server_takes_no_writes(client: TestClient) -> None:
    for headers in ({}, BEARER, {"Authorization": "Bearer "}):
        response = client.post("/update", data={"update": INSERT}, headers=headers)
        assert response.status_code == 403
        assert response.json()["type"] == "/docs#problem-writes-off"
