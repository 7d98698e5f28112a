import io

import networkx as nx

from tests.viz.sample import small_graph
from viz.exchange import as_gexf, as_graphml

HOSTILE = '<img src=x onerror=alert(1)> & "\x00\x0b\ufffe'


def test_graphml_is_read_back_with_all_nodes_and_edges() -> None:
    graph = small_graph()
    read = nx.read_graphml(io.BytesIO(as_graphml(graph)))
    assert (set(read), read.number_of_edges()) == (set(graph), graph.number_of_edges())


def test_gexf_is_read_back_and_the_same_each_time() -> None:
    graph = small_graph()
    read = nx.read_gexf(io.BytesIO(as_gexf(graph)))
    assert set(read) == set(graph)
    assert b"lastmodifieddate" not in as_gexf(graph)


def test_label_that_no_xml_can_hold_is_held_without_those_characters() -> None:
    graph = small_graph(label=HOSTILE)
    for text in (as_graphml(graph), as_gexf(graph)):
        assert b"<img" not in text
    labels = {data["label"] for _, data in nx.read_graphml(io.BytesIO(as_graphml(graph))).nodes(data=True)}
    assert '<img src=x onerror=alert(1)> & "' in labels
