"""The network for other programs: GraphML and GEXF, as networkx writes them."""

import io
import re
from typing import Final

import networkx as nx

from schema.vocabulary import ID
from viz.network import Graph, relations, things

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WRITTEN_ON: Final = re.compile(r' lastmodifieddate="[^"]*"')


def as_graphml(graph: Graph) -> bytes:
    """The network as GraphML, for yEd, Cytoscape, igraph and the like."""
    out = io.BytesIO()
    nx.write_graphml_xml(_plain(graph), out)
    return out.getvalue()


def as_gexf(graph: Graph) -> bytes:
    """The network as GEXF 1.2, for Gephi; without the day of writing, so that the same is the same bytes."""
    out = io.BytesIO()
    nx.write_gexf(_plain(graph), out)
    return _WRITTEN_ON.sub("", out.getvalue().decode("utf-8"), count=1).encode()


def _plain(graph: Graph) -> "nx.MultiDiGraph[str]":
    """The same with texts alone: nodes with label, kind, category, iri, summary and their first period."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, thing in things(graph).items():
        period = next(iter(thing.validity.periods or ()), None)
        plain.add_node(
            node,
            label=_text(thing.label),
            kind=thing.kind,
            category=_text(thing.category),
            iri=ID + node,
            summary=_text(thing.summary),
            valid_from=str(period.start or "") if period else "",
            valid_until=str(period.end or "") if period else "",
            end_unknown=thing.validity.end_unknown,
            verification=_text(thing.verification),
        )
    for number, (start, relation, end) in enumerate(relations(graph)):
        plain.add_edge(start, end, key=str(number), relation=relation.key, label=relation.words)
    return plain


def _text(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
