"""The kinds of things in the network and how each is drawn: by colour and by shape, so that either one is
enough.

The colours are Okabe and Ito's, which stay apart for colour-blind readers, darkened for light paper and
lightened for dark paper.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Kind:
    """One kind: the word in ids, the words for people, the vis-network shape, and its colour on light and
    dark.
    """

    key: str
    word: str
    plural: str
    shape: str
    light: str
    dark: str
    size: int


NETWORK_KINDS: Final = (
    Kind("jurisdiction", "Place", "Places", "dot", "#56626b", "#aab4bc", 13),
    Kind("law", "Law", "Laws", "square", "#0067a5", "#56b4e9", 10),
    Kind("rule", "Rule", "Rules", "triangle", "#c04a00", "#ff8c42", 8),
    Kind("regulator", "Public body", "Public bodies", "hexagon", "#007a5a", "#2fc79a", 9),
    Kind("organisation", "Organisation", "Organisations", "diamond", "#a8377d", "#e58cc0", 11),
    Kind("technology", "Technology", "Technologies", "star", "#7a5c00", "#f0e442", 11),
    Kind("proceeding", "Case", "Cases", "triangleDown", "#5b3fa8", "#b39ddb", 10),
    Kind("event", "Event", "Events", "custom", "#111111", "#ffffff", 9),
)
"""Every kind of node, in the order of the legend. `custom` is a plus sign, drawn by the page itself."""

KIND_BY_KEY: Final = {kind.key: kind for kind in NETWORK_KINDS}
