"""Maps that are kept: each question's is made once for a data version, one at a time, in a thread."""

from functools import partial

from api.costly import in_thread
from api.parts import Parts
from graph.verdict_map import VerdictMap, verdict_map


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
