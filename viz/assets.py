"""The page's own files: template, style, scripts and the vendored vis-network, read and made safe to stand
inline.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES: Final = Path(__file__).parent / "templates"
VENDOR: Final = Path(__file__).parent / "vendor"
VIS_NETWORK: Final = VENDOR / "vis-network-10.1.5.min.js"

_SCRIPTS: Final = (
    *("data", "state", "shapes", "theme", "days", "drawing", "labels", "picture", "view"),
    *("card", "filters", "search", "tables", "save"),
)
_SERVED: Final = ("grow", "ways", "address")
_LAST: Final = "start"
_IN_JSON: Final = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def inline_json(value: Mapping[str, Any]) -> str:
    """JSON that can stand in a `<script type="application/json">`: no character in it can end the element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_IN_JSON)


def vis_network() -> str:
    """The vendored library, without the line that names its source map."""
    text = VIS_NETWORK.read_text(encoding="utf-8")
    return _inline_script(text.split("//# sourceMappingURL=")[0])


def guard_script() -> str:
    """Runs before the library: the style elements it makes get the nonce that a strict policy demands."""
    return (TEMPLATES / "network-guard.js").read_text(encoding="utf-8")


def page_script(served: bool = False) -> str:
    """Our own script: the parts in order, within one function so that nothing leaks out. A page that a server
    gives also asks it for more.
    """
    names = (*_SCRIPTS, *(_SERVED if served else ()), _LAST)
    parts = "\n".join((TEMPLATES / f"network-{name}.js").read_text(encoding="utf-8") for name in names)
    return _inline_script(f'(async () => {{\n"use strict";\n{parts}\n}})();')


def page_style() -> str:
    """Our style sheet, of the picture and what stands around it."""
    return (TEMPLATES / "network.css").read_text(encoding="utf-8")


def frame_style() -> str:
    """The style sheet of a page that stands alone: its colours, head and foot."""
    return (TEMPLATES / "network-frame.css").read_text(encoding="utf-8")


def csp_hash(text: str) -> str:
    """The hash by which a Content-Security-Policy allows exactly this inline text."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def environment() -> Environment:
    """The template environment: everything escaped, unknown names are errors."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def _inline_script(text: str) -> str:
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError("a script that holds </script or <!-- cannot stand inline")
    return text.strip()
