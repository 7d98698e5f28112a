"""/contribute: a form that drafts the record of a pull request, and says what is wrong with it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from api.clock import today
from api.contract import states
from api.draft_form import defaults, drafted, form_schema, groups_for
from api.pages import page, render
from api.parameters import THING_PATTERN, one_of
from api.parts import Parts, PartsOf
from api.problems import BadParameter, BodyTooLarge, RequestTimeout, UnsupportedMediaType
from api.replies import HTML, reply
from api.routes.validate_record import EXAMPLE, checked
from api.sparql.asked import FORM, body_of, fields_of, media_of
from api.wording import KIND_WORDS
from graph.draft import MOST_BYTES, Drafted
from graph.forms import KIND_CLASSES, read_forms
from graph.yaml_text import canonical_text, parse
from schema.errors import NotFound, QuestionError, RecordError

router = APIRouter(tags=["pages"])

_DRAFTS: Final = Path(__file__).parents[1] / "drafts"
OUTLINES: Final = {kind: (_DRAFTS / f"{kind}.yaml").read_text(encoding="utf-8") for kind in KIND_CLASSES}
"""An outline of a record of each kind: a record that can be read, to be overwritten."""
_OF_TEXT: Final = {
    "type": "object",
    "title": "A record as text",
    "properties": {"record": {"type": "string", "description": "A record, YAML; at most 64 KiB"}},
    "required": ["record"],
    "additionalProperties": False,
}


def _outline(kind: str) -> Mapping[str, Any]:
    return parse(OUTLINES[kind], Path(f"{kind}.yaml"))[0].data


def _accepted() -> dict[str, Any]:
    """The schema of what is taken: a record as text, or the fields of the form of a kind."""
    forms = read_forms()
    of_kinds = (form_schema(kind, groups_for(kind, _outline(kind), forms)) for kind in OUTLINES)
    return {"oneOf": [_OF_TEXT, *of_kinds]}


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
    values = _values(parts, wanted, text, None, None)
    body = render("contribute.html", {**values, "record": record})
    return reply(request, parts.engine.data_version, body, HTML)


@router.post("/contribute")
@states(
    {HTML: None},
    errors=(BodyTooLarge, RequestTimeout, UnsupportedMediaType),
    takes={FORM: {"record": EXAMPLE}},
    takes_schemas={FORM: _accepted()},
    pages=True,
)
async def contribute_checked(request: Request, parts: PartsOf) -> Response:
    """The form again, with what is wrong with the record that it held; nothing is written."""
    if (media := media_of(request)) != FORM:
        raise UnsupportedMediaType(f"the body is {media or 'of no media type'}; send {FORM}", (FORM,))
    fields = fields_of(await body_of(request, _MOST_OF_FORM))
    given: dict[str, list[str]] = {}
    for name, value in fields:
        given.setdefault(name, []).append(value.replace("\r\n", "\n"))  # as browsers send line ends
    if "form" in given:
        kind = one_of("form", given.pop("form")[0], tuple(OUTLINES))
        text = _text_of_fields(parts, kind, given)
    elif len(fields) == 1 and "record" in given:
        kind, text = "", given.pop("record")[0]
    else:
        raise BadParameter("send one field, `record`, or `form` (a kind) and the fields of its form")
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise BadParameter(f"the record is longer than {MOST_BYTES // 1024} KiB; say it more shortly")
    try:
        found, broken = await checked(parts, text), None
    except RecordError as error:
        found, broken = None, error
    kind = kind or (found.id.partition("/")[0] if found else "")
    values = _values(parts, kind if kind in OUTLINES else "law", text, found, broken, given)
    return page("contribute.html", values, 422 if broken else 200)


def _text_of_fields(parts: Parts, kind: str, given: Mapping[str, Sequence[str]]) -> str:
    """The record that fields of the form make. BadParameter for a field that the form does not have."""
    groups = groups_for(kind, _outline(kind), parts.known_to_drafts.forms)
    known = {field.name: field for group in groups for field in group.fields} | {"type": None}
    for name, values in given.items():
        if name not in known:
            raise BadParameter(f"the form of a {kind} has no field {name[:60]!r}", tuple(known))
        if len(values) > 1 and not ((field := known[name]) and field.is_list):
            raise BadParameter(f"{name} is given {len(values)} times; give it once")

    def place_of(text: str) -> str:
        try:
            return parts.lookup.places.resolve(text).id
        except QuestionError:
            return text  # the check says what is wrong with it

    return canonical_text(drafted(kind, groups, given, place_of))


def recorded(parts: Parts, id: str) -> str:
    """The record of an id as it is written; NotFound when no record file here has it."""
    kind, _, slug = id.partition("/")
    place = parts.record_places.of(id, id)
    if place is None:
        raise NotFound(kind, slug)
    documents = parse(place.text, Path(place.file))
    return next(canonical_text(one.data) for one in documents if one.data.get("id") == id)


def _values(
    parts: Parts,
    kind: str,
    text: str,
    found: Drafted | None,
    broken: RecordError | None,
    given: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, object]:
    outline = _outline(kind)
    groups = groups_for(kind, outline, parts.known_to_drafts.forms)
    return {
        "groups": groups,
        "given": given or defaults(groups, outline, today()),
        "is_filled": bool(given),
        "places": sorted({place.name for place in parts.lookup.places.by_id.values()}),
        "record": None,
        "kind": kind,
        "kinds": [(one, KIND_WORDS[one][0]) for one in OUTLINES],
        "text": text,
        "found": found,
        "broken": broken,
        "data_version": parts.engine.data_version,
    }
