"""The shapes: each constraint of each class is broken once, alone, in a copy of a thing that conforms.

The broken copies are made from the shapes themselves, so that a constraint that is added is broken as well;
all of them are looked at in one go. What hangs together within a record is broken by hand, in `TOGETHER`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pytest
from rdflib import RDF, SH, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from graph.shacl import ShaclResult, check_shapes
from schema.vocabulary import ID, NS
from tests.schema.graphs import FL, graph_of, instances, local

PREFIXES: Final = f"""
@prefix fl: <{NS}> .
@prefix id: <{ID}> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix geosparql: <http://www.opengis.net/ont/geosparql#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

COMMON: Final = """
  skos:prefLabel "A"@en ; fl:shortName "B"@en ; skos:altLabel "C"@en ; fl:formerId <kind/old> ;
  owl:sameAs wd:Q1 ; dct:relation <law/other> ; dct:description "D."@en ; fl:doubt "E."@en ;
  fl:verification fl:verified-text ; fl:checkedOn "2026-07-31"^^xsd:date ; dct:source <source/one> """

CONFORMING: Final = f"""{PREFIXES}
@base <{ID}> .
<jurisdiction/one> a fl:Country, fl:Jurisdiction ; {COMMON} ;
  fl:within <jurisdiction/two> ; fl:isoCode "US" ; fl:fipsCode "06" ; geo:lat 37.5 ; geo:long -122.5 ;
  fl:researchedThrough "2026-07-31"^^xsd:date ; fl:researchDepth fl:depth-national ; fl:researchNote "N"@en ;
  geosparql:hasGeometry <jurisdiction/one#point> .
<jurisdiction/two> a fl:Country, fl:Jurisdiction ; {COMMON} .
<law/one> a fl:Law ; {COMMON} ;
  fl:jurisdiction <jurisdiction/one> ; fl:kind fl:statute ; fl:citation "1" ; fl:billNumber "2" ;
  fl:status fl:in-force ; fl:statusNote "N"@en ; fl:introduced "2019"^^xsd:gYear ;
  fl:enacted "2019-07"^^xsd:gYearMonth ; fl:effective "2019-07-01"^^xsd:date ;
  fl:repealed "2030-01-01"^^xsd:date ; fl:expires "2031-01-01"^^xsd:date ;
  fl:enactedBy <regulator/one> ; fl:enforcedBy <regulator/one> ; fl:officialText <https://example.org/law> ;
  fl:penalty "P"@en ; fl:vote "V"@en ; fl:privateRightOfAction true ; fl:amendment <law/one#amended> ;
  dct:isPartOf <law/other> ; fl:amends <law/other> ; fl:madeUnder <law/other> ; fl:interprets <law/other> ;
  fl:force fl:force-of-law ; fl:rule <rule/one> .
<law/other> a fl:Law ; {COMMON} ;
  fl:jurisdiction <jurisdiction/one> ; fl:kind fl:statute ; fl:status fl:in-force .
<law/lost> fl:status fl:failed .
<law/stopped> fl:status fl:vetoed .
<law/bill> a fl:Law ; {COMMON} ;
  fl:jurisdiction <jurisdiction/one> ; fl:kind fl:statute ; fl:status fl:pending .
<rule/one> a fl:Rule ; fl:law <law/one> ; dct:description "D."@en ; fl:effect fl:ban ;
  fl:force fl:force-of-law ; fl:reach fl:limited ; fl:limitedTo "L."@en ; fl:purpose fl:asylum ;
  fl:actor fl:police ; fl:activity fl:use ;
  fl:setting fl:border ; fl:from "2019-07-01"^^xsd:date ; fl:fromDay "2019-07-01"^^xsd:date ;
  fl:until "2030-01-01"^^xsd:date ; fl:untilDay "2030-01-01"^^xsd:date ; fl:endKind fl:end-date ;
  fl:provision "s. 1" ; fl:verifiedOn "2026-07-01"^^xsd:date ; fl:exception <exception/one> ;
  fl:opens <rule/two> ; fl:preempts <rule/two>, <law/other> ; fl:doubt "E."@en ;
  fl:verification fl:verified-text ; dct:source <source/one> .
<rule/two> a fl:Rule ; fl:law <law/bill> ; dct:description "D."@en ; fl:effect fl:notice-required ;
  fl:force fl:force-of-law ; fl:actor fl:police ; fl:activity fl:use .
<exception/one> a fl:Exception ; dct:description "D."@en ; fl:overrides <rule/one>, <exception/two> ;
  fl:provision "s. 2" .
<exception/two> a fl:Exception ; dct:description "D."@en .
<law/one#amended> a fl:Amendment ; dct:date "2020"^^xsd:gYear ; dct:description "D."@en ; fl:amendedBy "B" .
<organisation/one> a fl:Vendor, fl:Organisation ; {COMMON} ; foaf:homepage <https://example.org/> ;
  fl:headquarters <jurisdiction/one> ; fl:country <jurisdiction/one> ; fl:founded "2017"^^xsd:gYear ;
  fl:jurisdiction <jurisdiction/one> .
<organisation/two> a fl:Organisation ; {COMMON} .
<regulator/one> a fl:Regulator, fl:Organisation ; {COMMON} ;
  fl:jurisdiction <jurisdiction/one> ; fl:kind fl:court .
<technology/one> a fl:Technology ; {COMMON} ; fl:kind fl:face-matching ; fl:vendor <organisation/one> .
<proceeding/one> a fl:Proceeding ; {COMMON} ; fl:kind fl:lawsuit ; fl:jurisdiction <jurisdiction/one> ;
  fl:status fl:settled ; fl:statusNote "N"@en ; fl:forum "Court" ; fl:docket "1" ;
  fl:filed "2020-05-01"^^xsd:date ;
  fl:plaintiff <organisation/two> ; fl:defendant <organisation/one> ; fl:plaintiffName "P" ;
  fl:defendantName "Q" ; fl:under <law/one> ; fl:concerns <technology/one> ; fl:outcome <outcome/one> .
<outcome/one> a fl:Outcome ; fl:kind fl:fine ; dct:date "2021-05-01"^^xsd:date ; fl:amount 5.0 ;
  fl:currency "EUR" ; dct:description "D."@en .
<event/one> a fl:Event ; {COMMON} ; fl:kind fl:status-change ; dct:date "2021-05-01"^^xsd:date ;
  fl:ended "2021-06"^^xsd:gYearMonth ; fl:actor <organisation/one> ; fl:place <jurisdiction/one> ;
  fl:technology <technology/one> ; fl:changes <rule/one>, <law/one> .
<source/one> a fl:Source ; schema:url <https://example.org/1> ; dct:title "T" ; dct:publisher "P" ;
  dct:date "2021"^^xsd:gYear ; fl:supports "everything"@en, "the rest"@en .
<https://w3id.org/facelex/record/law/one> a fl:Record ; foaf:primaryTopic <law/one> ;
  fl:verification fl:verified-text ; fl:checkedOn "2026-07-31"^^xsd:date ; prov:wasDerivedFrom <source/one> ;
  dct:license <https://creativecommons.org/licenses/by/4.0/> .
"""
"""A thing of each class that has every property of its class, and what these things need."""

