"""The SHACL door: which nodes of a graph do not conform to shapes, and what the shapes say about them."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyshacl
from rdflib import RDF, SH, Graph
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
    _, report, text = pyshacl.validate(
        data,
        shacl_graph=shapes,
        focus_nodes=None if nodes is None else sorted(nodes),
        inference="none",
        inplace=True,
        logger=_LOG,
    )
    if not isinstance(report, Graph):
        raise StoreError(f"the shapes cannot be applied: {text}")
    results = (_result(report, node) for node in report.subjects(RDF.type, SH.ValidationResult))
    return sorted(set(results), key=lambda result: (result.focus, result.path, result.value, result.message))


def _result(report: Graph, node: Node) -> ShaclResult:
    def text(name: str) -> str:
        value = report.value(node, SH[name])
        return "" if value is None else str(value)

    severity = "error" if text("resultSeverity") == str(SH.Violation) else "warning"
    return ShaclResult(text("focusNode"), text("resultPath"), text("value"), severity, text("resultMessage"))
