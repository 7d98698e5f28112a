"""Clients that people use, against a real server."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import SPARQLWrapper
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from tests.api.servers import BEARER, RECORD, TOKEN, Served, served

S, P = URIRef("urn:s"), URIRef("urn:p")


@pytest.fixture(params=["union", "own"])
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    with served(tmp_path, write_token=TOKEN, default_graph=str(request.param)) as server:
        yield server


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # of rdflib, by SPARQLWrapper 2.0
@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.parametrize("request_method", [SPARQLWrapper.URLENCODED, SPARQLWrapper.POSTDIRECTLY])
def test_sparqlwrapper_asks_in_every_format(server: Served, method: str, request_method: str) -> None:
    if request_method == SPARQLWrapper.POSTDIRECTLY and method == SPARQLWrapper.GET:
        method = SPARQLWrapper.POST
    client = SPARQLWrapper.SPARQLWrapper(f"{server.address}/sparql")
    client.setMethod(method)
    client.setRequestMethod(request_method)
    client.setQuery("SELECT ?name { GRAPH ?g { <x:law> <x:name> ?name } }")
    client.setReturnFormat(SPARQLWrapper.JSON)
    assert [row["name"]["value"] for row in asked(client)["results"]["bindings"]] == ["Law"]
    client.setReturnFormat(SPARQLWrapper.XML)
    assert "Law" in asked(client).toxml()
    client.setReturnFormat(SPARQLWrapper.CSV)
    assert asked(client) == b"name\r\nLaw\r\n"
    client.setQuery("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    for format in (SPARQLWrapper.TURTLE, SPARQLWrapper.RDFXML, SPARQLWrapper.JSONLD, SPARQLWrapper.N3):
        client.setReturnFormat(format)
        assert b"Law" in bytes(as_bytes(asked(client)))
    client.addDefaultGraph(RECORD)
    client.setQuery("ASK { <x:law> <x:name> 'Law' }")
    client.setReturnFormat(SPARQLWrapper.JSON)
    assert asked(client)["boolean"] is True


def asked(client: SPARQLWrapper.SPARQLWrapper) -> Any:  # noqa: ANN401  # another type for each format
    return client.query().convert()


def as_bytes(converted: object) -> bytes:
    if isinstance(converted, Graph):
        return converted.serialize(format="nt").encode()
    return converted if isinstance(converted, bytes) else str(converted).encode()


def test_sparqlwrapper_updates(server: Served) -> None:
    client = SPARQLWrapper.SPARQLWrapper(f"{server.address}/sparql", f"{server.address}/update")
    client.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    client.setMethod(SPARQLWrapper.POST)
    for request_method in (SPARQLWrapper.URLENCODED, SPARQLWrapper.POSTDIRECTLY):
        client.setRequestMethod(request_method)
        client.setQuery(f"INSERT DATA {{ <urn:s> <urn:p> '{request_method}' }}")
        client.query()
    client.setQuery("SELECT ?o { <urn:s> <urn:p> ?o }")
    client.setReturnFormat(SPARQLWrapper.JSON)
    assert len(asked(client)["results"]["bindings"]) == 2
    client.clearCustomHttpHeader("Authorization")
    client.setQuery("CLEAR DEFAULT")
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.Unauthorized):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads(server: Served, method: str) -> None:
    store = SPARQLStore(f"{server.address}/sparql", method=method)
    graph = Graph(store, identifier=URIRef(RECORD))
    assert list(graph.objects(URIRef("x:law"), URIRef("x:name"))) == [Literal("Law")]
    assert len(graph) == 1
    rows = list(graph.query("SELECT ?o { ?s <x:name> ?o }"))
    assert str(rows[0][0]) == "Law"  # type: ignore[index]


def test_rdflib_writes(server: Served) -> None:
    store = SPARQLUpdateStore(f"{server.address}/sparql", f"{server.address}/update", headers=BEARER)
    graph = Graph(store, identifier=URIRef("urn:g"))
    graph.add((S, P, Literal(1)))
    graph.add((S, P, Literal("é", lang="fr")))
    assert set(graph.objects(S, P)) == {Literal(1), Literal("é", lang="fr")}
    graph.remove((S, P, Literal(1)))
    assert len(graph) == 1
    graph.update("DELETE { ?s ?p ?o } INSERT { ?s ?p 2 } WHERE { ?s ?p ?o }")
    assert list(graph.objects(S, P)) == [Literal(2)]


YASGUI = {"Origin": "https://yasgui.example", "Content-Type": "application/x-www-form-urlencoded"}
"""What YASGUI sends from a page of another origin, beside Accept."""


@pytest.mark.parametrize(
    ("accept", "query", "media", "said"),
    [
        (
            "application/sparql-results+json,*/*;q=0.9",
            "SELECT * WHERE {\n  GRAPH ?g { ?sub ?pred ?obj . }\n} LIMIT 10",
            "application/sparql-results+json",
            '"value":"Law"',
        ),
        ("application/sparql-results+json,*/*;q=0.9", "ASK {}", "application/sparql-results+json", "true"),
        (
            "application/n-triples,*/*;q=0.9",
            "CONSTRUCT WHERE { ?s ?p ?o }",
            "application/n-triples",
            "<x:law>",
        ),
        ("text/turtle,*/*;q=0.9", "DESCRIBE <x:law>", "text/turtle; charset=utf-8", "<x:law>"),
    ],
)
def test_yasgui_asks(tmp_path: Path, accept: str, query: str, media: str, said: str) -> None:
    with served(tmp_path, default_graph="union") as server:
        address = f"{server.address}/sparql"
        headers = YASGUI | {"Accept": accept}
        for response in (
            httpx.post(address, data={"query": query}, headers=headers),
            httpx.get(address, params={"query": query}, headers=headers),
        ):
            assert (response.status_code, response.headers["content-type"]) == (200, media)
            assert said in response.text
            assert response.headers["access-control-allow-origin"] == "*"
        graphs = {"query": "ASK { ?s ?p ?o }", "default-graph-uri": [RECORD], "named-graph-uri": [RECORD]}
        assert httpx.post(address, data=graphs, headers=headers | {"Accept": "*/*"}).json()["boolean"] is True
        wrong = httpx.post(address, data={"query": "SELECT"}, headers=headers)
        assert wrong.status_code == 400  # shown by YASGUI with the text of the problem
        assert wrong.headers["access-control-allow-origin"] == "*"


def test_yasgui_updates_after_a_preflight(server: Served) -> None:
    address = f"{server.address}/update"
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    allowed = httpx.options(address, headers=YASGUI | asked)
    assert allowed.status_code == 204
    assert "Authorization" in allowed.headers["access-control-allow-headers"]
    headers = YASGUI | BEARER | {"Accept": "text/plain,*/*;q=0.9"}
    update = {"update": "INSERT DATA { <urn:s> <urn:p> 1 }"}
    assert httpx.post(address, data=update, headers=headers).status_code == 204


def curl(*words: str) -> str:
    command = ["curl", "--silent", "--show-error", "--max-time", "20", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_curl_does_all_of_it(server: Served, tmp_path: Path) -> None:
    sparql, store, update = (f"{server.address}/{name}" for name in ("sparql", "store", "update"))
    token = ("--header", f"Authorization: Bearer {TOKEN}")
    status = ("--output", str(tmp_path / "out"), "--write-out", "%{http_code}")
    file = tmp_path / "one.ttl"
    file.write_text("<urn:s> <urn:p> 1 .")
    turtle = ("--header", "Content-Type: text/turtle")
    assert curl(*status, *token, *turtle, "--upload-file", str(file), f"{store}?graph=urn:g") == "201"
    form = f"file=@{file};type=text/turtle"
    assert curl(*status, *token, "--form", form, f"{store}?graph=urn:g") == "204"
    assert (
        curl(*status, *token, "--data-urlencode", "update=INSERT DATA { <urn:s> <urn:p> 2 }", update) == "204"
    )
    assert curl(*status, "--data-urlencode", "update=CLEAR DEFAULT", update) == "401"
    ask = "query=ASK { <urn:s> <urn:p> 2 }"
    assert json.loads(curl("--get", "--data-urlencode", ask, sparql))["boolean"] is True
    assert json.loads(curl("--data-urlencode", ask, sparql))["boolean"] is True
    file.write_text("SELECT ?o { GRAPH <urn:g> { ?s ?p ?o } }")
    query = ("--header", "Content-Type: application/sparql-query", "--data-binary", f"@{file}")
    assert curl(*query, "--header", "Accept: text/csv", sparql) == "o\n1\n"
    assert "urn:s" in curl(f"{store}?graph=urn:g")
    assert "text/turtle" in curl("--head", f"{store}?graph=urn:g")
    assert curl(*status, *token, "--request", "DELETE", f"{store}?graph=urn:g") == "204"
    assert curl(*status, f"{store}?graph=urn:g") == "404"