EXAMPLES: Final = {
    "Jurisdiction": "jurisdiction/one",
    "Law": "law/one",
    "Rule": "rule/one",
    "Exception": "exception/one",
    "Amendment": "law/one#amended",
    "Organisation": "organisation/one",
    "Regulator": "regulator/one",
    "Technology": "technology/one",
    "Proceeding": "proceeding/one",
    "Outcome": "outcome/one",
    "Event": "event/one",
    "Source": "source/one",
    "Record": "https://w3id.org/facelex/record/law/one",
}

TOGETHER: Final = [
    ("RuleReachShape", "rule/one", "reach limitedTo purpose", ""),
    ("PermissionReachShape", "rule/one", "effect reach limitedTo purpose", "fl:effect fl:authorisation"),
    ("RuleReachShape", "rule/one", "effect reach limitedTo purpose", "fl:effect fl:prohibition"),
    ("PermissionReachShape", "rule/one", "effect reach limitedTo purpose", "fl:effect fl:permission"),
    ("LimitedRuleShape", "rule/one", "limitedTo", ""),
    ("LimitShape", "rule/one", "reach purpose", "fl:reach fl:full"),
    ("LimitShape", "rule/one", "effect reach limitedTo", "fl:effect fl:restriction"),
    ("RuleEndShape", "rule/one", "endKind", "fl:endKind fl:end-open"),
    ("EndedRuleShape", "rule/one", "until", ""),
    ("EnactedRuleShape", "rule/one", "until endKind", ""),
    ("AmountShape", "outcome/one", "currency", ""),
    ("CurrencyShape", "outcome/one", "amount", ""),
    ("PlaceShape", "jurisdiction/one", "lat", ""),
    ("PlaceShape", "jurisdiction/one", "long", ""),
    ("ResearchShape", "jurisdiction/one", "researchedThrough", ""),
    ("ResearchShape", "jurisdiction/one", "researchDepth", ""),
    ("ProofShape", "law/one", "source", ""),
    ("ProofShape", "organisation/one", "source", ""),
    ("ProofShape", "technology/one", "source", ""),
    ("ProofShape", "proceeding/one", "source", ""),
    ("ProofShape", "event/one", "source", ""),
    ("PartyNamesShape", "proceeding/one", "defendant defendantName", ""),
    ("StatusChangeShape", "event/one", "changes", ""),
]
"""A shape, a thing, the properties to take out, and what to put in to break this shape alone."""

