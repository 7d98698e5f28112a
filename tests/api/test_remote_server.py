"""The server in front of an engine at another address: the same answers, and clear words when it fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.remote import FRESH, RemoteEngine
from graph.sparql_http import Reply, SparqlHttp
from schema.errors import EngineError
from tests.engines import free_port
from tests.graph.engine_stub import HELD, engine_behaviour, state_of, stub_engine
from tests.stub import Behave, answer, raw

PAGES = [
    "/api/check?place=San+Francisco&actor=police&on=2024-06-01",
    "/api/check?place=us-or-portland&actor=retailers&on=2022-01-01",
    "/api/check?place=Atlantis&actor=police",
    "/api/jurisdictions/us-ma-boston/bans?on=2024-06-01",
    "/api/jurisdictions/us-ma-boston/bans?on=2024-06-01&format=csv",
    "/api/jurisdictions/fr/rules",
    "/api/search?q=bipa",
    "/api/search?q=ordinance&place=us-ca",
    "/api/laws?place=us-ca&sort=-enacted&limit=20",
    "/api/rules?actor=retailers&on=2024-06-01&limit=200&format=csv",
    "/api/sources?limit=100",
    "/api/laws/us-il-bipa-2008",
    "/api/exceptions/us-il-bipa-2008--consent--health-care-patients",
    "/api/organisations/clearview-ai",
    "/api/jurisdictions/us-ca",
    "/api/proceedings/oaic-bunnings",
    "/api/paths?from=organisation/clearview-ai&to=law/us-il-bipa-2008&limit=5",
    "/api/graph?around=organisation/clearview-ai",
    "/api/stats?on=2024-06-01",
    "/reconcile/preview?id=law/us-il-bipa-2008",
    "/reconcile/suggest/entity?prefix=oak",
    "/check?place=San+Francisco&actor=police&on=2024-06-01",
    "/organisation/clearview-ai",
    "/law/us-il-bipa-2008",
    "/law/nope",
    "/ns",
    "/readyz",
    "/api/calendar.ics?place=us-ca&from=2019-01-01",
    "/api/changes.atom?place=us-ca&inherited=true&to=2026-01-01",
    "/api/corrections.json?place=fr&to=2026-12-31",
    "/api/cite/rule/us-il-bipa-2008--consent?on=2024-06-01",
    "/badge/us-or-portland.svg?actor=retailers&on=2024-06-01",
    "/dump.sha256",
]
SAME_ID = {"X-Request-Id": "one-and-the-same"}
ROWS = "SELECT ?law WHERE { ?law a <https://w3id.org/facelex/ns#Law> } ORDER BY ?law LIMIT 2"
BIPA = "https://w3id.org/facelex/id/law/us-il-bipa-2008"
GRAPH = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ <{BIPA}> }} ?s ?p ?o }}"


@pytest.fixture(scope="module")
def remote_client(remote: RemoteEngine, data_folder: Path) -> Iterator[TestClient]:
    """A client of the server in front of each real engine in turn."""
    own = RemoteEngine(SparqlHttp(remote.http.address), remote.data_version)  # the app closes it
    app = create_app(Settings(data_folder, query_timeout=5, workers=2), own)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("address", PAGES)
def test_address_answers_alike(client: TestClient, remote_client: TestClient, address: str) -> None:
    expected, found = client.get(address, headers=SAME_ID), remote_client.get(address, headers=SAME_ID)
    for name in ("content-type", "location", "last-modified", "etag"):
        assert found.headers.get(name) == expected.headers.get(name)
    assert found.status_code == expected.status_code
    assert found.text == expected.text


def test_network_page_of_a_place_answers_alike(client: TestClient, remote_client: TestClient) -> None:
    address = "/network?place=us-ca-san-francisco&on=2024-06-01"
    expected, found = client.get(address), remote_client.get(address)
    assert found.status_code == expected.status_code == 200
    assert abs(len(found.text) - len(expected.text)) < 200  # but for the nonces
    assert remote_client.get("/network?place=Atlantis").status_code == 404


@pytest.mark.parametrize("ending", ["ttl", "nt", "jsonld", "rdf"])
def test_thing_is_offered_in_every_format(remote_client: TestClient, ending: str) -> None:
    response = remote_client.get(f"/id/law/us-il-bipa-2008.{ending}")
    assert response.status_code == 200
    assert b"us-il-bipa-2008" in response.content


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (ROWS, "application/sparql-results+json"),
        (ROWS, "application/sparql-results+xml"),
        (ROWS, "text/csv"),
        (ROWS, "text/tab-separated-values"),
        ("ASK { ?s a <https://w3id.org/facelex/ns#Law> }", "application/sparql-results+json"),
        ("ASK { ?s a <urn:nothing> }", "application/sparql-results+xml"),
        ("ASK { ?s a <urn:nothing> }", "text/csv"),
        ("ASK { ?s a <urn:nothing> }", "text/tab-separated-values"),
    ],
)
def test_sparql_answers_alike(client: TestClient, remote_client: TestClient, query: str, accept: str) -> None:
    expected = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    found = remote_client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert found.status_code == expected.status_code == 200, found.text
    assert found.headers["content-type"] == expected.headers["content-type"]
    assert found.text == expected.text


@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples", "application/ld+json"])
def test_graph_is_passed_on_in_the_accepted_format(
    client: TestClient, remote_client: TestClient, accept: str
) -> None:
    response = remote_client.get("/sparql", params={"query": GRAPH}, headers={"Accept": accept})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith(accept)
    if accept == "application/n-triples":
        expected = client.get("/sparql", params={"query": GRAPH}, headers={"Accept": accept})
        assert set(response.text.splitlines()) == set(expected.text.splitlines())


def test_query_that_is_not_sparql_is_told_in_the_engines_words(remote_client: TestClient) -> None:
    response = remote_client.get("/sparql", params={"query": "SELECT * WHERE { ?s ?p }"})
    assert (response.status_code, response.json()["type"]) == (400, "/docs#problem-query-error")
    assert "does not take the request: " in response.json()["detail"]


@pytest.mark.parametrize(
    "query",
    ["DROP ALL", "SELECT * { SERVICE <http://x> { ?s ?p ?o } }", "SELECT * FROM <urn:x> { ?s ?p ?o }"],
)
def test_query_that_writes_or_reaches_out_never_gets_there(remote_client: TestClient, query: str) -> None:
    response = remote_client.get("/sparql", params={"query": query})
    assert (response.status_code, response.json()["type"]) == (400, "/docs#problem-query-refused")


def test_format_that_does_not_suit_is_not_acceptable(remote_client: TestClient) -> None:
    response = remote_client.get("/sparql", params={"query": ROWS}, headers={"Accept": "text/turtle"})
    assert response.status_code == 406


@contextmanager
def serving(behave: Behave, **settings: Any) -> Iterator[TestClient]:  # noqa: ANN401  # any settings
    with stub_engine(behave) as (engine, server):
        app = create_app(Settings(**settings), RemoteEngine(SparqlHttp(engine.http.address), HELD))
        with TestClient(app, raise_server_exceptions=False) as client:
            yield client
        server.released.set()


ADDRESSES = ["/api/check?place=us-ca&actor=police", "/api/search?q=bipa", "/id/law/x", "/sparql?query=ASK{}"]
FAULTS = [
    (answer("", "text/plain", 500), 502, "engine-failed", "failed with status 500"),
    (answer("<html>", "text/html"), 502, "engine-failed", "text/html"),
    (answer("{]"), 502, "engine-failed", "cannot be read"),
    (answer("", "text/plain", 401), 502, "engine-failed", "refuses access"),
    (answer("", "text/plain", 302, Location="http://evil.example"), 502, "engine-failed", "sends elsewhere"),
    (raw(b"\x00"), 502, "engine-failed", "does not speak HTTP"),
    (answer("", "text/plain", 504), 504, "engine-timeout", "in its own time"),
    (
        engine_behaviour(raw(), state_of(version="sha256-feed")),
        503,
        "not-ready",
        "holds the data sha256-feed",
    ),
    (engine_behaviour(raw(), state_of()), 503, "not-ready", "holds no data of facelex"),
    (engine_behaviour(raw(), state_of(comment="at work")), 503, "not-ready", "is being loaded"),
]


@pytest.mark.parametrize(("behave", "status", "slug", "said"), FAULTS)
def test_engine_that_fails_is_told_at_every_door_and_the_server_lives(
    behave: Behave, status: int, slug: str, said: str
) -> None:
    with serving(behave) as client:
        for address in (*ADDRESSES, "/", "/network"):
            response = client.get(address)
            assert (response.status_code, response.json()["type"]) == (status, f"/docs#problem-{slug}"), (
                address
            )
            assert response.headers["content-type"] == "application/problem+json"
            assert said in response.json()["detail"]
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["type"]) == (503, "/docs#problem-not-ready")
        assert said in ready.json()["detail"]
        assert ready.headers["retry-after"]
        assert client.get("/healthz").status_code == 200


def test_engine_that_is_down_is_told() -> None:
    settings = Settings(sparql_query_url=f"http://127.0.0.1:{free_port()}/query")
    with TestClient(create_app(settings)) as client:
        response = client.get("/sparql?query=ASK{}")
        assert (response.status_code, response.json()["type"]) == (502, "/docs#problem-engine-failed")
        assert "cannot be reached" in response.json()["detail"]
        assert client.get("/readyz").status_code == 503


def test_query_that_the_engine_does_not_end_is_a_timeout() -> None:
    with stub_engine(engine_behaviour(raw())) as (engine, server):

        def hang(*_: object) -> None:
            server.released.wait(20)

        own = RemoteEngine(SparqlHttp(engine.http.address), HELD)
        with TestClient(create_app(Settings(query_timeout=0.5), own)) as client:
            server.behave = engine_behaviour(hang)
            response = client.get("/sparql?query=ASK{}")
        assert (response.status_code, response.json()["type"]) == (504, "/docs#problem-engine-timeout")
        assert "did not answer within 0.5 s" in response.json()["detail"]


def test_result_beyond_the_bound_is_too_large() -> None:
    with serving(engine_behaviour(answer(b" " * 34 * 1024 * 1024))) as client:
        response = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
        assert (response.status_code, response.json()["type"]) == (413, "/docs#problem-query-too-large")


class Late(SparqlHttp):
    """A client of an engine that is not there at first."""

    is_there = False

    def query(self, text: str, accept: str, seconds: float, most: int) -> Reply:
        if not self.is_there:
            raise EngineError("the SPARQL engine cannot be reached")
        return super().query(text, accept, seconds, most)


def test_server_that_started_before_its_engine_answers_when_that_is_there(remote: RemoteEngine) -> None:
    now = [100.0]
    http = Late(remote.http.address)
    app = create_app(Settings(), RemoteEngine(http, remote.data_version, lambda: now[0]))
    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get("/api/check?place=us-ca&actor=police").status_code == 502
        assert client.get("/readyz").status_code == 503
        http.is_there = True
        now[0] += FRESH
        assert client.get("/readyz").json() == {"status": "ready", "data_version": remote.data_version}
        assert client.get("/api/check?place=us-ca&actor=police").status_code == 200
