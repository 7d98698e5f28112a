"""What a route promises beyond what the framework reads from its handler: stated beside the handler, told by
/openapi.json (`api.openapi`), held by the tests.

    @router.get("/api/check")
    @states({JSON: Answer}, errors=(UnknownPlace,), required=("place", "actor"))
    def check(...): ...

Every route that /openapi.json lists states what it gives. What follows from its parameters' names (a `place`
may be unknown, a day may be none) and what any address may answer is known already.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from schema.errors import FacelexError

_Handler = TypeVar("_Handler", bound=Callable[..., Any])

Model = type[BaseModel]


@dataclass(frozen=True)
class Follow:
    """A link to another operation: which of its parameters takes which part of this answer (a JSON pointer,
    as in `$response.body#/hits/0/id`).
    """

    operation: str
    parameters: Mapping[str, str]
    description: str


@dataclass(frozen=True)
class Contract:
    """What an operation gives and takes.

    `gives`: each media type of its answer, with its model, or None for text. `errors`: what it raises beyond
    what its parameters' names imply. `required`: parameters that must be there. `takes`: each media type of
    its body, with an example. `example`: parameters of the request whose answer is the example, if more are
    wanted than the required ones (or those of each media type). `moves`: other statuses than the answer's own
    and errors, in words.
    """

    gives: Mapping[str, Model | None]
    errors: Sequence[type[FacelexError]] = ()
    required: Sequence[str] = ()
    takes: Mapping[str, Any] = field(default_factory=dict)
    takes_models: Mapping[str, Model] = field(default_factory=dict)
    example: Mapping[str, Any] = field(default_factory=dict)
    moves: Mapping[int, str] = field(default_factory=dict)
    follow: Sequence[Follow] = ()
    status: int = 200
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Schemas of parameters, where the route does not state them."""
    takes_schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Schemas of bodies, where there is no model."""
    shown: str = ""
    """The example of an answer that is too large to be asked for."""
    pages: bool = False
    """Whether it tells its failures on a page, to whatever client."""

    @property
    def models(self) -> Iterator[Model]:
        """The models that its description refers to."""
        yield from (model for model in self.gives.values() if model)
        yield from self.takes_models.values()


_STATED: Final[dict[Callable[..., Any], Contract]] = {}


def states(
    gives: Mapping[str, Model | None],
    *,
    errors: Sequence[type[FacelexError]] = (),
    required: Sequence[str] = (),
    takes: Mapping[str, Any] | None = None,
    takes_models: Mapping[str, Model] | None = None,
    takes_schemas: Mapping[str, Mapping[str, Any]] | None = None,
    example: Mapping[str, Any] | None = None,
    moves: Mapping[int, str] | None = None,
    follow: Sequence[Follow] = (),
    status: int = 200,
    pages: bool = False,
) -> Callable[[_Handler], _Handler]:
    """Decorate a handler, below its route, with its contract."""
    contract = Contract(
        gives,
        errors,
        required,
        takes or {},
        takes_models or {},
        example or {},
        moves or {},
        follow,
        status,
        takes_schemas=takes_schemas or {},
        pages=pages,
    )

    def stated(handler: _Handler) -> _Handler:
        _STATED[handler] = contract
        return handler

    return stated


def contract_of(handler: Callable[..., Any]) -> Contract | None:
    """The contract that a handler was decorated with."""
    return _STATED.get(handler)
