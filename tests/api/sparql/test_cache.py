import pytest

from api.sparql.cache import AnswerCache
from graph.sandbox.pool import QueryResult

RESULT = QueryResult(b"x" * 100, "rows", "json")


def test_answer_is_kept_for_one_state_of_the_data() -> None:
    cache = AnswerCache()
    assert cache.get(1, "key") is None
    cache.put(1, "key", "ASK {}", RESULT)
    assert cache.get(1, "key") is RESULT
    assert cache.get(2, "key") is None
    cache.put(2, "other", "ASK {}", RESULT)
    assert cache.get(2, "key") is None
    cache.put(1, "key", "ASK {}", RESULT)  # it came late: the data is another by now
    assert cache.get(2, "other") is RESULT
    assert (cache.hits, cache.misses) == (2, 3)


@pytest.mark.parametrize("function", ["NOW()", "rand()", "UUID()", "StrUUID()", "BNODE()"])
def test_answer_that_is_another_each_time_is_not_kept(function: str) -> None:
    cache = AnswerCache()
    cache.put(0, "key", f"SELECT ({function} AS ?x) {{}}", RESULT)
    assert cache.get(0, "key") is None


def test_oldest_answers_go_when_there_is_no_more_room() -> None:
    cache = AnswerCache(most_bytes=1000, most_each=200)
    for number in range(1000):
        cache.put(0, number, "q" * 10, RESULT)
    kept = [number for number in range(1000) if cache.get(0, number)]
    assert kept == list(range(991, 1000))
    cache.put(0, "long", "q" * 200, RESULT)
    assert cache.get(0, "long") is None


def test_answer_that_is_asked_for_stays() -> None:
    cache = AnswerCache(most_bytes=330, most_each=200)
    for number in range(20):
        cache.put(0, number, "q" * 10, RESULT)
        assert cache.get(0, 0)
