"""Room for what people send: all bodies that are worked on take no more than a bound together."""

from typing import Final

from schema.errors import QueryBusy

MOST_BYTES: Final = 64 * 1024 * 1024
_RETRY: Final = 10


class Room:
    """So many bytes, shared by all."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most: Final = most
        self.taken = 0


class Place:
    """What one body takes of the room, until `leave`."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._size = 0

    def take(self, size: int) -> None:
        """Take so many bytes more; QueryBusy when there is no room."""
        if self._room.taken + size > self._room.most:
            raise QueryBusy(_RETRY)
        self._room.taken += size
        self._size += size

    def leave(self) -> None:
        """Give back all that was taken; a second call does nothing."""
        self._room.taken -= self._size
        self._size = 0
