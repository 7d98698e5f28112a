"""How new the data is, as far as the records themselves say."""

from datetime import date
from typing import Final

from graph.any_engine import AnyEngine
from graph.queries import load_query

_DAY: Final = load_query("day_of_data")


def day_of_data(engine: AnyEngine) -> date | None:
    """The newest day on which a record was read against its sources; None when no record says one.

    It is not the day on which a file was written: a rebuild or a copy makes nothing newer.
    """
    rows = engine.select(_DAY)
    return date.fromisoformat(rows[0]["day"][:10]) if rows else None
