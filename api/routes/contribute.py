"""/contribute: a form that drafts the record of a pull request, and says what is wrong with it."""

from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from api.contract import states
from api.models import DraftForm
from api.pages import page, render
from api.parameters import THING_PATTERN
from api.parts import Parts, PartsOf
from api.problems import BadParameter, BodyTooLarge, RequestTimeout, UnsupportedMediaType
from api.replies import HTML, reply
from api.routes.validate_record import EXAMPLE, checked
from api.sparql.asked import FORM, body_of, fields_of, media_of
from api.wording import KIND_WORDS
from graph.draft import MOST_BYTES, Drafted
from graph.forms import KIND_CLASSES
from graph.yaml_text import canonical_text, parse
from schema.errors import NotFound, RecordError

router = APIRouter(tags=["pages"])

_DRAFTS: Final = Path(__file__).parents[1] / "drafts"
OUTLINES: Final = {kind: (_DRAFTS / f"{kind}.yaml").read_text(encoding="utf-8") for kind in KIND_CLASSES}
"""An outline of a record of each kind: a record that can be read, to be overwritten."""
_MOST_OF_FORM: Final = 3 * MOST_BYTES + 64
"""Bytes of a form: a character may become three."""


@router.get("/contribute")
@states({HTML: None}, errors=(NotFound,))
def contribute(
    request: Request,
    parts: PartsOf,
    kind: Annotated[
        str | None,
        Query(
            description=f"Begin with an outline: {', '.join(OUTLINES)}; law if absent",
            examples=["law"],
            json_schema_extra={"enum": list(OUTLINES)},
        ),
    ] = None,
    record: Annotated[
        str | None,
        Query(
            description="Begin with a record as it is, `kind/slug`",
            examples=["law/us-il-bipa-2008"],
            json_schema_extra={"pattern": THING_PATTERN},
        ),
    ] = None,
) -> Response:
    """Draft a record: from an outline of its kind, or from one that is recorded, to correct it."""
    wanted = kind or (record or "law").partition("/")[0]
    if kind and kind not in OUTLINES:
        raise BadParameter(f"kind is {kind!r}; accepted: {', '.join(OUTLINES)}", tuple(OUTLINES))
    text = recorded(parts, record) if record else OUTLINES[wanted]
    body = render("contribute.html", _values(parts, wanted, text, None, None))
    return reply(request, parts.engine.data_version, body, HTML)


@router.post("/contribute")
@states(
    {HTML: None},
    errors=(BodyTooLarge, RequestTimeout, UnsupportedMediaType),
    takes={FORM: {"record": EXAMPLE}},
    takes_models={FORM: DraftForm},
    pages=True,
)
async def contribute_checked(request: Request, parts: PartsOf) -> Response:
    """The form again, with what is wrong with the record that it held; nothing is written."""
    if (media := media_of(request)) != FORM:
        raise UnsupportedMediaType(f"the body is {media or 'of no media type'}; send {FORM}", (FORM,))
    fields = fields_of(await body_of(request, _MOST_OF_FORM))
    texts = [value for name, value in fields if name == "record"]
    if len(texts) != 1 or len(fields) != 1 or len(texts[0].encode("utf-8", "replace")) > MOST_BYTES:
        raise BadParameter(f"send one field, `record`, of at most {MOST_BYTES // 1024} KiB")
    text = texts[0].replace("\r\n", "\n")  # as browsers send line ends
    try:
        found, broken = await checked(parts, text), None
    except RecordError as error:
        found, broken = None, error
    kind = found.id.partition("/")[0] if found else ""
    values = _values(parts, kind if kind in OUTLINES else "law", text, found, broken)
    return page("contribute.html", values, 422 if broken else 200)


def recorded(parts: Parts, id: str) -> str:
    """The record of an id as it is written; NotFound when no record file here has it."""
    kind, _, slug = id.partition("/")
    place = parts.record_places.of(id, id)
    if place is None:
        raise NotFound(kind, slug)
    documents = parse(place.text, Path(place.file))
    return next(canonical_text(one.data) for one in documents if one.data.get("id") == id)


def _values(
    parts: Parts, kind: str, text: str, found: Drafted | None, broken: RecordError | None
) -> dict[str, object]:
    return {
        "kind": kind,
        "kinds": [(one, KIND_WORDS[one][0]) for one in OUTLINES],
        "text": text,
        "found": found,
        "broken": broken,
        "data_version": parts.engine.data_version,
    }