ALSO: Final = {"Rule, reach, node": "LimitShape", "Rule, endKind, node": "RuleEndShape"}
"""Breaches of one property that break what hangs together as well, and the shape that says so."""

RIGHT: Final = [
    ("rule/one", "limitedTo purpose reach", "fl:reach fl:full"),
    ("rule/one", "effect limitedTo purpose reach", "fl:effect fl:restriction"),
    ("rule/one", "effect", "fl:effect fl:authorisation"),
    ("rule/one", "until endKind", "fl:endKind fl:end-open"),
    ("rule/one", "until endKind", "fl:endKind fl:end-unknown"),
    ("rule/one", "setting provision from exception", ""),
    ("rule/one", "law until endKind", "fl:law id:law\\/bill"),
    ("rule/one", "law until endKind", "fl:law id:law\\/lost"),
    ("rule/one", "law until endKind", "fl:law id:law\\/stopped"),
    ("outcome/one", "amount currency", ""),
    ("outcome/one", "amount", "fl:amount 0.0"),
    ("jurisdiction/one", "lat long", ""),
    ("jurisdiction/one", "researchedThrough researchDepth", ""),
    ("jurisdiction/one", "isoCode", 'fl:isoCode "GB-ENG"'),
    ("jurisdiction/one", "fipsCode", 'fl:fipsCode "06075"'),
    ("jurisdiction/one", "lat long", "geo:lat -90.0 ; geo:long 180.0"),
    ("law/one", "source verification", "fl:verification fl:unverified"),
    ("law/one", "enacted", 'fl:enacted "1789"^^xsd:gYear'),
    ("law/one", "privateRightOfAction", "fl:privateRightOfAction false"),
    ("proceeding/one", "defendant", ""),
    ("proceeding/one", "defendantName", ""),
    ("event/one", "changes kind", "fl:kind fl:report"),
    ("source/one", "title date", ""),
]
"""Changes that leave a thing as it should be."""


