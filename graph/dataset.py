"""The whole dataset described: DCAT for catalogues, VoID for those who query it, figures counted in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.any_engine import AnyEngine
from graph.engine import Term, date_term, iri_term, text_term
from graph.queries import load_query
from graph.rdf import number_term, written
from schema.vocabulary import BASE, ID, LICENCE, PREFIXES, SCHEMA_GRAPH

DATASET: Final = BASE + "dataset"
"""The IRI of the dataset."""

TITLE: Final = "facelex: facial-recognition regulation"
SUMMARY: Final = (
    "Laws, rules, bans and their exceptions, places, public bodies, companies, technologies, cases and "
    "events: may this actor use face recognition so, in this place, on this day, and which law says so? Each "
    "record is a named graph with its sources and how far they were checked. Where no rule is recorded, "
    "nothing is said of the law: silence is not permission."
)
KEYWORDS: Final = ("facial recognition", "biometrics", "law", "regulation", "privacy", "legislation")
ISSUED: Final = date(2026, 11, 25)
"""The day on which the dataset was first published."""

EXAMPLES: Final = (
    "jurisdiction/us-ca-san-francisco",
    "law/us-il-bipa-2008",
    "rule/us-ca-san-francisco-19b-2019--ban",
    "organisation/clearview-ai",
)
MEDIA: Final = {
    "nq": "application/n-quads",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
}
"""The files of `/dump.*`, and the media type of each."""

_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_ENGLISH: Final = "http://publications.europa.eu/resource/authority/language/ENG"
_COUNTS, _CLASSES, _PROPERTIES, _PAGES = (
    load_query(name) for name in ("dataset_counts", "dataset_classes", "dataset_properties", "pages")
)
_Triple = tuple[str, str, Term]
Figures = tuple[_Triple, ...]
"""How much there is in a dataset, as triples about it."""


@dataclass(frozen=True)
class Place:
    """Where the dataset is published: the address of the server, and on which day its data was new."""

    address: str
    modified: date | None


def pages(engine: AnyEngine) -> list[str]:
    """The short ids of all things that have a page."""
    return [row["thing"].removeprefix(ID) for row in engine.select(_PAGES)]


def describe_dataset(version: str, figures: Figures, place: Place, format: str) -> bytes:
    """The description of a state of the data in a format of `graph.rdf.GRAPH_FORMATS`."""
    lines = (
        f"{iri_term(subject)} {iri_term(name(property))} {value} ."
        for subject, property, value in (*_what(version, place), *_where(place), *figures)
    )
    return written("\n".join(lines).encode(), format, PREFIXES)


def name(short: str) -> str:
    """The IRI of `prefix:local`."""
    prefix, _, local = short.partition(":")
    return PREFIXES[prefix] + local


def _what(version: str, place: Place) -> Iterator[_Triple]:
    def say(property: str, value: Term) -> _Triple:
        return DATASET, property, value

    publisher = BASE + "publisher"
    yield say("rdf:type", iri_term(name("dcat:Dataset")))
    yield say("rdf:type", iri_term(name("void:Dataset")))
    yield say("dct:title", text_term(TITLE, "en"))
    yield say("dct:description", text_term(SUMMARY, "en"))
    yield say("dct:identifier", text_term(DATASET))
    yield say("dct:license", iri_term(LICENCE))
    yield say("dct:issued", date_term(ISSUED))
    if place.modified:
        yield say("dct:modified", date_term(place.modified))
    yield say("dcat:version", text_term(version))
    yield say("owl:versionInfo", text_term(version))
    yield say("dct:language", iri_term(_ENGLISH))
    yield say("dct:publisher", iri_term(publisher))
    yield say("dcat:landingPage", iri_term(place.address + "/"))
    yield say("foaf:homepage", iri_term(place.address + "/"))
    for word in KEYWORDS:
        yield say("dcat:keyword", text_term(word, "en"))
    yield publisher, "rdf:type", iri_term(name("foaf:Agent"))
    yield publisher, "foaf:name", text_term("facelex", "en")


def _where(place: Place) -> Iterator[_Triple]:
    for ending, media in MEDIA.items():
        for packed in ("", ".gz"):
            address = f"{place.address}/dump.{ending}{packed}"
            yield DATASET, "dcat:distribution", iri_term(address)
            yield DATASET, "void:dataDump", iri_term(address)
            yield address, "rdf:type", iri_term(name("dcat:Distribution"))
            yield address, "dct:title", text_term(f"Everything as {ending}{packed}", "en")
            yield address, "dct:license", iri_term(LICENCE)
            yield address, "dcat:accessURL", iri_term(address)
            yield address, "dcat:downloadURL", iri_term(address)
            yield address, "dcat:mediaType", iri_term(_MEDIA_TYPES + media)
            if packed:
                yield address, "dcat:compressFormat", iri_term(_MEDIA_TYPES + "application/gzip")
    for path, title, description in (
        ("/sparql", "SPARQL endpoint", "/sparql"),
        ("/api", "HTTP interface", "/openapi.json"),
    ):
        service = place.address + path
        yield service, "rdf:type", iri_term(name("dcat:DataService"))
        yield service, "dct:title", text_term(f"facelex: {title}", "en")
        yield service, "dcat:endpointURL", iri_term(service)
        yield service, "dcat:endpointDescription", iri_term(place.address + description)
        yield service, "dcat:servesDataset", iri_term(DATASET)
        yield service, "dct:license", iri_term(LICENCE)
    yield DATASET, "void:sparqlEndpoint", iri_term(place.address + "/sparql")
    yield DATASET, "void:uriSpace", text_term(ID)
    for id in EXAMPLES:
        yield DATASET, "void:exampleResource", iri_term(ID + id)
    for vocabulary in (
        SCHEMA_GRAPH,
        *(PREFIXES[one] for one in ("skos", "dct", "foaf", "prov", "geosparql")),
    ):
        yield DATASET, "void:vocabulary", iri_term(vocabulary)


def figures_of(engine: AnyEngine) -> Figures:
    """How much there is: triples, classes, properties. Counting takes a while."""
    return tuple(_figures(engine))


def _figures(engine: AnyEngine) -> Iterator[_Triple]:
    (counts,) = engine.select(_COUNTS)
    for key, property in (
        ("triples", "void:triples"),
        ("subjects", "void:distinctSubjects"),
        ("properties", "void:properties"),
        ("objects", "void:distinctObjects"),
    ):
        yield DATASET, property, number_term(int(counts[key]))
    classes = engine.select(_CLASSES)
    yield DATASET, "void:classes", number_term(len(classes))
    for at, row in enumerate(classes):
        yield from _partition(f"class-{at}", "class", row["class"], "entities", row["things"])
    for at, row in enumerate(engine.select(_PROPERTIES)):
        yield from _partition(f"property-{at}", "property", row["property"], "triples", row["triples"])


def _partition(part: str, kind: str, of: str, counted: str, count: str) -> Iterator[_Triple]:
    node = f"{DATASET}#{part}"
    yield DATASET, f"void:{kind}Partition", iri_term(node)
    yield node, "rdf:type", iri_term(name("void:Dataset"))
    yield node, f"void:{kind}", iri_term(of)
    yield node, f"void:{counted}", number_term(int(count))
