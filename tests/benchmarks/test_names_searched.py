from benchmarks.names_searched import search_paths
from graph.engine import Engine

DATA = """
@prefix fl: <https://w3id.org/facelex/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/facelex/record/a> {
  <https://w3id.org/facelex/id/law/a> a fl:Law ; skos:prefLabel "Loi sur la sécurité" .
  <https://w3id.org/facelex/id/law/b> a fl:Law ; skos:prefLabel "BIPA" .
}
"""


def test_every_name_is_searched_once_and_in_the_same_order_each_time() -> None:
    engine = Engine.from_text(DATA)
    paths = search_paths(engine)
    assert len(paths) == 2
    assert "/api/search?q=BIPA" in paths
    assert all(path.isascii() for path in paths)
    assert paths == search_paths(engine)
