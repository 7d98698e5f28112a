"""/docs and /openapi.json: the doors described; for people as a list, and by Swagger UI when they ask."""

from typing import Final

from fastapi import APIRouter, Request, Response

from api.interface import Interface
from api.pages import page
from api.parts import PartsOf
from api.problems import every_problem
from api.replies import JSON, reply

router = APIRouter(include_in_schema=False)

SWAGGER: Final = "5.35.0"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""Swagger UI sets style attributes, hence inline style; scripts come from files of ours alone."""


@router.get("/docs")
def docs(request: Request, parts: PartsOf) -> Response:
    """The page."""
    interface: Interface = request.app.state.interface
    values = {
        "version": SWAGGER,
        "groups": interface.listing(),
        "problems": every_problem(),
        "data_version": parts.engine.data_version,
    }
    return page("docs.html", values, headers={"Content-Security-Policy": POLICY})


@router.get("/openapi.json")
async def openapi(request: Request, parts: PartsOf) -> Response:
    """The description, as OpenAPI 3.1."""
    interface: Interface = request.app.state.interface
    return reply(request, parts.engine.data_version, await interface.text(), JSON)
