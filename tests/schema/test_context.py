"""The JSON-LD context: every key leads to a defined property, and gives the type that the shapes ask for."""

import json
from typing import Any

import pytest
from rdflib import RDF, RDFS, SH, SKOS, XSD, BNode, URIRef
from rdflib.term import Node

from schema.vocabulary import FILES, ID, NS, PREFIXES
from tests.schema.foreign import is_published
from tests.schema.graphs import FL, concepts, graph_of, local, properties

CONTEXT: dict[str, Any] = json.loads(FILES["context"].read_text(encoding="utf-8"))["@context"]

KEYWORDS = {"@version": 1.1, "@base": ID, "@vocab": NS}
NODE_KEYS = {"id": "@id", "type": "@type"}
CONCEPT_WORDS = {"repealed": "status-repealed"}
"""Words of records for concepts whose own name a property has taken."""

ON_THE_RECORD = {"about", "derived_from", "licence"}
"""Keys that the build writes about a record's graph; no file has them."""

SAME_PROPERTY = {"actor": {"actors", "organisations"}}
"""Properties that two keys write: a rule's actors are concepts, an event's are organisations."""

PARTS = {"rules", "exceptions", "amendments", "outcomes", "sources"}
"""Keys whose values are things written in place."""

REPEATED_ELSEWHERE = {"supports"}
"""Keys with one value in a record, and another in the next one that speaks of the same thing."""


def expand(name: str) -> URIRef:
    prefix, colon, rest = name.partition(":")
    return URIRef(PREFIXES[prefix] + rest if colon else NS + name)


def keys() -> dict[str, dict[str, str]]:
    """Each key of records with its definition."""
    found = {}
    for name, definition in CONTEXT.items():
        if name in KEYWORDS or name in PREFIXES or name in NODE_KEYS or name in CONCEPT_WORDS:
            continue
        found[name] = definition if isinstance(definition, dict) else {"@id": definition}
    return found


def property_of(key: str) -> URIRef:
    return expand(keys()[key]["@id"])


def constraints(path: URIRef) -> set[Node]:
    """What the shapes of the classes ask of a property, each by itself."""
    shapes = graph_of("shapes")
    return {
        constraint
        for shape in shapes.subjects(SH.targetClass)
        for constraint in shapes.objects(shape, SH.property)
        if (constraint, SH.path, path) in shapes
    }


def kinds_of(constraint: Node) -> set[str]:
    """What a property shape asks of values: "datatype ...", "concept", "thing", "address", "date"."""
    shapes = graph_of("shapes")
    kinds = {f"datatype {datatype}" for datatype in shapes.objects(constraint, SH.datatype)}
    for node in shapes.objects(constraint, SH.node):
        kinds.add("date" if node == FL.DateShape else "concept")
    if list(shapes.objects(constraint, SH["class"])) or list(shapes.objects(constraint, SH["or"])):
        kinds.add("thing")
    if (constraint, SH.nodeKind, SH.IRI) in shapes:
        kinds.add("address")
    return kinds


def test_keywords_are_those_of_the_project() -> None:
    assert {name: value for name, value in CONTEXT.items() if name.startswith("@")} == KEYWORDS
    assert {name: CONTEXT[name] for name in NODE_KEYS} == NODE_KEYS


def test_prefixes_are_those_of_the_vocabulary_module() -> None:
    assert {name: value for name, value in CONTEXT.items() if name in PREFIXES} == PREFIXES


def test_words_for_concepts_lead_to_concepts() -> None:
    for word, name in CONCEPT_WORDS.items():
        assert CONTEXT[word] == f"fl:{name}"
        assert FL[name] in concepts()
        assert str(graph_of("concepts").value(FL[name], SKOS.notation)) == word


@pytest.mark.parametrize("key", keys())
def test_key_leads_to_a_property_that_is_defined(key: str) -> None:
    iri = property_of(key)
    assert iri in properties() if iri.startswith(NS) else is_published(iri)
    assert set(keys()[key]) <= {"@id", "@type", "@language", "@container"}


