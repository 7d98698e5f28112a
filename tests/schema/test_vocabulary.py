import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from schema import vocabulary
from schema.vocabulary import (
    BASE,
    FILES,
    ID,
    KINDS,
    LICENCE,
    NS,
    OWN_DEFAULT,
    PREFIXES,
    RECORD,
    RECORD_KINDS,
    SCHEMA_GRAPH,
    concept,
    iri,
    iri_of,
    record_iri,
    short_id,
)
from tests.schema.foreign import is_published
from tests.schema.graphs import classes, defined, local

SLUGS = st.from_regex(r"[a-z0-9]+(-{1,2}[a-z0-9]+){0,4}", fullmatch=True)
NOT_TERMS = {BASE, NS, ID, RECORD, SCHEMA_GRAPH, vocabulary.STATE_GRAPH, OWN_DEFAULT, LICENCE}
CONSTANTS = sorted(
    {
        value
        for name, value in vars(vocabulary).items()
        if name.isupper() and isinstance(value, str) and ":" in value
    }
    - NOT_TERMS
)


@given(st.sampled_from(KINDS), SLUGS)
def test_iri_of_a_thing_and_its_short_id_lead_to_each_other(kind: str, slug: str) -> None:
    assert short_id(iri(kind, slug)) == f"{kind}/{slug}"
    assert iri_of(f"{kind}/{slug}") == iri(kind, slug)


@given(st.sampled_from(sorted(defined())))
def test_term_of_ours_and_its_local_name_lead_to_each_other(term: str) -> None:
    assert concept(short_id(term)) == str(term)


@pytest.mark.parametrize(
    ("full", "short"),
    [
        (ID + "law/eu-ai-act-2024", "law/eu-ai-act-2024"),
        (ID + "law/us-il-bipa#amended-2024", "law/us-il-bipa#amended-2024"),
        (NS + "municipal-police", "municipal-police"),
        ("http://www.w3.org/2004/02/skos/core#prefLabel", "skos:prefLabel"),
        ("https://schema.org/url", "schema:url"),
        ("https://w3id.org/dpv#Prohibition", "dpv:Prohibition"),
        ("https://w3id.org/dpv/ai#FaceRecognition", "dpv-ai:FaceRecognition"),
        ("http://www.wikidata.org/entity/Q62", "wd:Q62"),
        (RECORD + "law/us-il-bipa", RECORD + "law/us-il-bipa"),
        (SCHEMA_GRAPH, SCHEMA_GRAPH),
        ("https://example.org/page", "https://example.org/page"),
        ("", ""),
    ],
)
def test_short_form_is_the_shortest_that_is_understood(full: str, short: str) -> None:
    assert short_id(full) == short


def test_record_has_the_address_of_its_thing_under_another_folder() -> None:
    assert record_iri("law/us-il-bipa") == "https://w3id.org/facelex/record/law/us-il-bipa"
    assert iri("law", "us-il-bipa") == "https://w3id.org/facelex/id/law/us-il-bipa"
    assert concept("ban") == "https://w3id.org/facelex/ns#ban"


@pytest.mark.parametrize("constant", CONSTANTS)
def test_constant_is_a_term_of_ours_or_of_a_known_vocabulary(constant: str) -> None:
    term = URIRef(constant)
    assert term in defined() if constant.startswith(NS) else is_published(term)


@pytest.mark.parametrize("word", [vocabulary.PROHIBITION, vocabulary.CONDITION, vocabulary.PERMISSION])
def test_word_for_a_family_of_effects_is_its_concept(word: str) -> None:
    assert URIRef(concept(word)) in defined()


def test_every_kind_of_thing_is_a_class() -> None:
    assert set(KINDS) <= {local(name).lower() for name in classes()}
    assert set(RECORD_KINDS) < set(KINDS)


def test_prefixes_and_namespaces_are_told_apart() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    for namespace in PREFIXES.values():
        assert namespace.endswith(("#", "/"))
        assert not [
            other for other in PREFIXES.values() if other != namespace and other.startswith(namespace)
        ]


def test_every_file_of_the_schema_is_there() -> None:
    folder = {path for path in FILES["ontology"].parent.iterdir() if path.suffix in (".ttl", ".jsonld")}
    assert set(FILES.values()) == folder