REFUSED: Final = [
    ("jurisdiction/one", "prefLabel", 'skos:prefLabel " "@en'),
    ("jurisdiction/one", "shortName", 'fl:shortName ""@en'),
    ("jurisdiction/one", "altLabel", 'skos:altLabel "\\n"@en'),
    ("jurisdiction/one", "doubt", 'fl:doubt " "@en'),
    ("jurisdiction/one", "description", 'dct:description " "@en'),
    ("jurisdiction/one", "researchNote", 'fl:researchNote " "@en'),
    ("jurisdiction/one", "formerId", "fl:formerId <https://example.org/california>"),
    ("jurisdiction/one", "relation", "dct:relation <https://example.org/california>"),
    ("jurisdiction/one", "sameAs", "owl:sameAs wd:P31"),
    ("jurisdiction/one", "sameAs", "owl:sameAs wd:Q0"),
    ("jurisdiction/one", "sameAs", "owl:sameAs <https://www.wikidata.org/wiki/Q62>"),
    ("jurisdiction/one", "isoCode", 'fl:isoCode "us"'),
    ("jurisdiction/one", "isoCode", 'fl:isoCode "USA"'),
    ("jurisdiction/one", "isoCode", 'fl:isoCode "US-"'),
    ("jurisdiction/one", "isoCode", 'fl:isoCode "US-CALI"'),
    ("jurisdiction/one", "fipsCode", 'fl:fipsCode "6"'),
    ("jurisdiction/one", "fipsCode", 'fl:fipsCode "060"'),
    ("jurisdiction/one", "lat", "geo:lat 90.1"),
    ("jurisdiction/one", "lat", "geo:lat -90.1"),
    ("jurisdiction/one", "long", "geo:long 180.1"),
    ("jurisdiction/one", "long", "geo:long -180.1"),
    ("jurisdiction/one", "researchedThrough", 'fl:researchedThrough "2026-07"^^xsd:gYearMonth'),
    ("law/one", "description", 'dct:description " "@en'),
    ("law/one", "citation", 'fl:citation " "'),
    ("law/one", "billNumber", 'fl:billNumber " "'),
    ("law/one", "penalty", 'fl:penalty " "@en'),
    ("law/one", "vote", 'fl:vote " "@en'),
    ("law/one", "statusNote", 'fl:statusNote " "@en'),
    ("law/one", "officialText", "fl:officialText <ftp://example.org/law>"),
    ("law/one", "privateRightOfAction", 'fl:privateRightOfAction "yes"'),
    ("law/one", "kind", "fl:kind fl:lawsuit"),
    ("law/one", "status", "fl:status fl:settled"),
    ("rule/one", "actor", "fl:actor fl:border"),
    ("rule/one", "setting", "fl:setting fl:police"),
    ("rule/one", "limitedTo", 'fl:limitedTo " "@en'),
    ("rule/one", "provision", 'fl:provision " "'),
    ("rule/one", "verifiedOn", 'fl:verifiedOn "2026"^^xsd:gYear'),
    ("rule/one", "preempts", "fl:preempts id:jurisdiction\\/one"),
    ("exception/one", "overrides", "fl:overrides id:law\\/one"),
    ("law/one#amended", "amendedBy", 'fl:amendedBy " "'),
    ("organisation/one", "homepage", "foaf:homepage <mailto:office@example.org>"),
    ("organisation/one", "country", "fl:country id:organisation\\/one"),
    ("proceeding/one", "forum", 'fl:forum " "'),
    ("proceeding/one", "docket", 'fl:docket " "'),
    ("proceeding/one", "plaintiffName", 'fl:plaintiffName " "'),
    ("proceeding/one", "defendantName", 'fl:defendantName " "'),
    ("outcome/one", "amount", "fl:amount -0.01"),
    ("outcome/one", "currency", 'fl:currency "eur"'),
    ("outcome/one", "currency", 'fl:currency "EURO"'),
    ("event/one", "changes", "fl:changes id:exception\\/one"),
    ("source/one", "url", "schema:url <ftp://example.org/1>"),
    ("source/one", "title", 'dct:title " "'),
    ("source/one", "publisher", 'dct:publisher " "'),
    ("source/one", "supports", 'fl:supports " "@en'),
    (EXAMPLES["Record"], "primaryTopic", "foaf:primaryTopic <https://example.org/law>"),
    (EXAMPLES["Record"], "license", "dct:license <urn:none>"),
]
"""A thing, a property, and a value that it must not have."""

