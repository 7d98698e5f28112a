from api.sparql.cache import AnswerCache

RESULT = b"x" * 100


def test_answer_is_kept_for_one_state_of_the_data() -> None:
    cache = AnswerCache[bytes]()
    assert cache.get(1, "key") is None
    cache.put(1, "key", RESULT, 106)
    assert cache.get(1, "key") is RESULT
    assert cache.get(2, "key") is None
    cache.put(2, "other", RESULT, 106)
    assert cache.get(2, "key") is None
    cache.put(1, "key", RESULT, 106)  # it came late: the data is another by now
    assert cache.get(2, "other") is RESULT
    assert (cache.hits, cache.misses) == (2, 3)


def test_oldest_answers_go_when_there_is_no_more_room() -> None:
    cache = AnswerCache[bytes](most_bytes=1000, most_each=200)
    for number in range(1000):
        cache.put(0, number, RESULT, 110)
    kept = [number for number in range(1000) if cache.get(0, number)]
    assert kept == list(range(991, 1000))
    cache.put(0, "long", RESULT, 300)
    assert cache.get(0, "long") is None


def test_answer_that_is_asked_for_stays() -> None:
    cache = AnswerCache[bytes](most_bytes=330, most_each=200)
    for number in range(20):
        cache.put(0, number, RESULT, 110)
        assert cache.get(0, 0)
