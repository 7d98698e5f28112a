"""The smallest graph that shows each point: a city, its state and country, law, a vendor, a case, events."""

from collections.abc import Iterable

from viz.network import Graph, make_network
from viz.relations import RELATIONS, Relation
from viz.things import Source, Thing

SAMPLE = """
@prefix fl: <https://w3id.org/facelex/ns#> .
@prefix body: <https://w3id.org/facelex/id/regulator/> .
@prefix source: <https://w3id.org/facelex/id/source/> .
@prefix exception: <https://w3id.org/facelex/id/exception/> .
@prefix tech: <https://w3id.org/facelex/id/technology/> .
@prefix outcome: <https://w3id.org/facelex/id/outcome/> .
@prefix j: <https://w3id.org/facelex/id/jurisdiction/> .
@prefix law: <https://w3id.org/facelex/id/law/> .
@prefix rule: <https://w3id.org/facelex/id/rule/> .
@prefix org: <https://w3id.org/facelex/id/organisation/> .
@prefix case: <https://w3id.org/facelex/id/proceeding/> .
@prefix event: <https://w3id.org/facelex/id/event/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

fl:ban a skos:Concept ; skos:prefLabel "ban"@en .
fl:ordinance a skos:Concept ; skos:prefLabel "ordinance"@en .
fl:settlement a skos:Concept ; skos:prefLabel "settlement"@en .
fl:verified-text a skos:Concept ; skos:prefLabel "the legal text was read"@en .

j:us a fl:Jurisdiction, fl:Country ; skos:prefLabel "United States"@en ; geo:lat 39.8 ; geo:long -98.6 .
j:us-ca a fl:Jurisdiction, fl:State ; skos:prefLabel "California"@en ; fl:within j:us ;
  geo:lat 37.2 ; geo:long -119.3 .
j:us-ca-oakland a fl:Jurisdiction, fl:City ; skos:prefLabel "Oakland"@en ; fl:within j:us-ca ;
  fl:formerId j:us-oakland ; geo:lat 37.8 ; geo:long -122.27 .
j:fr a fl:Jurisdiction, fl:Country ; skos:prefLabel "France"@en ; geo:lat 46.6 ; geo:long 2.4 .

law:oakland-ban a fl:Law ; skos:prefLabel "Oakland Municipal Code ch. 9.64"@en ;
  fl:shortName "Oakland ban"@en ;
  fl:jurisdiction j:us-ca-oakland ; fl:kind fl:ordinance ; fl:status fl:in-force ;
  fl:effective "2019-10"^^xsd:gYearMonth ; fl:enactedBy body:oakland-council ;
  dct:source source:s1 ; fl:verification fl:verified-text ; fl:doubt "not confirmed: the exact day"@en .
rule:oakland-ban--ban a fl:Rule ; fl:law law:oakland-ban ; fl:effect fl:ban ;
  fl:actor fl:local-government, fl:police ;
  dct:description "City staff may not use face recognition."@en ;
  fl:from "2019-10"^^xsd:gYearMonth ;
  fl:until "2025-01-01"^^xsd:date ; fl:exception exception:oakland-ban--errors .
exception:oakland-ban--errors dct:description "Mistaken receipt of a match."@en ;
  fl:provision "9.64.045(b)" .
law:us-bill a fl:Law ; skos:prefLabel "A bill"@en ; fl:jurisdiction j:us ; fl:status fl:pending .
rule:us-bill--ban a fl:Rule ; fl:law law:us-bill ; fl:effect fl:ban .
law:fr-act a fl:Law ; skos:prefLabel "Loi"@en ; fl:jurisdiction j:fr ; fl:status fl:in-force .
body:oakland-council a fl:Regulator ; skos:prefLabel "Oakland City Council"@en ;
  fl:jurisdiction j:us-ca-oakland .
source:s1 schema:url <https://example.org/oakland> ; dct:title "Ordinance" ;
  dct:publisher "City of Oakland" ;
  dct:date "2019-09-17"^^xsd:date .

org:facefind a fl:Organisation, fl:Vendor ; skos:prefLabel "FaceFind"@en ; skos:altLabel "Face Find Inc."@en ;
  fl:headquarters j:us-ca ; fl:founded "2017"^^xsd:gYear .
tech:facefind-app a fl:Technology ; skos:prefLabel "FaceFind app"@en ; fl:vendor org:facefind .
case:doe-v-facefind a fl:Proceeding ; skos:prefLabel "Doe v. FaceFind"@en ; fl:defendant org:facefind ;
  fl:jurisdiction j:us-ca ; fl:filed "2021-03-09"^^xsd:date ; fl:outcome outcome:doe-v-facefind--1 .
outcome:doe-v-facefind--1 fl:kind fl:settlement ; dct:date "2022-05"^^xsd:gYearMonth ;
  fl:amount 250000 ; fl:currency "USD" ; dct:description "Settled."@en .
event:facefind-breach a fl:Event ; skos:prefLabel "FaceFind client list stolen"@en ; fl:actor org:facefind ;
  dct:date "2020-02-26"^^xsd:date .
"""


