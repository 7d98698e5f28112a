"""What a sentence was understood as, for pages: the address that asks it, and choices where it is unclear."""

from collections.abc import Mapping
from functools import partial
from typing import Final
from urllib.parse import urlencode

from api.asked_often import FEW_ACTORS
from api.choices import Choice, choices_among
from graph.sentence import Reading

NOBODY: Final = "everyone"
"""Whom a question is about that names nobody."""


def asked_in(reading: Reading) -> dict[str, str]:
    """The question in the words of the form, as far as understood; nobody acts where that is in doubt."""
    found = {
        "place": reading.place.slug if reading.place else reading.place_text or "",
        "actor": reading.actor or ("" if reading.is_actor_in_doubt else NOBODY),
        "activity": reading.activity or "use",
        "setting": reading.setting or "",
        "on": reading.day.isoformat() if reading.day else "",
    }
    return {part: word for part, word in found.items() if word}


def address_of_reading(reading: Reading, place: str | None = None, actor: str | None = None) -> str:
    """The address of the answer, which still says what was asked; at another place or for another actor, if
    one is given.
    """
    asked = asked_in(reading) | ({"place": place} if place else {}) | ({"actor": actor} if actor else {})
    return "/check?" + urlencode({**asked, "ask": reading.sentence})


def choices_of(reading: Reading) -> list[Choice]:
    """The places that may be meant; each keeps the rest of the question."""
    return choices_among(reading.candidates, partial(address_of_reading, reading))


def actors_of(reading: Reading, place: str, labels: Mapping[str, str]) -> list[Choice]:
    """Those who may act, each with the address that asks the rest of the question about them."""
    return [
        Choice(labels[actor], "", address_of_reading(reading, place, actor))
        for actor in (*FEW_ACTORS, NOBODY)
    ]


def remarks_on(reading: Reading) -> list[str]:
    """What was assumed, and what was not understood, in sentences."""
    remarks = [f"{remark[0].upper()}{remark[1:]}." for remark in reading.remarks]
    if reading.actor is None and not reading.is_actor_in_doubt:
        remarks.append("Nobody is named as acting, so the question is about everyone; choose who, below.")
    if reading.activity is None:
        remarks.append("Nothing in particular is named as done, so the question is about any use.")
    if reading.unread:
        listed = ", ".join(f"“{word}”" for word in reading.unread)
        remarks.append(f"Not understood, and not part of the question: {listed}.")
    return remarks
