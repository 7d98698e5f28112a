"""Files of ours that pages use: asked for with their mark (`?v=`), which changes with them, they are kept."""

import gzip
from collections.abc import Mapping
from mimetypes import guess_type
from pathlib import Path
from typing import Final

from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

KEPT: Final = "public, max-age=31536000, immutable"
CHECKED: Final = "no-cache"

_PACKED: Final = frozenset({".js", ".css", ".svg", ".txt", ".json"})


class MarkedFiles(StaticFiles):
    """A folder of files, each with how long a browser may keep it; texts are packed once and kept packed.

    `made` are texts beside them, by name, that lie in no folder of ours.
    """

    def __init__(self, directory: Path, made: Mapping[str, bytes]) -> None:
        super().__init__(directory=directory)
        self._made = made
        self._packed: dict[tuple[str, float], bytes] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file; with a mark or a version in its name, it never changes under its address."""
        if path in self._made and scope["method"] in ("GET", "HEAD"):
            response: Response = self._made_form(path, scope)
        else:
            response = await super().get_response(path, scope)
        if isinstance(response, FileResponse) and _wants_packed(path, scope):
            response = self._packed_form(response)
        is_marked = b"v=" in scope["query_string"] or path.startswith("vendor/")
        if response.status_code in (200, 304):
            response.headers["Cache-Control"] = KEPT if is_marked else CHECKED
        return response

    def _made_form(self, name: str, scope: Scope) -> Response:
        content, coding = self._made[name], {}
        if _wants_packed(name, scope):
            content = self._kept_packed((name, 0.0), content)
            coding = _PACKED_HEADERS
        return Response(content, headers=coding, media_type=guess_type(name)[0])

    def _kept_packed(self, key: tuple[str, float], content: bytes) -> bytes:
        if key not in self._packed:
            self._packed[key] = gzip.compress(content, mtime=0)
        return self._packed[key]

    def _packed_form(self, response: FileResponse) -> Response:
        file = Path(response.path)
        packed = self._kept_packed((str(file), file.stat().st_mtime), file.read_bytes())
        headers = {name: value for name, value in response.headers.items() if name not in _OF_PLAIN}
        return Response(packed, headers=headers | _PACKED_HEADERS)


_PACKED_HEADERS: Final = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
_OF_PLAIN: Final = frozenset({"content-length", "accept-ranges"})


def _wants_packed(path: str, scope: Scope) -> bool:
    """Whether it is a text that the client reads packed (see `api.encodings`)."""
    return Path(path).suffix in _PACKED and (b"accept-encoding", b"gzip") in scope["headers"]
