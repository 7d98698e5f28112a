import pytest

from viz.relations import RELATIONS, relation_for


@pytest.mark.parametrize(
    ("predicate", "kind", "words"),
    [
        ("jurisdiction", "law", "law of"),
        ("jurisdiction", "proceeding", "heard in"),
        ("actor", "event", "involves"),
        ("relation", "law", "related to"),
    ],
)
def test_relation_is_put_in_words_for_the_kind_it_starts_from(predicate: str, kind: str, words: str) -> None:
    found = relation_for(predicate, kind)
    assert found is not None
    assert found.words == words


def test_actor_of_a_rule_is_a_concept_and_draws_no_edge() -> None:
    assert relation_for("actor", "rule") is None


def test_every_relation_has_a_key_of_its_own() -> None:
    assert len({relation.key for relation in RELATIONS}) == len(RELATIONS)
