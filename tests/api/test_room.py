import pytest

from api.room import Place, Room
from schema.errors import QueryBusy


def test_bodies_together_have_a_bound_and_give_their_room_back() -> None:
    room = Room(10)
    first, second = Place(room), Place(room)
    first.take(4)
    first.take(4)
    with pytest.raises(QueryBusy):
        second.take(3)
    second.take(2)
    first.leave()
    first.leave()
    assert room.taken == 2
    second.take(8)
    second.leave()
    assert room.taken == 0
