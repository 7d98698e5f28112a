from graph.engine import Engine
from graph.planning.counts import ENOUGH, Counts, Fan

X = "http://x/"


def test_triples_of_a_predicate_are_counted() -> None:
    quads = [f"<{X}s{n // 2}> <{X}p> <{X}o{n % 2}> <{X}g> ." for n in range(8)]
    counts = Counts(Engine.from_text("\n".join(quads)).store)
    assert counts.fan(X + "p") == Fan(8, 2, 4)
    assert counts.matching(X + "p", X + "o1") == 4
    assert counts.fan(X + "q") == Fan(0, 0, 0)
    assert counts.matching(X + "p", X + "nothing") == 0


def test_counting_ends_where_there_are_enough() -> None:
    quads = [f"<{X}s{n}> <{X}p> <{X}o> <{X}g> ." for n in range(ENOUGH + 500)]
    counts = Counts(Engine.from_text("\n".join(quads)).store)
    assert counts.fan(X + "p") == Fan(4 * ENOUGH, 1, ENOUGH)
    assert counts.matching(X + "p", X + "o") == 4 * ENOUGH


def test_what_is_no_iri_is_unknown() -> None:
    counts = Counts(Engine.from_text("").store)
    assert counts.fan("not an iri").total > 1000
    assert counts.matching(X + "p", "not an iri") > 1000


def test_what_was_counted_ahead_is_not_counted_again() -> None:
    store = Engine.from_text(f"<{X}s> <{X}p> <{X}o> <{X}g> .").store
    counts = Counts(store)
    counts.count_ahead()
    store.update(f"INSERT DATA {{ <{X}s> <{X}p> 1 . <{X}s> <{X}q> 1 }}")
    assert counts.fan(X + "p") == Fan(1, 1, 1)
    assert counts.fan(X + "q") == Fan(1, 1, 1)
