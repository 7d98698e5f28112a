"""When each record was last held against its sources: all that the data can tell of its corrections."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.any_engine import AnyEngine
from graph.engine import Row
from graph.queries import load_query
from schema.periods import PartialDate
from schema.vocabulary import short_id

_CHECKS: Final = load_query("record_checks")


@dataclass(frozen=True)
class RecordCheck:
    """A record (the id of its thing), the day of its last check, and against what it was checked."""

    id: str
    name: str
    checked: date
    verification: str
    """text, secondary or unverified."""
    places: frozenset[str]


def record_checks(engine: AnyEngine, words: Mapping[str, str]) -> tuple[RecordCheck, ...]:
    """Every record, the one checked last first, else by id. `words` are the words of concepts by IRI."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in engine.select(_CHECKS):
        rows[short_id(row["thing"])].append(row)
    found = [
        RecordCheck(
            name,
            same[0]["name"],
            PartialDate(same[0]["checked"]).first_day,
            words[same[0]["verification"]],
            frozenset(
                {short_id(row["place"]) for row in same if "place" in row}
                | ({name} if name.startswith("jurisdiction/") else set())
            ),
        )
        for name, same in rows.items()
    ]
    return tuple(sorted(found, key=lambda check: (-check.checked.toordinal(), check.id)))
