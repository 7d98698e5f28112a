"""Maps that are kept: each question's is made once for a data version, one at a time, in a thread."""

from functools import partial
from typing import Final

from anyio import to_thread

from api.parts import Parts
from graph.verdict_map import VerdictMap, verdict_map
from schema.errors import QueryBusy

MOST_WAITING: Final = 32
"""Maps and pages that may wait to be made, a tenth of a second or so each; the next is told to come later."""


async def map_of(parts: Parts, actor: str, activity: str, setting: str | None = None) -> VerdictMap:
    """The map of a question.

    UnknownConcept for a word that is none, QueryBusy when too many wait.
    """
    if parts.page_threads.statistics().tasks_waiting >= MOST_WAITING:
        raise QueryBusy(5)
    return await to_thread.run_sync(
        partial(kept_map, parts, actor, activity, setting), limiter=parts.page_threads
    )


def kept_map(parts: Parts, actor: str, activity: str, setting: str | None = None) -> VerdictMap:
    """The same, for who is in a thread already."""
    word = parts.lookup.concepts.word
    who, what = word("actor", actor), word("activity", activity)
    where = word("setting", setting) if setting else None
    make = partial(verdict_map, parts.lookup, who, what, where)
    return parts.maps.get((parts.engine.data_version, who, what, where), make)
