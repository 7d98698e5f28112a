"""The files of the schema as graphs, and what tests ask of them."""

from functools import cache
from pathlib import Path
from typing import Final

from rdflib import OWL, RDF, SKOS, Graph, Namespace, URIRef
from rdflib.term import Node

from schema.vocabulary import FILES, NS

FL: Final = Namespace(NS)
ROOT: Final = Path(__file__).parents[2]


@cache
def graph_of(name: str) -> Graph:
    """A file of the schema, by its name in `FILES`; not to be changed."""
    return Graph().parse(FILES[name], format="turtle")


def instances(graph: Graph, *classes: URIRef) -> set[URIRef]:
    """All things of these classes that have an IRI."""
    return {
        thing for kind in classes for thing in graph.subjects(RDF.type, kind) if isinstance(thing, URIRef)
    }


def classes() -> set[URIRef]:
    return instances(graph_of("ontology"), OWL.Class)


def properties() -> set[URIRef]:
    return instances(graph_of("ontology"), OWL.ObjectProperty, OWL.DatatypeProperty)


def concepts() -> set[URIRef]:
    return instances(graph_of("concepts"), SKOS.Concept)


def schemes() -> set[URIRef]:
    return instances(graph_of("concepts"), SKOS.ConceptScheme)


def defined() -> set[URIRef]:
    """Every term that the ontology and the concept schemes define."""
    return classes() | properties() | concepts() | schemes()


def local(node: Node | str) -> str:
    """A term of ours without its namespace."""
    return str(node).removeprefix(NS)
