"""Who and what people ask about most: the rows and columns of the tables of answers on pages."""

from collections.abc import Iterable
from typing import Final

from graph.concepts import Concepts

FEW_ACTORS: Final = ("police", "government", "retailers", "landlords", "employers", "schools")
FEW_ACTIVITIES: Final = (
    *("use", "acquire", "real-time-identification", "collect-biometrics", "share-or-sell"),
)
"""Beside one answer."""

ACTORS: Final = (
    *("police", "civilian-departments", "state-government", "schools", "transit"),
    *("employers", "landlords", "retailers", "platforms", "vendors", "individuals"),
)
_FIRST: Final = (
    *("use", "real-time-identification", "retrospective-identification", "acquire", "access-third-party"),
    *("collect-biometrics", "verification-1to1", "emotion-recognition"),
)
ACTIVITIES: Final = (*_FIRST, "share-or-sell")
"""On the page of a place."""

MANY_ACTIVITIES: Final = (
    *_FIRST,
    *("categorisation", "body-worn-camera", "drone", "share-or-sell", "store", "scraping-face-database"),
    "sole-basis-for-arrest",
)
"""Where places stand side by side."""


def recorded(concepts: Concepts, part: str, words: Iterable[str]) -> list[str]:
    """Those of some words for a part of a question ("actor", "activity") that the data has."""
    there = {concept.word for concept in concepts.among(part)}
    return [word for word in words if word in there]
