"""Files of ours that pages use: asked for with their mark (`?v=`), which changes with them, they are kept."""

from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

KEPT: Final = "public, max-age=31536000, immutable"
CHECKED: Final = "no-cache"


class MarkedFiles(StaticFiles):
    """A folder of files, each with how long a browser may keep it."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file; with a mark or a version in its name, it never changes under its address."""
        response = await super().get_response(path, scope)
        is_marked = b"v=" in scope["query_string"] or path.startswith("vendor/")
        if response.status_code in (200, 304):
            response.headers["Cache-Control"] = KEPT if is_marked else CHECKED
        return response
