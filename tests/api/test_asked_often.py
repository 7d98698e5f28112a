from api.asked_often import ACTIVITIES, ACTORS, FEW_ACTIVITIES, FEW_ACTORS, MANY_ACTIVITIES, recorded
from graph.concepts import Concepts
from graph.engine import Engine


def test_every_row_and_column_is_a_word_of_the_vocabulary(engine: Engine) -> None:
    concepts = Concepts.read(engine)
    for part, lists in (
        ("actor", (FEW_ACTORS, ACTORS)),
        ("activity", (FEW_ACTIVITIES, ACTIVITIES, MANY_ACTIVITIES)),
    ):
        for words in lists:
            assert recorded(concepts, part, words) == list(dict.fromkeys(words))


def test_word_that_the_data_has_not_is_left_out(engine: Engine) -> None:
    assert recorded(Concepts.read(engine), "actor", ("wizards", "police")) == ["police"]
