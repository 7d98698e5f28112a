"""The names of things: every IRI of the project is spelled here, and nowhere else in Python."""

from pathlib import Path
from typing import Final

BASE: Final = "https://w3id.org/facelex/"
"""The beginning of every IRI that is ours."""
NS: Final = "https://w3id.org/facelex/ns#"
ID: Final = "https://w3id.org/facelex/id/"
RECORD: Final = "https://w3id.org/facelex/record/"
SCHEMA_GRAPH: Final = "https://w3id.org/facelex/ns"
"""The named graph that holds the ontology and the concept schemes."""
OWN_DEFAULT: Final = "https://w3id.org/facelex/graph/default"
"""The graph of triples that people wrote without a graph, where the default graph is the merge of all."""

STATE_GRAPH: Final = "https://w3id.org/facelex/state"
"""The named graph on an engine at another address that says which state of the data it holds."""

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"

KINDS: Final = (
    "jurisdiction",
    "law",
    "rule",
    "exception",
    "regulator",
    "organisation",
    "technology",
    "proceeding",
    "outcome",
    "event",
    "source",
)
"""The kinds of things that have an IRI of their own under `ID`."""

RECORD_KINDS: Final = (
    "jurisdiction",
    "law",
    "regulator",
    "organisation",
    "technology",
    "proceeding",
    "event",
)
"""The kinds that have record files; the others are parts of these."""

PREFIXES: Final = {
    "fl": NS,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "dpv": "https://w3id.org/dpv#",
    "dpv-ai": "https://w3id.org/dpv/ai#",
    "eu-aiact": "https://w3id.org/dpv/legal/eu/aiact#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "sf": "http://www.opengis.net/ont/sf#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "sh": "http://www.w3.org/ns/shacl#",
    "wd": "http://www.wikidata.org/entity/",
}

_HERE: Final = Path(__file__).parent
FILES: Final = {
    "ontology": _HERE / "ontology.ttl",
    "alignments": _HERE / "alignments.ttl",
    "concepts": _HERE / "concepts.ttl",
    "shapes": _HERE / "shapes.ttl",
    "context": _HERE / "context.jsonld",
}
"""The files of this package, by what they hold."""

TYPE: Final = PREFIXES["rdf"] + "type"
LABEL: Final = PREFIXES["skos"] + "prefLabel"
SOURCE: Final = PREFIXES["dct"] + "source"
DESCRIPTION: Final = PREFIXES["dct"] + "description"
PRIMARY_TOPIC: Final = PREFIXES["foaf"] + "primaryTopic"
DERIVED_FROM: Final = PREFIXES["prov"] + "wasDerivedFrom"
VERSION: Final = PREFIXES["owl"] + "versionInfo"
LICENSE: Final = PREFIXES["dct"] + "license"
WITHIN: Final = NS + "within"
FORMER_ID: Final = NS + "formerId"
RECORD_CLASS: Final = NS + "Record"

PROHIBITION: Final = "prohibition"
CONDITION: Final = "condition"
PERMISSION: Final = "permission"


def iri(kind: str, slug: str) -> str:
    """The IRI of a thing: `iri("law", "eu-ai-act-2024")`."""
    return f"{ID}{kind}/{slug}"


def iri_of(short: str) -> str:
    """The IRI of a short id, `kind/slug`."""
    return ID + short


def record_iri(short: str) -> str:
    """The IRI of the record, and named graph, of a short id."""
    return RECORD + short


def concept(word: str) -> str:
    """The IRI of a concept, class or property of ours by its local name."""
    return NS + word


def short_id(full: str) -> str:
    """The short form of an IRI.

    `kind/slug` for a thing, the local name for a term of ours, `prefix:name` for a term of another known one,
    else the IRI itself.
    """
    if full.startswith(ID):
        return full.removeprefix(ID)
    if full.startswith(NS):
        return full.removeprefix(NS)
    for prefix, namespace in PREFIXES.items():
        if full.startswith(namespace):
            return f"{prefix}:{full.removeprefix(namespace)}"
    return full
