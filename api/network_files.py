"""The files of the page /network that `viz` keeps or makes: the same parts as in the exported page."""

from collections.abc import Mapping
from typing import Final

from viz.assets import VIS_NETWORK, guard_script, page_script, page_style, vis_network

NETWORK_FILES: Final[Mapping[str, bytes]] = {
    "network.css": page_style().encode(),
    "network-guard.js": guard_script().encode(),
    "network.js": page_script(served=True).encode(),
    VIS_NETWORK.name: vis_network().encode(),
}
"""Their bytes by the name under which /static has them."""
