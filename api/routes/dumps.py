"""/dump.nq, .trig, .ttl, .nt, .jsonld, each also .gz: everything in one file; /dump.sha256: checksums."""

import base64
import re
from typing import Annotated, Final

from fastapi import APIRouter, Request, Response
from fastapi import Path as PathParameter
from fastapi.responses import FileResponse
from starlette.types import Receive, Scope, Send

from api.parts import PartsOf
from api.problems import RangeNotSatisfiable
from api.replies import reply
from graph.dumps import NAMES, DumpFile
from schema.errors import Candidate, NotFound
from schema.vocabulary import LICENCE

router = APIRouter(tags=["linked data"])

SUMS: Final = "sha256"
_RANGE: Final = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))", re.ASCII)


class Dump(FileResponse):
    """A file that is sent as it is read, whole or one range of it.

    A Range that is not one range of bytes is ignored, as RFC 9110 (14.2) lets a server do.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        headers = [
            (name, value)
            for name, value in scope["headers"]
            if name != b"range" or _range(value.decode("latin-1"))
        ]
        await super().__call__({**scope, "headers": headers}, receive, send)


@router.get("/dump.{ending}", response_class=Response)
def dump(
    request: Request,
    parts: PartsOf,
    ending: Annotated[
        str,
        PathParameter(
            description="nq, trig, ttl, nt or jsonld, also with .gz; sha256: checksums", examples=["nq.gz"]
        ),
    ],
) -> Response:
    """The whole data in one file, by its ending; ttl and nt are the merge of all records."""
    if ending == SUMS:
        body = parts.dumps.checksums()
        return reply(request, parts.engine.data_version, body, "text/plain; charset=utf-8")
    name = f"dump.{ending}"
    if name not in NAMES:
        raise NotFound("dump", name, [Candidate(f"/{one}", one) for one in (*NAMES, f"dump.{SUMS}")])
    found = parts.dumps.file(name)
    digest = base64.b64encode(found.sha256).decode()
    headers = {
        "ETag": f'"{found.sha256.hex()[:32]}"',
        "Cache-Control": "no-cache",
        "Repr-Digest": f"sha-256=:{digest}:",
        "Link": f'<{LICENCE}>; rel="license", </dump.{SUMS}>; rel="related"; type="text/plain"',
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if _is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    _refuse_beyond_end(request, found, headers["ETag"])
    return Dump(found.path, headers=headers, media_type=found.media, stat_result=found.path.stat())


def _is_known(request: Request, tag: str) -> bool:
    tags = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return "*" in tags or tag in tags


def _range(header: str) -> re.Match[str] | None:
    """One range of bytes: the groups are its first and last byte, or how many from the end."""
    found = _RANGE.fullmatch(header)
    return None if found and found[2] and int(found[2]) < int(found[1]) else found


def _refuse_beyond_end(request: Request, found: DumpFile, tag: str) -> None:
    """RangeNotSatisfiable for a range that begins after the end, unless it is meant for another file."""
    asked = _range(request.headers.get("range", ""))
    if not asked or request.headers.get("if-range", tag) != tag:
        return
    first, _, suffix = asked.groups()
    if int(first) >= found.size if first else int(suffix) == 0:
        raise RangeNotSatisfiable(found.size)
