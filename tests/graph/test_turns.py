import threading

import pytest

from graph.turns import LongTurns
from schema.errors import QueryBusy


def test_query_is_known_by_its_text_but_for_numbers_and_spaces() -> None:
    turns = LongTurns(at_once=1, waiting=1)
    turns.note("SELECT * { ?a ?b ?c } LIMIT 10", is_long=True)
    assert turns.knows("SELECT *\n{ ?a ?b ?c } LIMIT 9999")
    assert not turns.knows("SELECT * { ?a ?b ?d } LIMIT 10")


def test_query_that_turns_out_short_is_no_longer_known() -> None:
    turns = LongTurns(at_once=1, waiting=1)
    turns.note("ASK {}", is_long=True)
    turns.note("ASK {}", is_long=False)
    assert not turns.knows("ASK {}")


def test_only_the_last_queries_are_remembered() -> None:
    turns = LongTurns(at_once=1, waiting=1)
    for first in "abcdefghij":
        for second in "abcdefghij":
            for third in "abcdefghijk":
                turns.note(first + second + third, is_long=True)
    assert not turns.knows("aaa")
    assert turns.knows("jjk")


def test_turn_is_waited_for_and_given_back() -> None:
    turns = LongTurns(at_once=1, waiting=1)
    with turns.turn(1):
        assert not turns.try_to_take()
        with pytest.raises(QueryBusy), turns.turn(0.01):
            pass
    assert turns.try_to_take()
    threading.Timer(0.05, turns.give_back).start()
    with turns.turn(2):
        pass


def test_line_before_the_turns_is_bounded() -> None:
    turns = LongTurns(at_once=1, waiting=0)
    with pytest.raises(QueryBusy), turns.turn(5):
        pass