NEEDED: Final = {
    "Jurisdiction": "prefLabel verification checkedOn",
    "Law": "prefLabel description verification checkedOn jurisdiction kind status",
    "Rule": "description effect force actor activity",
    "Exception": "description",
    "Amendment": "description date",
    "Organisation": "prefLabel verification checkedOn",
    "Regulator": "jurisdiction kind",
    "Technology": "prefLabel description verification checkedOn kind",
    "Proceeding": "prefLabel description verification checkedOn kind jurisdiction status forum",
    "Outcome": "description kind date",
    "Event": "prefLabel description verification checkedOn kind date",
    "Source": "url publisher supports",
    "Record": "primaryTopic verification checkedOn license",
}
"""What a thing of each class must have."""


@dataclass(frozen=True)
class Copy:
    """A broken copy of a thing, and the message that is to be given for it (and for which property)."""

    name: URIRef
    because: str
    message: str
    path: str


def named(short: str) -> URIRef:
    return URIRef(short if ":" in short else ID + short)


def last_part(iri: Node | str) -> str:
    return re.split("[/#]", str(iri))[-1]


def conforming() -> Graph:
    return graph_of("concepts") + Graph().parse(data=CONFORMING, format="turtle")


def copy(data: Graph, original: URIRef, name: URIRef, leave_out: set[Node]) -> None:
    for _, property_, value in list(data.triples((original, None, None))):
        if property_ not in leave_out:
            data.add((name, property_, value))


def changed(data: Graph, original: str, name: URIRef, without: str, with_: str) -> None:
    """Copy a thing without some properties (by their local names), and with others (in Turtle)."""
    words = set(without.split())
    thing = named(original)
    used = set(data.predicates(thing))
    left_out = {property_ for property_ in used if last_part(property_) in words}
    assert len(left_out) == len(words)
    copy(data, thing, name, left_out)
    if with_:
        data.parse(data=f"{PREFIXES} <{name}> {with_} .", format="turtle")


def another(data: Graph, constraint: Node, value: Node) -> Node:
    """Another value that the constraint allows."""
    shapes = graph_of("shapes")
    if class_ := shapes.value(constraint, SH["class"]):
        return min(thing for thing in instances(data, URIRef(str(class_))) if thing != value)
    if isinstance(value, Literal):
        others = {
            "true": "false",
            "37.5": "38.5",
            "-122.5": "-121.5",
            "5.0": "6.0",
            "US": "FR",
            "06": "07",
            "EUR": "USD",
        }
        text = str(value)
        other = others.get(text) or text.replace("20", "19", 1).replace("1930", "1931") + (
            "" if text[:2] == "20" else "x"
        )
        return (
            Literal(other, lang=value.language) if value.language else Literal(other, datatype=value.datatype)
        )
    if (value, RDF.type, SKOS.Concept) in data:
        scheme = data.value(value, SKOS.inScheme)
        fellows = (thing for thing in instances(data, SKOS.Concept) if (thing, SKOS.inScheme, scheme) in data)
        return min(thing for thing in fellows if thing != value)
    return URIRef(f"{value}2")


