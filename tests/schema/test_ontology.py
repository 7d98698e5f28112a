"""The ontology, concept schemes and alignments: complete, connected, and as the design spells them.

What the design says stands here as data: a change of the schema is to be made twice, on purpose.
"""

import re
from itertools import chain
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from schema.vocabulary import LICENCE, NS, PREFIXES, SCHEMA_GRAPH
from tests.schema.foreign import ELI_VALIDITY, is_published
from tests.schema.graphs import (
    FL,
    ROOT,
    classes,
    concepts,
    defined,
    graph_of,
    instances,
    local,
    properties,
    schemes,
)

CLASSES = {
    "Jurisdiction": "",
    "Supranational": "Jurisdiction",
    "Country": "Jurisdiction",
    "State": "Jurisdiction",
    "Province": "Jurisdiction",
    "Territory": "Jurisdiction",
    "County": "Jurisdiction",
    "City": "Jurisdiction",
    "Law": "",
    "Rule": "",
    "Exception": "",
    "Amendment": "",
    "Organisation": "",
    "Regulator": "Organisation",
    "Vendor": "Organisation",
    "Platform": "Organisation",
    "Retailer": "Organisation",
    "AdvocacyGroup": "Organisation",
    "PoliceForce": "Organisation",
    "GovernmentAgency": "Organisation",
    "LawFirm": "Organisation",
    "University": "Organisation",
    "MediaOutlet": "Organisation",
    "Technology": "",
    "Proceeding": "",
    "Outcome": "",
    "Event": "",
    "Source": "",
    "Record": "",
}
"""Each class and the one that it is part of."""

PROPERTIES = {
    "Jurisdiction": "within isoCode researchedThrough",
    "Law": "jurisdiction kind citation status introduced enacted effective repealed expires enactedBy "
    "enforcedBy privateRightOfAction rule",
    "Rule": "reach limitedTo purpose law effect actor activity setting from until endKind verifiedOn "
    "provision exception opens doubt verification",
    "Exception": "overrides",
    "Proceeding": "plaintiff defendant under concerns forum docket filed status outcome",
    "Outcome": "kind amount currency",
    "Technology": "vendor",
    "Event": "kind actor place technology",
    "Source": "supports",
    "Record": "verification",
}
"""The properties that the design names for things of each class."""

BROADER = {
    "effects": {
        "prohibition": "ban moratorium",
        "condition": "restriction warrant-required approval-required consent-required notice-required "
        "reporting-required testing-required human-review-required retention-limit evidence-limit sale-limit "
        "registration-required right-of-access-or-erasure",
        "permission": "authorisation",
    },
    "actors": {
        "everyone": "government private-sector individuals",
        "government": "union-bodies national-government state-government local-government police schools "
        "transit",
        "private-sector": "retailers landlords employers vendors platforms schools transit",
        "police": "municipal-police state-police national-police",
        "local-government": "municipal-police civilian-departments",
        "state-government": "state-police",
        "national-government": "national-police",
    },
    "activities": {
        "any": "acquire use access-third-party collect-biometrics store share-or-sell scraping-face-database",
        "use": "real-time-identification retrospective-identification verification-1to1 emotion-recognition "
        "categorisation body-worn-camera drone sole-basis-for-arrest",
    },
    "settings": {"public-accommodation": "retail"},
}
"""The concepts of each scheme that have narrower ones, and these."""

ALONE = {
    "activities": "other-technology",
    "settings": "public-space schools housing workplace border airport",
}
"""The concepts that stand above or below no other in their scheme."""

FLAT = {
    "law-kinds": "constitutional treaty statute regulation directive ordinance executive-order court-order "
    "policy resolution guidance",
    "law-statuses": "in-force partly-in-force pending failed vetoed expired superseded status-repealed",
    "forces": "force-of-law force-of-policy force-of-guidance",
    "reaches": "full limited",
    "end-kinds": "end-date end-open end-unknown",
    "verifications": "verified-text verified-secondary unverified",
    "research-depths": "depth-national depth-state depth-regional depth-local depth-light",
}
"""Schemes without broader concepts, whose words other parts of the project rely on."""

FORCES = {
    "force-of-law": "constitutional treaty statute regulation directive ordinance executive-order "
    "court-order",
    "force-of-policy": "policy",
    "force-of-guidance": "guidance",
}
"""The kinds of law that give each force; a resolution's force depends on whose it is."""

WITHOUT_RANGE = {
    "actor": "a concept of a rule, an organisation of an event",
    "overrides": "a rule or an exception",
    "preempts": "a rule or a law",
    "changes": "a rule or a law",
    "formerId": "whatever was merged",
}
"""Object properties that lead to things of several classes."""

SPARQL = sorted(path for folder in ("graph", "tests") for path in (ROOT / folder).rglob("*.r[qu]"))


