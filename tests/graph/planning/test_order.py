from graph.engine import Engine
from graph.planning.counts import Counts
from graph.planning.order import DataSizes, best_order, cost_of, engine_sizes, greedy
from graph.planning.reader import read_shape
from graph.planning.syntax import NOTHING, Path, Term, Triple

CITY = "<x:c> <x:in>* ?place . ?law <x:of> ?place . ?law <x:status> <x:force> . ?law <x:rule> ?rule"


def triples(text: str) -> list[Triple]:
    return list(read_shape(f"ASK {{ {text} }}").group.triples)


DATA = "GRAPH <x:g> {{\n{}\n}}".format(
    "\n".join(
        f"<x:law{n}> <x:of> <x:place{n}> ; <x:status> <x:force> ; <x:rule> <x:rule{n}> ."
        f"<x:place{n}> <x:in> <x:place{n // 3}> ."
        for n in range(300)
    )
)


def data_sizes(text: str) -> DataSizes:
    whole = f"ASK {{ {text} }}"

    def iri_of(part: Term | Path) -> str:
        piece = whole[part.start : part.end]
        return piece[1:-1] if piece.startswith("<") and piece.endswith(">") and "*" not in piece else ""

    return DataSizes(Counts(Engine.from_text(DATA).store), iri_of)


def test_the_engine_takes_an_object_for_more_selective_than_a_path() -> None:
    assert greedy(triples(CITY), NOTHING, engine_sizes) == [2, 1, 0, 3]


def test_counts_tell_that_the_path_is_the_better_start() -> None:
    sizes = data_sizes(CITY)
    patterns = triples(CITY)

    def cost(order: list[int]) -> float:
        return cost_of([patterns[i] for i in order], NOTHING, sizes, [])

    best = best_order(patterns, NOTHING, sizes, lambda order: cost(list(order)))
    assert best[:2] == [0, 1]
    assert cost(best) * 10 < cost([2, 1, 0, 3])


def test_a_filter_makes_what_follows_cheaper() -> None:
    text = "?law <x:status> ?s . ?law <x:of> ?p"
    sizes = data_sizes(text)
    patterns = triples(text)
    assert cost_of(patterns, NOTHING, sizes, [frozenset({"s"})]) < cost_of(patterns, NOTHING, sizes, [])


def test_the_first_of_equals_goes_first() -> None:
    assert greedy(triples("?a <x:p> ?b . ?a <x:q> ?b . ?a <x:r> ?b"), NOTHING, engine_sizes) == [0, 1, 2]


def test_what_is_bound_before_counts() -> None:
    patterns = triples("?a <x:p> ?b . ?b <x:q> ?c")
    assert greedy(patterns, frozenset({"c"}), engine_sizes) == [1, 0]