def breaches(data: Graph, constraint: Node, value: Node) -> Iterator[tuple[str, list[Node]]]:
    """Each component of a property shape, with values that break this component alone."""
    shapes = graph_of("shapes")
    for component in shapes.predicates(constraint):
        bound = shapes.value(constraint, component)
        if component == SH.minCount:
            yield "minCount", []
        elif component == SH.maxCount:
            yield "maxCount", [value, another(data, constraint, value)]
        elif component == SH.datatype and bound == XSD.string:
            yield "datatype", [Literal(str(value), lang="en")]
        elif component == SH.datatype:
            yield "datatype", [Literal(str(value))]
        elif component == SH.nodeKind:
            yield "nodeKind", [Literal(str(value))]
        elif component == SH["class"]:
            yield "class", [FL.nothing]
        elif component == SH["or"]:
            yield "or", [named("source/one")]
        elif component == SH.node:
            yield "node", [Literal(str(value)) if bound == FL.DateShape else FL["other-word"]]
        elif component == SH.pattern and isinstance(value, Literal):
            yield (
                "pattern",
                [
                    Literal(" ", lang=value.language)
                    if value.language
                    else Literal(" ", datatype=value.datatype)
                ],
            )
        elif component == SH.pattern:
            yield "pattern", [URIRef("urn:wrong")]
        elif component in (SH.minInclusive, SH.maxInclusive):
            step = Decimal("0.5") if component == SH.maxInclusive else Decimal("-0.5")
            yield local(str(component)).rpartition("#")[2], [Literal(Decimal(str(bound)) + step)]
        else:
            assert component in (SH.path, SH.message, RDF.type), component


def broken_copies(data: Graph) -> list[Copy]:
    """Add to the data a copy for each component of each constraint of each class that breaks it alone."""
    shapes = graph_of("shapes")
    made: list[Copy] = []

    def name() -> URIRef:
        return URIRef(f"urn:copy:{len(made)}")

    for class_, example in EXAMPLES.items():
        thing = named(example)
        for shape in shapes.subjects(SH.targetClass, FL[class_]):
            for constraint in shapes.objects(shape, SH.property):
                path, message = shapes.value(constraint, SH.path), str(shapes.value(constraint, SH.message))
                value = next(iter(data.objects(thing, path)), None) or FL.court
                for component, values in breaches(data, constraint, value):
                    copy(data, thing, name(), {path} if path else set())
                    for each in values:
                        data.add((name(), URIRef(str(path)), each))
                    made.append(
                        Copy(name(), f"{class_}, {local(str(path))}, {component}", message, str(path))
                    )
            if (shape, SH.closed, Literal(True)) in shapes:
                copy(data, thing, name(), set())
                data.add((name(), FL.nonsense, Literal("x")))
                made.append(
                    Copy(name(), f"{class_}, closed", str(shapes.value(shape, SH.message)), str(FL.nonsense))
                )
    for shape_name, original, without, with_ in TOGETHER:
        message = str(shapes.value(FL[shape_name], SH.message))
        changed(data, original, name(), without, with_)
        made.append(Copy(name(), f"{shape_name}, {original}", message, ""))
    return made


DATA: Final = conforming()
COPIES: Final = broken_copies(DATA)


@pytest.fixture(scope="module")
def results() -> dict[str, list[ShaclResult]]:
    """What the shapes say of each copy."""
    found: dict[str, list[ShaclResult]] = {str(each.name): [] for each in COPIES}
    for result in check_shapes(DATA.serialize(format="nt", encoding="utf-8"), graph_of("shapes")):
        found.setdefault(result.focus, []).append(result)
    return found


def test_things_that_have_every_property_conform(results: dict[str, list[ShaclResult]]) -> None:
    assert [results.get(str(named(example)), []) for example in EXAMPLES.values()] == [[]] * len(EXAMPLES)


@pytest.mark.parametrize("broken", COPIES, ids=lambda each: each.because)
def test_each_constraint_is_told_once_and_by_its_own_message(
    broken: Copy, results: dict[str, list[ShaclResult]]
) -> None:
    told = [(result.message, result.path) for result in results[str(broken.name)]]
    also = [FL[ALSO[broken.because]]] if broken.because in ALSO else []
    messages = [(str(graph_of("shapes").value(shape, SH.message)), "") for shape in also]
    assert sorted(told) == sorted([(broken.message, broken.path), *messages])
    assert {result.severity for result in results[str(broken.name)]} == {"error"}