def terms_of_ours(graph: Graph) -> set[URIRef]:
    nodes = chain.from_iterable(graph)
    return {node for node in nodes if isinstance(node, URIRef) and node.startswith(NS)}


def foreign_terms(graph: Graph) -> set[URIRef]:
    namespaces = tuple(iri for prefix, iri in PREFIXES.items() if prefix != "fl")
    nodes = chain.from_iterable(graph)
    return {node for node in nodes if isinstance(node, URIRef) and str(node).startswith(namespaces)}


def words(text: str) -> set[str]:
    return set(text.split())


def members(scheme: str) -> set[str]:
    return {local(concept) for concept in graph_of("concepts").subjects(SKOS.inScheme, FL[scheme])}


def english(graph: Graph, term: URIRef, property_: URIRef) -> list[str]:
    values = list(graph.objects(term, property_))
    return [str(value) for value in values if isinstance(value, Literal) and value.language == "en"]


def test_classes_and_their_hierarchy_are_those_of_the_design() -> None:
    ontology = graph_of("ontology")
    parents = {
        local(name): " ".join(map(local, ontology.objects(name, RDFS.subClassOf))) for name in classes()
    }
    assert parents == CLASSES


@pytest.mark.parametrize("name", PROPERTIES)
def test_properties_of_the_design_are_defined_for_their_class(name: str) -> None:
    ontology = graph_of("ontology")
    for word in PROPERTIES[name].split():
        assert FL[word] in properties(), word
        assert set(ontology.objects(FL[word], RDFS.domain)) <= {FL[name]}, word


@pytest.mark.parametrize("scheme", BROADER)
def test_broader_concepts_are_those_of_the_design(scheme: str) -> None:
    expected = {(narrow, broad) for broad, narrower in BROADER[scheme].items() for narrow in narrower.split()}
    inside = members(scheme)
    found = {
        (local(narrow), local(broad))
        for narrow, broad in graph_of("concepts").subject_objects(SKOS.broader)
        if {local(narrow), local(broad)} <= inside
    }
    assert found == expected
    assert inside == {name for pair in expected for name in pair} | words(ALONE.get(scheme, ""))


def test_no_concept_is_broader_across_schemes_or_elsewhere() -> None:
    listed = {narrow for groups in BROADER.values() for text in groups.values() for narrow in text.split()}
    assert {local(narrow) for narrow in graph_of("concepts").subjects(SKOS.broader)} == listed


@pytest.mark.parametrize("scheme", FLAT)
def test_flat_schemes_hold_the_words_of_the_design(scheme: str) -> None:
    assert members(scheme) == words(FLAT[scheme])


def test_narrower_is_broader_turned_round() -> None:
    graph = graph_of("concepts")
    broader = {(narrow, broad) for narrow, broad in graph.subject_objects(SKOS.broader)}
    assert {(narrow, broad) for broad, narrow in graph.subject_objects(SKOS.narrower)} == broader


def test_no_concept_is_broader_than_itself() -> None:
    graph = graph_of("concepts")
    for concept in concepts():
        above = set(graph.transitive_objects(concept, SKOS.broader)) - {concept}
        assert not any((higher, SKOS.broader, concept) in graph for higher in above), concept


@pytest.mark.parametrize("scheme", BROADER)
def test_top_concepts_are_those_with_nothing_broader_in_their_scheme(scheme: str) -> None:
    graph = graph_of("concepts")
    inside = {FL[name] for name in members(scheme)}
    tops = {name for name in inside if not set(graph.objects(name, SKOS.broader)) & inside}
    assert set(graph.objects(FL[scheme], SKOS.hasTopConcept)) == tops


def test_kinds_of_law_give_the_force_that_the_design_says() -> None:
    given: dict[str, set[str]] = {force: set() for force in FORCES}
    for kind, force in graph_of("concepts").subject_objects(FL.givesForce):
        given[local(force)].add(local(kind))
    assert given == {force: words(kinds) for force, kinds in FORCES.items()}
    assert {kind for kinds in given.values() for kind in kinds} == members("law-kinds") - {"resolution"}


def test_bodies_that_are_public_or_private_are_under_both_sides() -> None:
    graph = graph_of("concepts")
    either = set(graph.subjects(FL.publicOrPrivate, Literal(lexical_or_value="true", datatype=XSD.boolean)))
    sides = {FL.government, FL["private-sector"]}
    assert either == {name for name in concepts() if sides <= set(graph.objects(name, SKOS.broader))}


@pytest.mark.parametrize("term", sorted(classes() | properties()), ids=local)
def test_term_of_the_ontology_has_one_label_and_one_definition(term: URIRef) -> None:
    graph = graph_of("ontology")
    (label,) = english(graph, term, RDFS.label)
    (definition,) = english(graph, term, SKOS.definition)
    assert len(list(graph.objects(term, RDFS.label))) == len(list(graph.objects(term, SKOS.definition))) == 1
    assert label
    assert definition[0].isupper()
    assert definition.endswith(".")


