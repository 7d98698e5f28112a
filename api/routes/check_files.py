"""/check.csv and /check.rq: an answer's rules as a sheet, and the query that reads the law of its place."""

from typing import Final

from fastapi import APIRouter, Request, Response

from api.answer_page import COLUMNS, rows_of, sparql_of
from api.formats import as_csv
from api.parameters import Activity, Actor, Day, Place, Setting
from api.parts import PartsOf
from api.replies import CSV, reply
from api.routes.check import answer_to

router = APIRouter(include_in_schema=False)

SPARQL: Final = "application/sparql-query; charset=utf-8"


@router.get("/check.csv")
@router.get("/check.rq")
def as_file(
    request: Request,
    parts: PartsOf,
    place: Place = None,
    actor: Actor = None,
    activity: Activity = "use",
    setting: Setting = None,
    on: Day = None,
) -> Response:
    """The answer's rules as CSV, or the SPARQL query that reads the law of its place."""
    found = answer_to(parts, place, actor, activity, setting, on)
    name = f"facelex-{found.question.place.slug}-{found.question.day}"
    if request.url.path.endswith(".rq"):
        headers = {"Content-Disposition": f'attachment; filename="{name}.rq"'}
        return reply(request, found.data_version, sparql_of(found).encode(), SPARQL, headers)
    rows = rows_of(found.as_dict(), {left.rule.id: left.rule for left in found.considered})
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return reply(request, found.data_version, as_csv(rows, COLUMNS), CSV, headers)
