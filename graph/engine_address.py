"""Where a SPARQL engine at another address is, and how to sign in there."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Auth:
    """How to sign in: scheme basic, digest or bearer; `secret` is "user:password", or the token."""

    scheme: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Address:
    """Where an engine is: SPARQL 1.1 query, and for `facelex load` update and Graph Store Protocol."""

    query: str = field(repr=False)
    update: str | None = field(default=None, repr=False)
    store: str | None = field(default=None, repr=False)
    auth: Auth | None = None
