"""/docs: the doors described, by Swagger UI from vendored files."""

from typing import Final

from fastapi import APIRouter, Response

from api.pages import page
from api.parts import PartsOf
from api.problems import every_problem

router = APIRouter(include_in_schema=False)

SWAGGER: Final = "5.35.0"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""Swagger UI sets style attributes, hence inline style; scripts come from files of ours alone."""


@router.get("/docs")
def docs(parts: PartsOf) -> Response:
    """The page."""
    values = {"version": SWAGGER, "problems": every_problem(), "data_version": parts.engine.data_version}
    return page("docs.html", values, headers={"Content-Security-Policy": POLICY})
