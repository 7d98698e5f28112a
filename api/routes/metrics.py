"""/metrics: the server's figures, as Prometheus reads them."""

from collections.abc import Iterator
from typing import Final

from fastapi import APIRouter, Response

from api.contract import states
from api.parts import Parts, PartsOf

router = APIRouter(tags=["operation"])

MEDIA: Final = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/metrics")
@states({MEDIA: None})
async def metrics(parts: PartsOf) -> Response:
    """Queries by outcome, work at hand, workers, writes and kept answers."""
    return Response("".join(_lines(parts)), headers={"Cache-Control": "no-store"}, media_type=MEDIA)


def _lines(parts: Parts) -> Iterator[str]:
    pool, caches = parts.pool, (parts.answers, parts.replies)
    hits, misses = sum(cache.hits for cache in caches), sum(cache.misses for cache in caches)
    counts = pool.counts
    outcomes = {
        "answered": counts.answered,
        "failed": counts.failed,
        "timed-out": counts.timed_out,
        "turned-away": counts.turned_away,
    }
    name = "facelex_queries_total"
    yield f"# HELP {name} Work that went to the workers, by outcome.\n# TYPE {name} counter\n"
    for outcome, count in outcomes.items():
        yield f'{name}{{outcome="{outcome}"}} {count}\n'
    for name, kind, text, value in (
        ("facelex_queries_waiting", "gauge", "Work that waits for a worker.", pool.waiting),
        ("facelex_queries_heavy", "gauge", "Work that has taken long, held still or not.", pool.heavy),
        (
            "facelex_workers_ended_total",
            "counter",
            "Workers ended, whatever for.",
            pool.dismissed,
        ),
        ("facelex_writes_total", "counter", "Changes made to people's own data.", counts.written),
        ("facelex_answers_kept_hits_total", "counter", "Queries answered from a kept answer.", hits),
        ("facelex_answers_kept_misses_total", "counter", "Queries for which none was kept.", misses),
    ):
        yield f"# HELP {name} {text}\n# TYPE {name} {kind}\n{name} {value}\n"
    name = "facelex_data_info"
    yield f"# HELP {name} The state of the data.\n# TYPE {name} gauge\n"
    yield f'{name}{{version="{parts.engine.data_version}"}} 1\n'
