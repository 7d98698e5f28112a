import pytest
from fastapi.testclient import TestClient
from rdflib import Dataset, Graph, URIRef
from rdflib.compare import isomorphic

# rdflib's own parsers of JSON-LD and TriG use what rdflib has deprecated
pytestmark = pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset)")

LAW = "law/us-ca-san-francisco-19b-2019"
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
MEDIA = {
    ".ttl": "text/turtle; charset=utf-8",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
}
RDFLIB = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld", ".rdf": "xml"}


@pytest.mark.parametrize(
    ("accept", "address"),
    [
        (BROWSER, f"/{LAW}"),
        ("*/*", f"/{LAW}"),
        ("text/turtle", f"/id/{LAW}.ttl"),
        ("application/ld+json, text/html;q=0.5", f"/id/{LAW}.jsonld"),
        ("application/rdf+xml", f"/id/{LAW}.rdf"),
        ("application/n-triples", f"/id/{LAW}.nt"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_iri_of_a_thing_leads_to_its_page_or_its_data(
    client: TestClient, method: str, accept: str, address: str
) -> None:
    response = client.request(method, f"/id/{LAW}", headers={"Accept": accept})
    assert response.status_code == 303
    assert response.headers["location"] == address
    assert "Accept" in response.headers["vary"].split(", ")
    assert f'</record/{LAW}>; rel="describedby"' in response.headers["link"]
    assert response.content == b""
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("ending", [*MEDIA])
@pytest.mark.parametrize("address", [f"/id/{LAW}", f"/record/{LAW}", "/ns"])
def test_data_comes_by_ending_whatever_is_accepted(client: TestClient, address: str, ending: str) -> None:
    response = client.get(address + ending, headers={"Accept": BROWSER})
    assert response.status_code == 200
    assert response.headers["content-type"] == MEDIA[ending]
    assert "Accept" in response.headers["vary"].split(", ")
    assert response.headers["etag"] == client.head(address + ending).headers["etag"]
    for other in set(MEDIA) - {ending}:
        assert f'<{address}{other}>; rel="alternate"; type="{MEDIA[other].split(";")[0]}"' in str(
            response.headers["link"]
        )
    assert f"<{address}{ending}>" not in response.headers["link"]


@pytest.mark.parametrize(
    "address",
    [
        f"/id/{LAW}",
        f"/record/{LAW}",
        "/ns",
        "/id/organisation/clearview-ai",
        "/id/jurisdiction/us-or-portland",
        "/id/source/ilga-gov-legislation-ilcs-fulltext",
    ],
)
def test_every_form_has_the_same_graph(client: TestClient, address: str) -> None:
    graphs = [
        Graph().parse(data=client.get(address + ending).content, format=name)
        for ending, name in RDFLIB.items()
    ]
    assert len(graphs[0]) > 3
    assert all(isomorphic(graphs[0], graph) for graph in graphs[1:])


@pytest.mark.parametrize("address", [f"/record/{LAW}", "/ns"])
@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (BROWSER, "text/html; charset=utf-8"),
        ("text/turtle", MEDIA[".ttl"]),
        ("application/ld+json, text/html;q=0.5", MEDIA[".jsonld"]),
    ],
)
def test_document_comes_by_accept(client: TestClient, address: str, accept: str, media: str) -> None:
    response = client.get(address, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"] == media
    assert "Accept" in response.headers["vary"].split(", ")


def test_record_is_a_named_graph_with_its_provenance(client: TestClient) -> None:
    response = client.get(f"/record/{LAW}", headers={"Accept": "application/trig"})
    assert response.headers["content-type"] == "application/trig"
    assert response.content == client.get(f"/record/{LAW}.trig").content
    dataset = Dataset().parse(data=response.content, format="trig")
    name = URIRef(f"https://w3id.org/facelex/record/{LAW}")
    graph = dataset.graph(name)
    assert isomorphic(graph, Graph().parse(data=client.get(f"/record/{LAW}.ttl").content, format="turtle"))
    assert next(graph.objects(name, URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")), None)
    assert next(graph.objects(name, URIRef("https://w3id.org/facelex/ns#checkedOn")), None)
    assert client.get(f"/id/{LAW}.trig").status_code == 404


def test_page_of_a_thing_has_its_rules_sources_and_links_both_ways(client: TestClient) -> None:
    response = client.get(f"/{LAW}")
    page = response.text
    assert 'href="/jurisdiction/us-ca-san-francisco"' in page
    assert 'href="/rule/us-ca-san-francisco-19b-2019--ban"' in page
    assert "<h2>Cases</h2>" in page
    assert "https://" in page
    assert f'</id/{LAW}.ttl>; rel="alternate"; type="text/turtle"' in response.headers["link"]


def test_page_of_a_thing_names_its_sources_and_rules_in_words(client: TestClient) -> None:
    page = client.get("/law/us-il-bipa-2008").text
    assert ">source/" not in page
    assert ">rule/" not in page


def test_every_accept_header_counts(client: TestClient) -> None:
    headers = [("Accept", "text/html;q=0.1"), ("Accept", "text/turtle")]
    response = client.get(f"/id/{LAW}", headers=headers)
    assert response.headers["location"] == f"/id/{LAW}.ttl"


def test_triples_of_a_thing_have_those_that_point_to_it(client: TestClient) -> None:
    triples = client.get(f"/id/{LAW}.nt").text
    assert f"<https://w3id.org/facelex/ns#law> <https://w3id.org/facelex/id/{LAW}>" in triples


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("/id/jurisdiction/gb-london", "/id/jurisdiction/gb-eng-london"),
        ("/id/jurisdiction/gb-london.ttl", "/id/jurisdiction/gb-eng-london.ttl"),
        ("/record/jurisdiction/gb-london.trig", "/record/jurisdiction/gb-eng-london.trig"),
        ("/jurisdiction/gb-london", "/jurisdiction/gb-eng-london"),
    ],
)
def test_former_id_moves_to_the_one_of_now(client: TestClient, former: str, now: str) -> None:
    response = client.get(former)
    assert response.status_code == 301
    assert response.headers["location"] == now
    assert client.get(now).status_code in (200, 303)


@pytest.mark.parametrize(
    "address",
    [
        "/id/law/no-such-law",
        "/law/no-such-law",
        "/dragon/smaug",
        "/id/dragon/smaug",
        "/record/rule/us-ca-san-francisco-19b-2019--ban",
        "/id/law/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/id/law/a%0d%0aSet-Cookie:%20x=1",
        "/id/law/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/law/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/id/law/" + "x" * 20_000,
        "/id/law/%FF",
        "/law/%FF",
        "/ns.exe",
    ],
)
def test_address_without_a_thing_is_a_problem(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert "set-cookie" not in response.headers
    assert "Traceback" not in response.text


def test_missing_thing_names_near_ones(client: TestClient) -> None:
    near = client.get("/id/jurisdiction/san-francsico").json()["near"]
    assert "jurisdiction/us-ca-san-francisco" in [one["id"] for one in near]


@pytest.mark.parametrize("address", [f"/id/{LAW}", f"/record/{LAW}", "/ns"])
def test_format_that_is_not_offered_is_refused(client: TestClient, address: str) -> None:
    response = client.get(address, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.json()["accepted"]
