"""The server's settings: read once from the environment, then one frozen object."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from graph.allowed import allowed_address
from graph.engine_address import Address, Auth
from schema.errors import SettingsError

DEFAULT_GRAPHS: Final = ("union", "own")
LOGS: Final = ("json", "off")

_MOST_WORKERS: Final = 64
_SHORTEST_TOKEN: Final = 16
_ADDRESSES: Final = ("sparql_query_url", "sparql_update_url", "sparql_store_url")
_BESIDE_EMBEDDED: Final = {
    "FACELEX_WRITE_TOKEN": "",
    "FACELEX_DEFAULT_GRAPH": DEFAULT_GRAPHS[0],
    "FACELEX_ALLOWED_ADDRESSES": "",
}
"""What an engine at another address has no use for, and the value that asks for nothing."""
_SAMPLE: Final = "`basic facelex:secret`"


@dataclass(frozen=True)
class Settings:
    """What the server needs to know. Every field is an environment variable `FACELEX_...`."""

    data: Path = Path(".data")
    """FACELEX_DATA: the folder of the dataset, made when it is missing."""
    host: str = "127.0.0.1"
    """FACELEX_HOST: the address to listen on."""
    port: int = 8000
    """FACELEX_PORT: 1 to 65535."""
    query_timeout: float = 10.0
    """FACELEX_QUERY_TIMEOUT: seconds that a query from outside may take."""
    query_memory: int = 512
    """FACELEX_QUERY_MEMORY: MiB that a query from outside may take beyond the dataset."""
    workers: int = max(4, 2 * (os.cpu_count() or 1))
    """FACELEX_WORKERS: queries from outside that run at once."""
    rate_limit: int = 600
    """FACELEX_RATE_LIMIT: requests a minute from one address that is not this machine's; 0 is no limit."""
    log: str = "off"
    """FACELEX_LOG: `json` writes a line for each request on stderr, with no personal data; or `off`."""
    public_url: str | None = None
    """FACELEX_PUBLIC_URL: the address under which people know this server, without a path."""
    sparql_query_url: str | None = field(default=None, repr=False)
    """FACELEX_SPARQL_QUERY_URL: the SPARQL 1.1 engine that answers instead of the embedded one."""
    sparql_update_url: str | None = field(default=None, repr=False)
    """FACELEX_SPARQL_UPDATE_URL: where that engine takes updates; for `facelex load`."""
    sparql_store_url: str | None = field(default=None, repr=False)
    """FACELEX_SPARQL_STORE_URL: where it speaks the Graph Store Protocol; for `facelex load`."""
    sparql_auth: Auth | None = None
    """FACELEX_SPARQL_AUTH: `basic USER:PASSWORD`, `digest USER:PASSWORD` or `bearer TOKEN`."""

    @property
    def engine_address(self) -> Address | None:
        """Where the engine is; None for the embedded one."""
        if self.sparql_query_url is None:
            return None
        return Address(self.sparql_query_url, self.sparql_update_url, self.sparql_store_url, self.sparql_auth)

    write_token: str = field(default="", repr=False)
    """FACELEX_WRITE_TOKEN: the bearer token that opens /update and /store; without it nobody writes."""
    default_graph: str = "union"
    """FACELEX_DEFAULT_GRAPH: what a query's default graph is: union (the merge of all graphs) or own."""

    allowed_addresses: tuple[str, ...] = ()
    """FACELEX_ALLOWED_ADDRESSES: what SERVICE and LOAD may ask, with commas between; without it nothing."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Settings of an environment; SettingsError names the variable and what it accepts.

        An empty variable counts as unset.
        """
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        default = cls()
        return cls(
            data=Path(given.get("FACELEX_DATA", default.data)),
            host=_host(given.get("FACELEX_HOST", default.host)),
            port=int(_number(given, "FACELEX_PORT", default.port, 1, 65535, "a port")),
            query_timeout=_number(
                given, "FACELEX_QUERY_TIMEOUT", default.query_timeout, 0.1, 3600, "seconds", whole=False
            ),
            query_memory=int(_number(given, "FACELEX_QUERY_MEMORY", default.query_memory, 16, 65536, "MiB")),
            workers=int(_number(given, "FACELEX_WORKERS", default.workers, 1, _MOST_WORKERS, "workers")),
            write_token=_token(given.get("FACELEX_WRITE_TOKEN", "")),
            default_graph=_default_graph(given.get("FACELEX_DEFAULT_GRAPH", default.default_graph)),
            allowed_addresses=_allowed(given.get("FACELEX_ALLOWED_ADDRESSES", "")),
            rate_limit=int(
                _number(given, "FACELEX_RATE_LIMIT", default.rate_limit, 0, 1_000_000, "requests a minute")
            ),
            log=_log(given.get("FACELEX_LOG", default.log)),
            public_url=_public_url(given),
            **_engine(given),
        )


