"""/api/stats: figures of the data."""

from fastapi import APIRouter, Request, Response

from api.clock import day_or_today
from api.formats import as_json
from api.parameters import Day
from api.parts import PartsOf
from api.replies import JSON, reply
from graph.stats import figures

router = APIRouter(tags=["records"])


@router.get("/api/stats")
def stats(request: Request, parts: PartsOf, on: Day = None) -> Response:
    """Figures: things by kind, verification, status, coverage by place, bans by year."""
    day = day_or_today(on)
    newest = parts.day_of_data
    content = {
        "on": day.isoformat(),
        "newest_check": newest.isoformat() if newest else None,
        **figures(parts.world, day, newest or day),
        "data_version": parts.engine.data_version,
    }
    return reply(request, parts.engine.data_version, as_json(content), JSON)
