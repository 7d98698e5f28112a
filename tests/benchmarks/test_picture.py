from benchmarks.picture import enlarged, own_page_of_pyvis
from tests.viz.sample import small_graph
from viz.layout import lay_out
from viz.network import relations, things


def test_enlarged_network_has_copies_of_things_and_of_the_ties_between_them() -> None:
    graph = small_graph()
    larger = enlarged(graph, 2 * len(graph))
    assert len(larger) == 2 * len(graph)
    assert larger.number_of_edges() == 2 * graph.number_of_edges()
    assert {things(larger)[node].id for node in larger} == set(larger)
    assert len(list(relations(larger))) == larger.number_of_edges()


def test_page_of_the_peer_draws_the_same_things_without_asking_for_files() -> None:
    graph = small_graph()
    page = own_page_of_pyvis(graph, lay_out(graph))
    assert all(f'"id": "{node}"' in page for node in graph)
    assert 'src="http' not in page.split("vis-network")[0]
