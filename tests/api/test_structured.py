import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from rdflib import RDF, SDO, Graph, Literal, URIRef

from api.structured import structured_thing
from graph.description import Fact
from schema.vocabulary import ID, LICENCE

pytestmark = pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset)")
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def structured(client: TestClient, address: str) -> Graph:
    (text,) = SCRIPT.findall(client.get(address).text)
    return Graph().parse(data=text, format="json-ld", publicID="http://testserver/")


def test_law_is_legislation_with_its_jurisdiction_and_force(client: TestClient) -> None:
    graph = structured(client, "/law/us-il-bipa-2008")
    law = URIRef(ID + "law/us-il-bipa-2008")
    assert graph.value(law, RDF.type) == SDO.Legislation
    assert graph.value(law, SDO.name) == Literal("Biometric Information Privacy Act")
    assert graph.value(law, SDO.legislationDate) == Literal("2008-10-03", datatype=SDO.Date)
    assert graph.value(law, SDO.legislationLegalForce) == SDO.InForce
    place = graph.value(law, SDO.legislationJurisdiction)
    assert place == URIRef(ID + "jurisdiction/us-il")
    assert graph.value(place, SDO.name) == Literal("Illinois")
    assert graph.value(law, SDO.sdLicense) == URIRef(LICENCE)
    assert isinstance(graph.value(law, SDO.url), URIRef)


@pytest.mark.parametrize(
    ("address", "type"),
    [
        ("/organisation/clearview-ai", SDO.Organization),
        ("/regulator/us-ftc", SDO.GovernmentOrganization),
        ("/jurisdiction/us-ca-san-francisco", SDO.City),
        ("/event/amazon-moratorium-2020", SDO.Event),
        ("/record/law/us-il-bipa-2008", SDO.Dataset),
        ("/", SDO.Dataset),
    ],
)
def test_page_says_what_it_is_about(client: TestClient, address: str, type: URIRef) -> None:
    graph = structured(client, address)
    (subject,) = graph.subjects(RDF.type, type)
    assert str(subject).startswith("https://w3id.org/facelex/")
    assert graph.value(subject, SDO.name)


def test_every_term_is_one_of_schema_org(client: TestClient) -> None:
    vocabulary: Any = SDO  # it knows its terms, but not by its type
    for address in (
        "/law/us-il-bipa-2008",
        "/jurisdiction/us-ca-san-francisco",
        "/event/amazon-moratorium-2020",
    ):
        for _, property, value in structured(client, address):
            if property == RDF.type:
                assert value in vocabulary, value
            else:
                assert property in vocabulary, property


def test_rule_has_no_type_there(client: TestClient) -> None:
    assert not SCRIPT.findall(client.get("/rule/us-ca-san-francisco-19b-2019--ban").text)


def test_text_cannot_end_the_script_element() -> None:
    name = "</script><script>alert(1)</script><!-- & \u2028"
    found = structured_thing("law/x", [Fact("law/x", "skos:prefLabel", name, False, None)])
    assert found
    assert "<" not in found
    assert "\u2028" not in found
    assert json.loads(found)["name"] == name
