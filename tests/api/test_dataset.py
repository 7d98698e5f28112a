from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from rdflib import DCAT, DCTERMS, RDF, VOID, Graph, URIRef
from rdflib.compare import isomorphic

from api.app import create_app
from api.settings import Settings
from graph.dataset import DATASET
from graph.engine import Engine
from tests.api.servers import RECORDS
from tests.api.test_linked_data import RDFLIB

pytestmark = pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset)")
OF_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OURS = URIRef(DATASET)


@pytest.fixture(scope="module")
def described(client: TestClient) -> Graph:
    return Graph().parse(data=client.get("/.well-known/void").content, format="turtle")


def test_description_has_what_catalogues_require(described: Graph, engine: Engine) -> None:
    for property in ("title", "description", "license", "issued", "modified", "publisher", "identifier"):
        assert len(set(described.objects(OURS, DCTERMS[property]))) == 1, property
    assert str(described.value(OURS, URIRef(f"{DCAT}version"))) == engine.data_version
    assert {VOID.Dataset, DCAT.Dataset} <= set(described.objects(OURS, RDF.type))


def test_every_file_of_the_description_is_there(client: TestClient, described: Graph) -> None:
    files = list(described.objects(OURS, DCAT.distribution))
    assert len(files) == 10
    assert set(files) == set(described.objects(OURS, VOID.dataDump))
    for file in files:
        address = described.value(file, DCAT.downloadURL)
        assert str(address).startswith("http://testserver/dump.")
        assert described.value(file, DCAT.mediaType)
    assert client.head("/dump.nq.gz").status_code == 200


def test_services_answer(client: TestClient, described: Graph) -> None:
    services = set(described.subjects(RDF.type, DCAT.DataService))
    assert {str(one) for one in services} == {"http://testserver/sparql", "http://testserver/api"}
    for service in services:
        address = str(described.value(service, DCAT.endpointDescription)).removeprefix("http://testserver")
        assert client.get(address).status_code == 200


def test_figures_are_those_of_the_data(client: TestClient, described: Graph) -> None:
    def asked(query: str) -> int:
        rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        return int(rows[0]["n"]["value"])

    assert int(str(described.value(OURS, VOID.triples))) == asked("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    laws = next(described.subjects(VOID["class"], URIRef("https://w3id.org/facelex/ns#Law")))
    found = asked("SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/facelex/ns#Law> }")
    assert int(str(described.value(laws, VOID.entities))) == found
    parts = {described.value(part, VOID.triples) for part in described.objects(OURS, VOID.propertyPartition)}
    assert None not in parts
    assert len(parts) > 20


def test_example_resources_are_there(client: TestClient, described: Graph) -> None:
    for one in described.objects(OURS, VOID.exampleResource):
        assert client.get(str(one).removeprefix("https://w3id.org/facelex")).status_code == 303


def test_every_form_has_the_same_description(client: TestClient) -> None:
    graphs = [
        Graph().parse(data=client.get(f"/dataset{ending}").content, format=name)
        for ending, name in RDFLIB.items()
    ]
    assert all(isomorphic(graphs[0], graph) for graph in graphs[1:])
    assert client.get("/dataset.exe").status_code == 404
    assert client.get("/dataset", headers={"Accept": "image/png"}).status_code == 406


def test_sitemap_lists_pages_that_there_are(client: TestClient) -> None:
    response = client.get("/sitemap.xml")
    places = [str(one.text) for one in ElementTree.fromstring(response.content).iter(f"{OF_SITEMAP}loc")]
    assert len(places) == len(set(places)) > 2000
    assert len(places) < 50_000
    for place in places[::200]:
        assert client.get(place).status_code == 200, place


def test_robots_are_told_of_the_sitemap(client: TestClient) -> None:
    text = client.get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /sparql" in text


def test_language_models_are_told_that_silence_is_no_permission(client: TestClient) -> None:
    response = client.get("/llms.txt")
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "Silence is not permission" in response.text
    for address in response.text.split("](http://testserver")[1:]:
        assert client.get(address.partition(")")[0]).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example/<script>", "a b", "x@evil.example", "evil.example:port", "[::1", "a\tb"]
)
def test_host_that_is_none_is_not_repeated(client: TestClient, host: str) -> None:
    for address in ("/sitemap.xml", "/robots.txt", "/llms.txt", "/.well-known/void"):
        response = client.get(address, headers={"Host": host})
        assert host not in response.text
        assert "http://127.0.0.1:8000/" in response.text


def test_public_address_goes_before_what_the_client_names() -> None:
    settings = Settings(workers=1, public_url="https://facelex.example")
    with TestClient(create_app(settings, Engine.from_text(RECORDS))) as client:
        text = client.get("/robots.txt", headers={"Host": "evil.example"}).text
    assert "Sitemap: https://facelex.example/sitemap.xml" in text
    assert "evil" not in text