def _log(text: str) -> str:
    if text not in LOGS:
        raise SettingsError(f"FACELEX_LOG is {text!r}; give json or off, for example json")
    return text


def _public_url(given: Mapping[str, str]) -> str | None:
    text = _address(given, "FACELEX_PUBLIC_URL", "https://facelex.example")
    if text and (urlsplit(text).path not in ("", "/") or urlsplit(text).query):
        raise SettingsError(
            "FACELEX_PUBLIC_URL is an address with a path; give the host alone, for example https://facelex.example"
        )
    return text.rstrip("/") if text else None


def _engine(given: Mapping[str, str]) -> dict[str, Any]:
    """The settings of an engine at another address."""
    addresses = {name: _address(given, f"FACELEX_{name.upper()}") for name in _ADDRESSES}
    auth = _auth(given["FACELEX_SPARQL_AUTH"]) if "FACELEX_SPARQL_AUTH" in given else None
    others = [f"FACELEX_{name.upper()}" for name, value in addresses.items() if value]
    if others and not addresses["sparql_query_url"]:
        raise SettingsError(f"{others[0]} goes with FACELEX_SPARQL_QUERY_URL only; set that one too")
    for name, usual in _BESIDE_EMBEDDED.items():
        if addresses["sparql_query_url"] and given.get(name, usual) != usual:
            raise SettingsError(
                f"{name} goes with the embedded engine; unset it, or FACELEX_SPARQL_QUERY_URL"
            )
    return {**addresses, "sparql_auth": auth}


def _address(given: Mapping[str, str], name: str, example: str = "http://127.0.0.1:7878/query") -> str | None:
    text = given.get(name)
    if text is None:
        return None
    try:
        url = urlsplit(text)
        is_good = url.scheme in ("http", "https") and url.hostname and url.port != 0 and text.isascii()
    except ValueError:
        is_good, url = False, urlsplit("")
    if not is_good or url.fragment or any(character.isspace() for character in text):
        raise SettingsError(f"{name} is no web address; give one, for example {example}")
    if url.username is not None or url.password is not None:
        raise SettingsError(
            f"{name} holds a password; give that as FACELEX_SPARQL_AUTH, for example {_SAMPLE}"
        )
    return text


def _auth(text: str) -> Auth:
    """How to sign in; the SettingsError does not repeat it."""
    scheme, _, secret = text.partition(" ")
    scheme, secret = scheme.lower(), secret.strip()
    is_good = {
        "basic": ":" in secret and secret.isprintable(),
        "digest": ":" in secret and secret.isprintable(),
        "bearer": bool(re.fullmatch(r"[A-Za-z0-9._~+/=-]+", secret)),
    }
    if not is_good.get(scheme):
        raise SettingsError(
            "FACELEX_SPARQL_AUTH is of no known form; give `basic USER:PASSWORD`, `digest USER:PASSWORD` or "
            f"`bearer TOKEN`, for example {_SAMPLE}"
        )
    return Auth(scheme, secret)


def _host(text: str) -> str:
    if any(character.isspace() or character in "/?#" for character in text):
        raise SettingsError(f"FACELEX_HOST is {text!r}; give a host name or address, for example 127.0.0.1")
    return text


def _token(text: str) -> str:
    if text and (len(text) < _SHORTEST_TOKEN or not text.isascii() or not text.isprintable() or " " in text):
        raise SettingsError(
            f"FACELEX_WRITE_TOKEN is not a usable token; give at least {_SHORTEST_TOKEN} ASCII characters "
            "without spaces, for example what `openssl rand -hex 32` prints"
        )
    return text


def _default_graph(text: str) -> str:
    if text not in DEFAULT_GRAPHS:
        raise SettingsError(f"FACELEX_DEFAULT_GRAPH is {text!r}; give union or own, for example union")
    return text


def _allowed(text: str) -> tuple[str, ...]:
    given = [one.strip() for one in text.split(",") if one.strip()]
    for one in given:
        if not allowed_address(one):
            raise SettingsError(
                f"FACELEX_ALLOWED_ADDRESSES has {one!r}; give web addresses without user, parameters or "
                "fragment and with commas between, for example https://example.org/sparql,https://example.org/data/"
            )
    return tuple(given)


def _number(
    given: Mapping[str, str],
    name: str,
    default: float,
    least: float,
    most: float,
    unit: str,
    whole: bool = True,
) -> float:
    text = given.get(name)
    if text is None:
        return default
    try:
        value = int(text) if whole else float(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        kind = "a whole number" if whole else "a number"
        raise SettingsError(
            f"{name} is {text!r}; give {kind} from {least:g} to {most:g} ({unit}), for example {default:g}"
        )
    return value
