"""What takes long to make is made in threads of its own, and only so many may wait for it."""

from collections.abc import Callable
from typing import Final, TypeVar

from anyio import to_thread

from api.parts import Parts
from schema.errors import QueryBusy

MOST_WAITING: Final = 32
"""Maps, pages and calendars that may wait, a tenth of a second or so each; the next is told to come later."""

T = TypeVar("T")


async def in_thread(parts: Parts, make: Callable[[], T]) -> T:
    """What `make` makes, where nobody waits for short answers. QueryBusy when too many wait; its errors."""
    if parts.page_threads.statistics().tasks_waiting >= MOST_WAITING:
        raise QueryBusy(5)
    return await to_thread.run_sync(make, limiter=parts.page_threads)
