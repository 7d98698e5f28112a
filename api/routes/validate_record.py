"""POST /api/validate-record: what is wrong with the text of one record; nothing is written."""

from functools import partial
from typing import Final

from anyio import to_thread
from fastapi import APIRouter, Request, Response

from api.contract import states
from api.formats import as_json
from api.models import DraftChecked
from api.parts import Parts, PartsOf
from api.problems import BodyTooLarge, RequestTimeout, UnsupportedMediaType
from api.replies import JSON
from api.sparql.asked import body_of, media_of, text_of
from graph.draft import MOST_BYTES, Drafted, check_draft
from schema.errors import QueryBusy, RecordError

router = APIRouter(tags=["records"])

MEDIA: Final = ("application/yaml", "text/yaml", "text/plain", "application/x-yaml")
_MOST_WAITING: Final = 8
EXAMPLE: Final = """\
id: technology/example-search
type: Technology
name: Example Search
kind: face-search-engine
vendor: organisation/clearview-ai
summary: An example.
verification: unverified
checked: '2026-11-23'
"""


@router.post("/api/validate-record")
@states(
    {JSON: DraftChecked},
    errors=(RecordError, BodyTooLarge, RequestTimeout, UnsupportedMediaType),
    takes={MEDIA[0]: EXAMPLE, MEDIA[1]: EXAMPLE, MEDIA[2]: EXAMPLE},
)
async def validate_record(request: Request, parts: PartsOf) -> Response:
    """Check the text of one record: as `facelex validate` does, in memory; at most 64 KiB of YAML.

    Each finding has the line it is about. What several records together can get wrong is not asked.
    """
    if (media := media_of(request)) not in MEDIA:
        said = f"the body is {media or 'of no media type'}; send the YAML as {MEDIA[0]}"
        raise UnsupportedMediaType(said, MEDIA)
    found = await checked(parts, text_of(await body_of(request, MOST_BYTES)))
    content = {**draft_as_dict(found), "data_version": parts.engine.data_version}
    return Response(as_json(content), headers={"Content-Type": JSON, "Cache-Control": "no-store"})


async def checked(parts: Parts, text: str) -> Drafted:
    """Check a draft in a thread, one at a time: it may take a second. QueryBusy when many wait."""
    if parts.draft_threads.statistics().tasks_waiting >= _MOST_WAITING:
        raise QueryBusy(2)
    return await to_thread.run_sync(partial(_checked, parts, text), limiter=parts.draft_threads)


def _checked(parts: Parts, text: str) -> Drafted:
    return check_draft(text, parts.known_to_drafts)


def draft_as_dict(found: Drafted) -> dict[str, object]:
    """What became of a draft, as JSON has it."""
    return {
        "id": found.id or None,
        "file": found.file or None,
        "is_known": found.is_known,
        "errors": found.errors,
        "stages": list(found.stages),
        "findings": [
            {"line": one.line, "severity": one.severity, "message": one.message, "remedy": one.remedy}
            for one in found.findings
        ],
        "more": found.is_cut,
    }