def thing(node: str, label: str = "", category: str = "", **more: object) -> Thing:
    """A thing of which little is known but its id."""
    blank: dict[str, object] = {
        "summary": "",
        "dates": (),
        "details": (),
        "parts": (),
        "doubts": (),
        "verification": "",
        "sources": (),
        "sources_of": None,
        "other_names": (),
        "links": (),
        "latitude": None,
        "longitude": None,
    }
    fields = {
        **blank,
        **more,
        "id": node,
        "kind": node.split("/")[0],
        "label": label or node,
        "category": category,
    }
    return Thing(**fields)  # type: ignore[arg-type]  # fields of many types, by name


def relation(key: str) -> Relation:
    """The relation with this key."""
    return next(each for each in RELATIONS if each.key == key)


def graph_of(nodes: Iterable[Thing], *edges: tuple[str, str, str]) -> Graph:
    """A network of these things and edges (from, relation's key, to)."""
    return make_network(nodes, [(start, relation(key), end) for start, key, end in edges])


def small_graph(label: str = "FaceFind") -> Graph:
    """A city with a law, its rule, a vendor and an event: small enough for physics."""
    source = Source("https://example.org/a", "The ordinance", "City", "2019-05")
    return graph_of(
        [
            thing("jurisdiction/oakland", "Oakland", "city"),
            thing(
                "law/oakland-ban",
                "Oakland ban",
                "ordinance",
                dates=(("in force from", "2019-10"),),
                sources=(source,),
            ),
            thing("rule/oakland-ban--ban", "Ban: Oakland ban", summary="No use by city staff."),
            thing(
                "organisation/facefind",
                label,
                "vendor",
                doubts=("not confirmed: where",),
                other_names=("Pierre Élan",),
            ),
            thing("event/breach", "Client list stolen", "breach"),
        ],
        ("law/oakland-ban", "law-of", "jurisdiction/oakland"),
        ("rule/oakland-ban--ban", "rule-of", "law/oakland-ban"),
        ("organisation/facefind", "based-in", "jurisdiction/oakland"),
        ("event/breach", "involves", "organisation/facefind"),
    )


def large_graph(places: int = 40, laws: int = 6) -> Graph:
    """So many nodes that the page draws the map of bubbles."""
    nodes = [thing("jurisdiction/us", "United States", "country", latitude=39.8, longitude=-98.6)]
    edges = []
    for number in range(places):
        place = f"jurisdiction/us-{number:02}"
        nodes.append(
            thing(
                place,
                f"State {number}",
                "state",
                latitude=30 + number % 7 * 2.5,
                longitude=-120 + number // 7 * 8.0,
            )
        )
        edges.append((place, "within", "jurisdiction/us"))
        for each in range(laws):
            law = f"law/us-{number:02}-{each}"
            nodes.append(thing(law, f"Act {each} of state {number}", "statute"))
            edges.append((law, "law-of", place))
    return graph_of(nodes, *edges)
