"""Files of ours that pages use: asked for with their mark (`?v=`), which changes with them, they are kept."""

import gzip
from pathlib import Path
from typing import Final

from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

KEPT: Final = "public, max-age=31536000, immutable"
CHECKED: Final = "no-cache"

_PACKED: Final = frozenset({".js", ".css", ".svg", ".txt", ".json"})


class MarkedFiles(StaticFiles):
    """A folder of files, each with how long a browser may keep it; texts are packed once and kept packed."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._packed: dict[tuple[str, float], bytes] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file; with a mark or a version in its name, it never changes under its address."""
        response = await super().get_response(path, scope)
        if isinstance(response, FileResponse) and _wants_packed(path, scope):
            response = self._packed_form(response)
        is_marked = b"v=" in scope["query_string"] or path.startswith("vendor/")
        if response.status_code in (200, 304):
            response.headers["Cache-Control"] = KEPT if is_marked else CHECKED
        return response

    def _packed_form(self, response: FileResponse) -> Response:
        file = Path(response.path)
        key = str(file), file.stat().st_mtime
        if key not in self._packed:
            self._packed[key] = gzip.compress(file.read_bytes(), mtime=0)
        headers = {name: value for name, value in response.headers.items() if name not in _OF_PLAIN}
        coding = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(self._packed[key], headers=headers | coding)


_OF_PLAIN: Final = frozenset({"content-length", "accept-ranges"})


def _wants_packed(path: str, scope: Scope) -> bool:
    """Whether it is a text that the client reads packed (see `api.encodings`)."""
    return Path(path).suffix in _PACKED and (b"accept-encoding", b"gzip") in scope["headers"]
