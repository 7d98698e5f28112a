import pytest

from graph.sandbox.places import Places, Turn
from schema.errors import QueryBusy


class Queue:
    """Places that are all taken, and who got one since, in order."""

    def __init__(self, most_waiting: int = 100) -> None:
        self.places = Places(1, most_waiting)
        self.places.take(Turn("first", lambda: None, lambda: None))
        self.served: list[str] = []
        self.turned_away: list[str] = []
        self.turns: dict[str, Turn] = {}

    def ask(self, *names: str) -> None:
        """Begin to wait; the client is the first letter."""
        for name in names:
            self.turns[name] = self.turn(name)
            try:
                self.places.take(self.turns[name])
            except QueryBusy:
                self.turned_away.append(name)

    def turn(self, name: str) -> Turn:
        return Turn(name[0], lambda: self.served.append(name), lambda: self.turned_away.append(name))

    def serve(self) -> list[str]:
        while self.places.waiting:
            self.places.give_back()
        return self.served


def test_work_of_one_client_is_done_as_it_came() -> None:
    queue = Queue()
    queue.ask("a1", "a2", "a3")
    assert queue.serve() == ["a1", "a2", "a3"]


def test_clients_take_turns_whoever_came_first() -> None:
    queue = Queue()
    queue.ask("a1", "a2", "a3", "a4", "b1", "c1", "b2")
    assert queue.serve() == ["a1", "b1", "c1", "a2", "b2", "a3", "a4"]


def test_one_client_cannot_fill_the_queue() -> None:
    queue = Queue(most_waiting=4)
    queue.ask("a1", "a2", "a3", "a4", "a5", "b1", "b2", "b3", "c1")
    assert sorted(queue.turned_away) == ["a2", "a3", "a4", "a5", "b3"]
    assert queue.serve() == ["a1", "b1", "c1", "b2"]


def test_those_who_leave_leave_no_trace() -> None:
    queue = Queue()
    queue.ask("a1", "b1")
    queue.places.leave(queue.turns["a1"])
    queue.places.leave(queue.turns["a1"])
    assert queue.places.waiting == 1
    assert queue.serve() == ["b1"]
    queue.places.leave(queue.turns["b1"])
    queue.places.give_back()
    assert (queue.places.waiting, queue.places.taken) == (0, 0)


def test_place_is_taken_at_once_where_there_is_one() -> None:
    served: list[str] = []
    places = Places(2, 0)
    for name in ("a", "b"):
        places.take(Turn(name, lambda: served.append("come"), lambda: served.append("away")))
    with pytest.raises(QueryBusy):
        places.take(Turn("c", lambda: served.append("come"), lambda: served.append("away")))
    places.give_back()
    assert (served, places.taken, places.others_wait("a")) == (["come", "come"], 1, False)


def test_whose_turn_it_is_may_ask_again_at_once() -> None:
    places = Places(1, 9)
    order: list[int] = []

    def come(number: int) -> None:
        order.append(number)
        if number < 4:
            places.take(Turn("a", lambda: come(number + 10), lambda: None))
        places.give_back()

    for number in range(3):
        places.take(Turn("a", lambda number=number: come(number), lambda: None))  # type: ignore[misc]
    assert sorted(order) == [0, 1, 2, 10, 11, 12]
    assert (places.taken, places.waiting) == (0, 0)