def test_property_has_one_key_unless_said() -> None:
    by_property: dict[str, set[str]] = {}
    for key in keys():
        by_property.setdefault(local(property_of(key)), set()).add(key)
    assert {name: found for name, found in by_property.items() if len(found) > 1} == SAME_PROPERTY


@pytest.mark.parametrize("key", keys())
def test_values_of_a_key_are_constrained_by_a_shape(key: str) -> None:
    found = constraints(property_of(key))
    asking = [constraint for constraint in found if kinds_of(constraint)]
    assert asking
    for constraint in found.difference(asking):  # asks more of a class than of its wider one
        assert set(graph_of("shapes").predicates(constraint)) == {SH.path, SH.minCount, SH.message}


@pytest.mark.parametrize("key", keys())
def test_type_of_a_key_is_what_the_shapes_ask_for(key: str) -> None:
    definition = keys()[key]
    found = {kind for constraint in constraints(property_of(key)) for kind in kinds_of(constraint)}
    type_ = definition.get("@type", "")
    if key in {name for names in SAME_PROPERTY.values() for name in names}:
        assert found == {"concept", "thing"}
    elif type_ == "@vocab":
        assert found == {"concept"}
    elif type_ == "@id":
        assert found in ({"thing"}, {"address"})
    elif type_ == "xsd:date":
        assert found <= {"date", f"datatype {XSD.date}"}
    elif type_:
        assert found == {f"datatype {expand(type_)}"}
    elif definition.get("@language"):
        assert found == {f"datatype {RDF.langString}"}
    else:
        assert found == ({"thing"} if key in PARTS else {f"datatype {XSD.string}"})


@pytest.mark.parametrize("key", keys())
def test_key_that_takes_a_list_is_the_one_that_may_be_repeated(key: str) -> None:
    shapes = graph_of("shapes")
    limits = {
        int(str(limit)) if limit is not None else None
        for constraint in constraints(property_of(key))
        if kinds_of(constraint)
        for limit in [shapes.value(constraint, SH.maxCount)]
    }
    is_list = keys()[key].get("@container") == "@set"
    assert limits == ({None} if is_list or key in REPEATED_ELSEWHERE else {1})


def test_every_property_of_a_shape_has_a_key() -> None:
    shapes = graph_of("shapes")
    direct = {
        path
        for shape in shapes.subjects(SH.targetClass)
        for constraint in shapes.objects(shape, SH.property)
        for path in shapes.objects(constraint, SH.path)
    }
    assert direct == {property_of(key) for key in keys()}


def test_keys_of_the_graph_are_those_of_the_record_class_alone() -> None:
    shapes = graph_of("shapes")
    (shape,) = shapes.subjects(SH.targetClass, FL.Record)
    paths = {path for part in shapes.objects(shape, SH.property) for path in shapes.objects(part, SH.path)}
    of_files = {property_of(key) for key in keys() if key not in ON_THE_RECORD}
    assert {property_of(key) for key in ON_THE_RECORD} == paths - of_files


def test_keys_are_small_letters_with_underscores() -> None:
    assert all(key.replace("_", "").isalpha() and key == key.lower() for key in keys())


@pytest.mark.parametrize("key", sorted(key for key in keys() if keys()[key].get("@language") == "en"))
def test_text_in_a_language_is_a_text_by_the_ontology(key: str) -> None:
    ranges = set(graph_of("ontology").objects(property_of(key), RDFS.range))
    assert ranges <= {RDF.langString}


@pytest.mark.parametrize("key", sorted(set(keys()) - ON_THE_RECORD))
def test_message_of_a_shape_names_its_key(key: str) -> None:
    shapes = graph_of("shapes")
    (of_records,) = shapes.subjects(SH.targetClass, FL.Record)
    names = SAME_PROPERTY.get(local(property_of(key)), {key})
    for constraint in constraints(property_of(key)) - set(shapes.objects(of_records, SH.property)):
        message = str(shapes.value(constraint, SH.message))
        assert any(f"`{name}`" in message for name in names), message


def test_no_shape_is_nameless_that_classes_share() -> None:
    shapes = graph_of("shapes")
    for constraint in shapes.objects(None, SH.property):
        if isinstance(constraint, BNode):
            assert len(list(shapes.subjects(SH.property, constraint))) == 1
