"""The SHACL door: which nodes of a graph do not conform to shapes, and what the shapes say about them."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyshacl
from pyshacl.errors import ConstraintLoadError
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from schema.errors import StoreError

_LOG: Final = logging.getLogger("facelex.shacl")


@dataclass(frozen=True)
class ShaclResult:
    """One violation: IRIs as texts, `path` and `value` "" where the shape speaks of the whole node."""

    focus: str
    path: str
    value: str
    severity: str
    """error (sh:Violation) or warning (sh:Warning, sh:Info)."""
    message: str


def read_shapes(path: Path) -> Graph:
    """The shapes in a Turtle file. StoreError when it cannot be read."""
    try:
        return Graph().parse(path, format="turtle")
    except (OSError, SyntaxError) as error:
        raise StoreError(f"{path} cannot be read as Turtle: {error}") from error


def check_shapes(ntriples: bytes, shapes: Graph, nodes: Collection[str] | None = None) -> list[ShaclResult]:
    """What does not conform, sorted; among the nodes of these IRIs only, if given (that is much faster).

    No inference: the graph has its superclasses already.
    """
    if nodes is not None and not nodes:
        return []  # pyshacl takes no nodes for all nodes
    data = Graph().parse(data=ntriples, format="nt")
    aimed = shapes if nodes is None else _aimed_at(shapes, data, nodes)
    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=aimed, inference="none", inplace=True, logger=_LOG
        )
    except ConstraintLoadError as error:
        raise StoreError(f"the shapes cannot be applied: {error}") from error
    if not isinstance(report, Graph):
        raise StoreError(f"the shapes cannot be applied: {text}")
    results = (_result(report, node) for node in report.objects(None, SH.result))
    return sorted(set(results), key=lambda result: (result.focus, result.path, result.value, result.message))


def _aimed_at(shapes: Graph, data: Graph, nodes: Collection[str]) -> Graph:
    """The shapes with these nodes for targets instead of all of a class.

    pySHACL's own choice of nodes (`focus_nodes`) leaves out the values that nested shapes look at, too.
    """
    aimed = Graph() + shapes
    for shape, kind in shapes.subject_objects(SH.targetClass):
        aimed.remove((shape, SH.targetClass, kind))
        for node in map(URIRef, nodes):
            if (node, RDF.type, kind) in data:
                aimed.add((shape, SH.targetNode, node))
    return aimed


def _result(report: Graph, node: Node) -> ShaclResult:
    def text(name: str) -> str:
        value = report.value(node, SH[name])
        return "" if value is None else str(value)

    severity = "error" if text("resultSeverity") == str(SH.Violation) else "warning"
    return ShaclResult(text("focusNode"), text("resultPath"), text("value"), severity, text("resultMessage"))
