from graph.planning.kept import Kept


def test_what_was_asked_for_longest_ago_is_forgotten() -> None:
    kept = Kept[str, str](2)
    made: list[str] = []

    def ask(key: str) -> str:
        def make() -> str:
            made.append(key)
            return key.upper()

        return kept.get(key, make)

    assert [ask(key) for key in "abacab"] == list("ABACAB")
    assert made == ["a", "b", "c", "b"]
    assert len(kept) == 2


def test_nothing_is_a_value_too() -> None:
    kept = Kept[str, None](2)
    made: list[str] = []
    for _ in range(2):
        kept.get("a", lambda: made.append("a"))
    assert made == ["a"]