@pytest.mark.parametrize("term", sorted(concepts() | schemes()), ids=local)
def test_concept_or_scheme_has_one_label_and_one_definition(term: URIRef) -> None:
    graph = graph_of("concepts")
    (label,) = english(graph, term, SKOS.prefLabel)
    (definition,) = english(graph, term, SKOS.definition)
    assert (
        len(list(graph.objects(term, SKOS.prefLabel))) == len(list(graph.objects(term, SKOS.definition))) == 1
    )
    assert label
    assert definition[0].isupper()
    assert definition.endswith(".")


def test_every_scheme_has_a_title_and_a_member() -> None:
    graph = graph_of("concepts")
    for scheme in schemes():
        assert english(graph, scheme, DCTERMS.title) == english(graph, scheme, SKOS.prefLabel)
        assert members(local(scheme))


def test_every_concept_is_in_a_scheme_and_has_one_word_there() -> None:
    graph = graph_of("concepts")
    for concept in concepts():
        assert set(graph.objects(concept, SKOS.inScheme)) <= schemes()
        (word,) = graph.objects(concept, SKOS.notation)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(word))
    for scheme in schemes():
        taken = [
            str(word) for name in members(local(scheme)) for word in graph.objects(FL[name], SKOS.notation)
        ]
        assert taken
        assert len(taken) == len(set(taken)), scheme


def test_labels_tell_concepts_of_a_scheme_apart() -> None:
    graph = graph_of("concepts")
    for scheme in schemes():
        labels = [str(graph.value(FL[name], SKOS.prefLabel)) for name in members(local(scheme))]
        assert len(labels) == len(set(labels)), scheme


@pytest.mark.parametrize("name", ["ontology", "concepts", "alignments"])
def test_everything_has_a_name(name: str) -> None:
    assert not [node for node in chain.from_iterable(graph_of(name)) if isinstance(node, BNode)]


@pytest.mark.parametrize("name", ["ontology", "concepts", "alignments", "shapes"])
def test_terms_of_ours_in_turtle_are_defined(name: str) -> None:
    shapes = instances(graph_of("shapes"), SH.NodeShape, SH.PropertyShape)
    assert not shapes & defined()
    assert not terms_of_ours(graph_of(name)) - defined() - (shapes if name == "shapes" else set())


