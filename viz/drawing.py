"""The pyvis door: a network and its layout become vis-network's nodes, edges and options.

Only pyvis's data is used. Its own template loads scripts and styles from another host, so `viz/page.py`
renders ours.
"""

import json
from dataclasses import dataclass
from typing import Any

from pyvis.edge import Edge
from pyvis.network import Network

from viz.kinds import KIND_BY_KEY
from viz.layout import Layout
from viz.network import Graph, relations, things


@dataclass(frozen=True)
class Drawing:
    """What vis-network is given: nodes, edges and options, all plain JSON values."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]


def draw(graph: Graph, layout: Layout) -> Drawing:
    """The drawing of a network. Nodes name their kind as `group`, edges the key of their `relation`."""
    net = Network(directed=True)
    for node, thing in things(graph).items():
        kind = KIND_BY_KEY[thing.kind]
        x, y = layout.positions[node]
        net.add_node(node, label=thing.label, shape=kind.shape, group=kind.key, size=kind.size, x=x, y=y)
    # not add_edge, which looks both ends up in a list: thousands of edges would take seconds
    net.edges.extend(
        Edge(start, end, directed=False, relation=relation.key).options
        for start, relation, end in relations(graph)
    )
    net.set_options(json.dumps(_options(layout.physics)))
    nodes, edges, _, _, _, options = net.get_network_data()
    numbered = [{"id": number, **edge} for number, edge in enumerate(edges)]
    return Drawing(nodes, numbered, json.loads(options))


def _options(physics: bool) -> dict[str, Any]:
    return {
        "autoResize": True,
        "layout": {"randomSeed": 1, "improvedLayout": False},
        "physics": {
            "enabled": physics,
            "solver": "barnesHut",
            "barnesHut": {
                "gravitationalConstant": -7000,
                "springLength": 110,
                "springConstant": 0.03,
                "damping": 0.3,
                "avoidOverlap": 0.3,
            },
            "minVelocity": 1,
            "stabilization": {"enabled": physics, "iterations": 400, "updateInterval": 400, "fit": True},
        },
        "edges": {"smooth": False},
        "interaction": {"hover": False, "selectable": False, "keyboard": False},
    }
