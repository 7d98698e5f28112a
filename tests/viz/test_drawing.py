import subprocess
import sys

from tests.viz.sample import large_graph, small_graph
from viz.drawing import draw
from viz.kinds import NETWORK_KINDS
from viz.layout import lay_out


def test_every_kind_differs_in_shape_and_in_both_colours() -> None:
    for looks in zip(*[(kind.shape, kind.light, kind.dark) for kind in NETWORK_KINDS], strict=True):
        assert len(set(looks)) == len(NETWORK_KINDS)


def test_node_has_position_shape_and_group_of_its_kind() -> None:
    graph = small_graph()
    layout = lay_out(graph)
    node = next(node for node in draw(graph, layout).nodes if node["id"] == "law/oakland-ban")
    assert (node["shape"], node["group"], node["label"]) == ("square", "law", "Oakland ban")
    assert (node["x"], node["y"]) == layout.positions["law/oakland-ban"]


def test_edges_are_numbered_and_name_their_relation() -> None:
    graph = small_graph()
    edges = draw(graph, lay_out(graph)).edges
    assert [edge["id"] for edge in edges] == list(range(4))
    assert {edge["relation"] for edge in edges} == {"law-of", "rule-of", "based-in", "involves"}


def test_physics_is_on_for_small_networks_alone() -> None:
    for graph in (small_graph(), large_graph()):
        layout = lay_out(graph)
        assert draw(graph, layout).options["physics"]["enabled"] is layout.physics


def test_network_without_a_page_needs_neither_pyvis_nor_ipython() -> None:
    code = "import sys, viz.network, viz.layout; print({'pyvis', 'IPython'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