@pytest.mark.parametrize("path", SPARQL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_terms_of_ours_in_sparql_are_defined(path: Path) -> None:
    text = re.sub(r"^#.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    used = set(re.findall(r"\bfl:([A-Za-z][\w-]*)", text)) | set(
        re.findall(rf"<{re.escape(NS)}([^>]+)>", text)
    )
    assert not {FL[word] for word in used} - defined()


@pytest.mark.parametrize("name", ["ontology", "concepts", "alignments", "shapes"])
def test_terms_of_others_exist_there(name: str) -> None:
    assert not sorted(term for term in foreign_terms(graph_of(name)) if not is_published(term))


def test_foreign_term_that_nobody_published_is_noticed() -> None:
    assert not is_published(URIRef(PREFIXES["schema"] + "FaceRecognitionLaw"))
    assert not is_published(URIRef(PREFIXES["dpv"] + "Ban"))
    assert is_published(URIRef(PREFIXES["schema"] + "Legislation"))


@pytest.mark.parametrize("name", ["ontology", "concepts", "alignments", "shapes"])
def test_every_iri_is_ours_or_of_a_known_vocabulary(name: str) -> None:
    known = tuple(PREFIXES.values())
    iris = {str(node) for node in chain.from_iterable(graph_of(name)) if isinstance(node, URIRef)}
    assert {iri for iri in iris if not iri.startswith(known)} <= {SCHEMA_GRAPH, LICENCE}


@pytest.mark.parametrize(
    "prefix",
    ["eli", "schema", "dpv", "dpv-ai", "eu-aiact", "org", "prov", "skos", "geosparql", "dcat", "void"],
)
def test_alignments_reach_the_vocabulary(prefix: str) -> None:
    assert any(term.startswith(PREFIXES[prefix]) for term in map(str, graph_of("alignments").objects()))


@pytest.mark.parametrize(
    ("ours", "axiom", "theirs"),
    [
        ("Law", RDFS.subClassOf, "eli:LegalResource"),
        ("Law", RDFS.subClassOf, "schema:Legislation"),
        ("Rule", RDFS.subClassOf, "dpv:Rule"),
        ("prohibition", SKOS.exactMatch, "dpv:Prohibition"),
        ("permission", SKOS.exactMatch, "dpv:Permission"),
        ("condition", SKOS.closeMatch, "dpv:Obligation"),
        ("real-time-identification", SKOS.closeMatch, "dpv-ai:RealTimeBiometricIdentification"),
        ("real-time-identification", SKOS.relatedMatch, "eu-aiact:ProhibitedAISystem-A5-1-h"),
        ("Organisation", RDFS.subClassOf, "org:Organization"),
        ("Jurisdiction", RDFS.subClassOf, "geosparql:Feature"),
        ("Record", RDFS.subClassOf, "void:Dataset"),
        ("Record", RDFS.subClassOf, "dcat:Dataset"),
        ("Source", RDFS.subClassOf, "prov:Entity"),
    ],
)
def test_alignment_of_the_design_is_stated(ours: str, axiom: URIRef, theirs: str) -> None:
    prefix, _, name = theirs.partition(":")
    assert (FL[ours], axiom, URIRef(PREFIXES[prefix] + name)) in graph_of("alignments")


def test_days_of_a_rule_are_tied_to_no_date_of_validity_of_a_text() -> None:
    graph = graph_of("alignments")
    ours = {FL[name] for name in ("from", "until", "fromDay", "untilDay")}
    assert not ours & set(graph.subjects())
    assert not {URIRef(PREFIXES["eli"] + name) for name in ELI_VALIDITY} & set(graph.objects())


def test_alignments_say_nothing_of_terms_of_others() -> None:
    assert all(isinstance(term, URIRef) and term in defined() for term in graph_of("alignments").subjects())


def test_exact_matches_are_no_broad_or_related_matches() -> None:
    graph = graph_of("alignments")
    exact = set(graph.subject_objects(SKOS.exactMatch))
    assert exact
    for other in (SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch, SKOS.closeMatch):
        assert not exact & set(graph.subject_objects(other))


@pytest.mark.parametrize("term", sorted(properties()), ids=local)
def test_property_says_where_it_leads(term: URIRef) -> None:
    graph = graph_of("ontology")
    ranges = list(graph.objects(term, RDFS.range))
    (kind,) = graph.objects(term, RDF.type)
    if local(term) in WITHOUT_RANGE:
        assert not ranges
    elif ranges:
        (found,) = ranges
        is_data = str(found).startswith(str(XSD)) or found == RDF.langString
        assert kind == (OWL.DatatypeProperty if is_data else OWL.ObjectProperty)
    else:
        assert kind == OWL.DatatypeProperty
        assert "xsd:gYearMonth" in " ".join(english(graph, term, RDFS.comment))


def test_inverse_properties_name_each_other() -> None:
    graph = graph_of("ontology")
    pairs = set(graph.subject_objects(OWL.inverseOf))
    assert pairs == {(FL.rule, FL.law), (FL.law, FL.rule)}


def paths_by_class() -> set[tuple[Node, Node, Node]]:
    """(class, property, property shape) of all shapes with a target class and a plain path."""
    shapes = graph_of("shapes")
    return {
        (target, path, constraint)
        for shape, target in shapes.subject_objects(SH.targetClass)
        for constraint in shapes.objects(shape, SH.property)
        for path in shapes.objects(constraint, SH.path)
        if isinstance(path, URIRef)
    }


def test_shapes_give_each_property_to_the_class_of_its_domain() -> None:
    ontology = graph_of("ontology")
    for target, path, _ in paths_by_class():
        domains = set(ontology.objects(path, RDFS.domain))
        assert not domains or target in domains, (local(target), local(path))


def test_shapes_ask_for_the_range_of_each_property() -> None:
    ontology, shapes = graph_of("ontology"), graph_of("shapes")
    for target, path, constraint in paths_by_class():
        range_ = ontology.value(path, RDFS.range)
        asked = {*shapes.objects(constraint, SH["class"]), *shapes.objects(constraint, SH.datatype)}
        if range_ in classes() | {RDF.langString} or str(range_).startswith(str(XSD)):
            assert asked <= {range_}, (local(target), local(path))
        if range_ == SKOS.Concept and asked:
            assert asked == set(), (local(target), local(path))


def test_every_class_without_a_wider_one_has_a_shape() -> None:
    targets = {local(target) for target in graph_of("shapes").objects(None, SH.targetClass)}
    assert {name for name, wider in CLASSES.items() if not wider} <= targets


def test_every_property_of_ours_is_allowed_somewhere_or_derived() -> None:
    shapes = graph_of("shapes")
    allowed = {path for _, path, _ in paths_by_class()}
    derived = {FL.law, FL.fromDay, FL.untilDay}
    of_concepts = {FL.givesForce, FL.publicOrPrivate}
    assert properties() == {path for path in allowed if path in properties()} | derived | of_concepts
    ignored = {
        item
        for head in shapes.objects(None, SH.ignoredProperties)
        for item in shapes.items(head)
        if item in properties()
    }
    assert ignored == derived
