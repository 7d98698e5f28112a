"""/healthz and /readyz: whether the server lives, and whether it can answer."""

from fastapi import APIRouter, Response

from api.contract import states
from api.formats import as_json
from api.models import Alive, Ready
from api.parts import PartsOf
from api.problems import NOT_READY, problem
from api.replies import JSON
from schema.errors import EngineError, EngineNotReady, FacelexError

router = APIRouter(tags=["operation"])


@router.get("/healthz")
@states({JSON: Alive})
async def healthz() -> Response:
    """The process answers."""
    return Response(as_json({"status": "ok"}), headers={"Cache-Control": "no-store"}, media_type=JSON)


@router.get("/readyz")
@states({JSON: Ready}, errors=(EngineNotReady,))
async def readyz(parts: PartsOf) -> Response:
    """The dataset is loaded and queries are answered; where another engine holds it, that one is asked."""
    try:
        await parts.pool.query("ASK {}")
    except EngineError as error:
        return problem(*NOT_READY, error.message, {"Retry-After": "5"})
    except FacelexError:
        return problem(
            *NOT_READY, "The query workers do not answer; try again in a moment.", {"Retry-After": "5"}
        )
    content = {"status": "ready", "data_version": parts.engine.data_version}
    return Response(as_json(content), headers={"Cache-Control": "no-store"}, media_type=JSON)
