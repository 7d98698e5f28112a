"""The server's settings: read once from the environment, then one frozen object."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from schema.errors import SettingsError

_MOST_WORKERS: Final = 64


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
        )


def _host(text: str) -> str:
    if any(character.isspace() or character in "/?#" for character in text):
        raise SettingsError(f"FACELEX_HOST is {text!r}; give a host name or address, for example 127.0.0.1")
    return text


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
