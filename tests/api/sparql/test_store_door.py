import gzip

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, parse

from api.sparql import store_door
from tests.api.sparql.conftest import MODES, RECORD

TURTLE = {"Content-Type": "text/turtle"}
ONE = "<urn:a> <urn:p> 1 ."
TWO = "<urn:a> <urn:p> 2 ."


def graph(client: TestClient, name: str = "urn:g") -> set[str]:
    response = client.get("/store", params={"graph": name}, headers={"Accept": "application/n-triples"})
    return set(response.text.splitlines()) if response.status_code == 200 else set()


def put(client: TestClient, data: str | bytes, name: str = "urn:g", media: str = "text/turtle") -> int:
    headers = {"Content-Type": media}
    response = client.put("/store", params={"graph": name}, content=data, headers=headers)
    return int(response.status_code)


@MODES
def test_graph_is_made_replaced_added_to_and_removed(writable: TestClient, mode: str) -> None:
    address = {"graph": "urn:g"}
    assert writable.get("/store", params=address).status_code == 404
    assert put(writable, ONE) == 201
    assert put(writable, TWO) == 204
    assert [line.split('"')[1] for line in graph(writable)] == ["2"]
    assert writable.post("/store", params=address, content=ONE, headers=TURTLE).status_code == 204
    assert len(graph(writable)) == 2
    assert writable.delete("/store", params=address).status_code == 204
    assert writable.delete("/store", params=address).status_code == 404
    assert writable.get("/store", params=address).status_code == 404
    assert writable.head("/store", params=address).status_code == 404
    assert writable.post("/store", params={"graph": "urn:h"}, content=ONE, headers=TURTLE).status_code == 201


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "text/turtle; charset=utf-8"),
        ("text/*", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_graph_comes_in_the_accepted_format(
    writable: TestClient, accept: str | None, media: str, method: str
) -> None:
    headers = {"Accept": accept} if accept else {}
    response = writable.request(method, "/store", params={"graph": RECORD}, headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (200, media)
    assert "Accept" in response.headers["vary"].split(", ")
    assert bool(response.content) is (method == "GET")
    again = writable.get("/store", params={"graph": RECORD}, headers=headers)
    assert again.headers["etag"] == response.headers["etag"]


def test_unoffered_format_is_refused_with_those_that_are(writable: TestClient) -> None:
    response = writable.get("/store?default", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert response.json()["accepted"] == [
        "text/turtle",
        "application/n-triples",
        "application/ld+json",
        "application/rdf+xml",
    ]


@MODES
def test_default_graph_is_people_s_own_to_write(writable: TestClient, mode: str) -> None:
    assert writable.put("/store?default", content=ONE, headers=TURTLE).status_code == 204
    text = writable.get("/store?default", headers={"Accept": "application/n-triples"}).text
    assert ('"Law"' in text) is (mode == "union")
    assert '<urn:a> <urn:p> "1"' in text
    assert writable.put("/store?default", content=TWO, headers=TURTLE).status_code == 204
    text = writable.get("/store?default", headers={"Accept": "application/n-triples"}).text
    assert '"1"' not in text
    assert writable.delete("/store?default").status_code == 204
    text = writable.get("/store?default", headers={"Accept": "application/n-triples"}).text
    assert "urn:a" not in text
    assert ('"Law"' in text) is (mode == "union")


def test_graph_may_be_named_by_its_own_address(writable: TestClient) -> None:
    response = writable.put("/store/mine/one", content="<> <urn:p> <two> .", headers=TURTLE)
    assert response.status_code == 201
    assert "<http://testserver/store/mine/two>" in writable.get("/store/mine/one").text
    assert graph(writable, "http://testserver/store/mine/one") == {
        "<http://testserver/store/mine/one> <urn:p> <http://testserver/store/mine/two> ."
    }
    assert writable.delete("/store/mine/one").status_code == 204
    assert writable.get("/store/mine/one").status_code == 404


@pytest.mark.parametrize("path", ["/store/", "/store/a%20b", "/store/a%2Fb", "/store/%FF", "/store/%C3%A9"])
def test_address_is_the_name_as_it_was_sent(writable: TestClient, path: str) -> None:
    assert writable.put(path, content="<> <urn:p> 1 .", headers=TURTLE).status_code == 201
    names = writable.get("/sparql", params={"query": "SELECT ?g { GRAPH ?g { ?g <urn:p> 1 } }"}).json()
    assert [row["g"]["value"] for row in names["results"]["bindings"]] == [f"http://testserver{path}"]
    assert writable.get(path).status_code == 200


def test_new_graph_is_told_by_its_address(writable: TestClient) -> None:
    response = writable.post("/store", content=ONE, headers=TURTLE)
    assert response.status_code == 201
    location = response.headers["location"]
    assert location.startswith("http://testserver/store/")
    assert "1" in writable.get(location).text
    other = writable.post("/store", content=ONE, headers=TURTLE).headers["location"]
    assert other != location


@pytest.mark.parametrize(
    ("accept", "format"), [(None, RdfFormat.TRIG), ("application/n-quads", RdfFormat.N_QUADS)]
)
@MODES
def test_store_without_a_name_is_the_whole_dataset(
    writable: TestClient, accept: str | None, format: RdfFormat, mode: str
) -> None:
    put(writable, ONE)
    writable.put("/store?default", content=TWO, headers=TURTLE)
    response = writable.get("/store", headers={"Accept": accept} if accept else {})
    quads = list(parse(response.content, format))
    own = "<https://w3id.org/facelex/graph/default>" if mode == "union" else "DEFAULT"
    assert sorted(str(quad.graph_name) for quad in quads) == sorted(["<urn:g>", f"<{RECORD}>", own])


MULTIPART = (
    '--x\r\nContent-Disposition: form-data; name="one"; filename="1.ttl"\r\nContent-Type: text/turtle\r\n\r\n'
    f"{ONE}\r\n"
    '--x\r\nContent-Disposition: form-data; name="two"; filename="2.nt"\r\n'
    "Content-Type: application/n-triples\r\n\r\n"
    '<urn:b> <urn:p> "%s" .\r\n--x--\r\n'
)


@MODES
def test_form_of_several_files_is_one_write(writable: TestClient, mode: str) -> None:
    media = 'multipart/form-data; boundary="x"'
    assert put(writable, MULTIPART % "é", media=media) == 201
    assert {line.split('"')[1] for line in graph(writable)} == {"1", "é"}
    assert put(writable, TWO) == 204
    assert put(writable, MULTIPART % '"', media=media) == 400
    assert {line.split('"')[1] for line in graph(writable)} == {"2"}


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (ONE, "multipart/form-data", 400),
        ("", "multipart/form-data; boundary=x", 400),
        ((MULTIPART % 1).replace("text/turtle", "image/png"), "multipart/form-data; boundary=x", 415),
        (ONE, "", 415),
        (ONE, "text/html", 415),
        (ONE.encode("utf-16"), "text/turtle; charset=utf-16", 415),
        (ONE, "text/turtle; charset=latin-1", 415),
        (b"<urn:a> <urn:p> '\xff' .", "text/turtle", 400),
        ("<urn:a> <urn:p>", "text/turtle", 400),
        ("<urn:h> { <urn:a> <urn:p> 1 }", "application/trig", 400),
        ("<!DOCTYPE a><a/>", "application/rdf+xml", 400),
        ("[" * 100_000, "application/ld+json", 400),
        ('{"urn:p":' * 50_000 + "1" + "}" * 50_000, "application/ld+json", 413),
        ('{"@list":[' * 50_000 + "]}" * 50_000, "application/ld+json", 400),
        (f"<urn:a> <urn:p> {'<<( <urn:a> <urn:p> ' * 100_000} 1 {' )>>' * 100_000} .", "text/turtle", 413),
        ("<urn:a> <urn:p> " + "[ <urn:p> " * 300_000, "text/turtle", 400),
        ("<urn:a> <urn:p> " + "( " * 300_000, "text/turtle", 400),
    ],
)
def test_upload_that_is_not_taken_changes_nothing(
    writable: TestClient, content: str | bytes, media: str, status: int
) -> None:
    put(writable, TWO)
    assert put(writable, content, media=media) == status
    assert len(graph(writable)) == 1


def test_compressed_upload_is_refused(writable: TestClient) -> None:
    headers = TURTLE | {"Content-Encoding": "gzip"}
    content = gzip.compress(ONE.encode())
    response = writable.put("/store?graph=urn:g", content=content, headers=headers)
    assert response.status_code == 415
    assert "identity" in response.json()["accepted"]


def test_upload_beyond_the_bound_is_refused(writable: TestClient) -> None:
    headers = TURTLE | {"Content-Length": str(64 * 1024 * 1024 + 1)}
    response = writable.put("/store?graph=urn:g", content=b"", headers=headers)
    assert response.status_code == 413
    assert response.json()["type"] == "/docs#problem-body-too-large"


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_graphs_of_the_records_are_not_written(writable: TestClient, method: str) -> None:
    response = writable.request(method, "/store", params={"graph": RECORD}, content=ONE, headers=TURTLE)
    assert response.status_code == 400
    assert "belongs to the records" in response.json()["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "/store?graph=urn:g&default",
        "/store?graph=urn:g&graph=urn:h",
        "/store?default=1",
        "/store?name=urn:g",
        "/store?graph=relative",
        "/store?graph=",
        "/store/mine?graph=urn:g",
        "/store?graph=%FF",
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_address_that_does_not_name_one_graph_is_a_problem(
    writable: TestClient, address: str, method: str
) -> None:
    response = writable.request(method, address, content=ONE, headers=TURTLE)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


def test_writing_needs_the_token_and_reading_does_not(writable: TestClient) -> None:
    del writable.headers["Authorization"]
    for method in ("PUT", "POST", "DELETE"):
        response = writable.request(method, "/store?graph=urn:g", content=ONE, headers=TURTLE)
        assert response.status_code == 401
        assert response.headers["www-authenticate"]
    assert writable.get("/store", params={"graph": RECORD}).status_code == 200


def test_other_methods_are_not_taken(writable: TestClient) -> None:
    response = writable.patch("/store?graph=urn:g", content=ONE)
    assert (response.status_code, response.headers["allow"]) == (405, ", ".join(store_door.METHODS))
    assert writable.options("/store").headers["allow"] == ", ".join(store_door.METHODS)
