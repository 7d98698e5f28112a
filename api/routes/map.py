"""/api/map: the verdicts of all places over time."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any, Final

import orjson
from anyio import to_thread
from fastapi import APIRouter, Request, Response

from api.clock import day_or_today
from api.contract import states
from api.examples import example_and_csv
from api.formats import as_csv, as_json
from api.parameters import Activity, Actor, Day, Format, Setting, one_of, required
from api.parts import Parts, PartsOf
from api.replies import CSV, JSON, reply
from graph.question import USE
from graph.verdict_map import map_as_dict, verdict_map
from schema.errors import QueryBusy

router = APIRouter(tags=["law"])