def test_values_that_make_no_sense_are_refused() -> None:
    data = conforming()
    names = [URIRef(f"urn:refused:{number}") for number in range(len(REFUSED))]
    for name, (thing, property_, value) in zip(names, REFUSED, strict=True):
        changed(data, thing, name, property_, value)
    results = check_shapes(data.serialize(format="nt", encoding="utf-8"), graph_of("shapes"))
    told = {(result.focus, last_part(result.path)) for result in results}
    missed = [
        refused for name, refused in zip(names, REFUSED, strict=True) if (str(name), refused[1]) not in told
    ]
    assert missed == []


def test_what_a_class_must_have_is_asked_for() -> None:
    shapes = graph_of("shapes")
    needed: dict[str, set[str]] = {}
    for shape, target in shapes.subject_objects(SH.targetClass):
        for constraint in shapes.objects(shape, SH.property):
            if (constraint, SH.minCount, Literal(1)) in shapes:
                path = str(shapes.value(constraint, SH.path))
                needed.setdefault(local(target), set()).add(last_part(path))
    assert needed == {name: set(words.split()) for name, words in NEEDED.items()}


def test_every_class_is_closed_to_other_properties() -> None:
    shapes = graph_of("shapes")
    closed = {
        local(target)
        for shape in shapes.subjects(SH.closed)
        for target in shapes.objects(shape, SH.targetClass)
    }
    assert closed == set(EXAMPLES) - {"Regulator"}


def test_changes_that_are_right_are_let_pass() -> None:
    data = conforming()
    names = [URIRef(f"urn:right:{number}") for number in range(len(RIGHT))]
    for name, change in zip(names, RIGHT, strict=True):
        changed(data, change[0], name, *change[1:])
    assert check_shapes(data.serialize(format="nt", encoding="utf-8"), graph_of("shapes")) == []


def test_every_shape_of_what_hangs_together_is_broken() -> None:
    shapes = graph_of("shapes")
    composed = {
        local(shape) for shape in shapes.subjects(SH["or"]) if (shape, SH.targetClass, None) in shapes
    }
    assert composed == {shape for shape, *_ in TOGETHER}


def test_every_class_with_a_shape_has_an_example_with_all_its_properties() -> None:
    shapes = graph_of("shapes")
    assert {local(target) for target in shapes.objects(None, SH.targetClass)} == set(EXAMPLES)
    for class_, example in EXAMPLES.items():
        for shape in shapes.subjects(SH.targetClass, FL[class_]):
            for constraint in shapes.objects(shape, SH.property):
                path = shapes.value(constraint, SH.path)
                is_of_regulators = class_ == "Organisation" and path == FL.kind
                assert is_of_regulators or list(DATA.objects(named(example), path)), (class_, path)


def test_every_shape_has_a_message_for_a_reader() -> None:
    shapes = graph_of("shapes")
    told = {shape for shape in shapes.subjects(SH.targetClass) if local(shape) != "RegulatorShape"}
    for shape in shapes.subjects(SH.targetClass):
        told |= set(shapes.objects(shape, SH.property))
    for shape in told:
        message = shapes.value(shape, SH.message)
        assert isinstance(message, Literal), shape
        assert message.language == "en"
        assert message[0].isupper()
        assert message.endswith(".")
        assert not re.search(r"\b(IRI|node|literal|triple|datatype|null)s?\b", message)


def test_schemes_are_asked_for_by_the_shape_of_their_name() -> None:
    shapes = graph_of("shapes")
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        if local(shape).startswith("in-"):
            (constraint,) = shapes.objects(shape, SH.property)
            assert shapes.value(constraint, SH.path) == SKOS.inScheme
            assert shapes.value(constraint, SH.hasValue) == FL[local(shape).removeprefix("in-")]
