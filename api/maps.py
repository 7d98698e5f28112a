"""Maps that are kept: each question's is made once for a data version, one at a time, in a thread."""

from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from anyio import to_thread

from api.parts import Parts
from graph.verdict_map import VerdictMap, verdict_map
from schema.errors import QueryBusy

MOST_WAITING: Final = 32
"""Maps and pages that may wait to be made, a tenth of a second or so each; the next is told to come later."""


T = TypeVar("T")


async def in_thread(parts: Parts, make: Callable[[], T]) -> T:
    """What is made of a map, made in a thread: it takes as long as ten short answers, the first far longer.

    QueryBusy when too many wait; errors of `make`.
    """
    if parts.page_threads.statistics().tasks_waiting >= MOST_WAITING:
        raise QueryBusy(5)
    return await to_thread.run_sync(make, limiter=parts.page_threads)


async def map_of(parts: Parts, actor: str, activity: str, setting: str | None = None) -> VerdictMap:
    """The map of a question. UnknownConcept for a word that is none, QueryBusy as `in_thread`."""
    return await in_thread(parts, partial(kept_map, parts, actor, activity, setting))


def kept_map(parts: Parts, actor: str, activity: str, setting: str | None = None) -> VerdictMap:
    """The same as `map_of`, for who is in a thread already."""
    word = parts.lookup.concepts.word
    who, what = word("actor", actor), word("activity", activity)
    where = word("setting", setting) if setting else None
    make = partial(verdict_map, parts.lookup, who, what, where)
    return parts.maps.get((parts.engine.data_version, who, what, where), make)
