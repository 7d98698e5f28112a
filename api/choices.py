"""What may be meant where a question is not clear: each choice is a link that asks the rest of it there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from schema.errors import AmbiguousPlace, Candidate, FacelexError, UnknownPlace


@dataclass(frozen=True)
class Choice:
    """One that may be meant, what tells it from others, and the address that asks about it."""

    name: str
    context: str
    address: str


def places_meant(error: FacelexError) -> tuple[Candidate, ...]:
    """The places that an error offers; none where it is about something else."""
    if isinstance(error, AmbiguousPlace):
        return error.candidates
    return error.near if isinstance(error, UnknownPlace) else ()


def choices_among(places: Iterable[Candidate], address_of: Callable[[str], str]) -> list[Choice]:
    """A choice for each place; `address_of` makes the address from its slug."""
    return [Choice(one.name, one.context, address_of(one.id.partition("/")[2])) for one in places]
