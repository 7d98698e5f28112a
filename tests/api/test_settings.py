from pathlib import Path

import pytest

from api.settings import Settings
from schema.errors import SettingsError


def test_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({"FACELEX_PORT": " "}) == Settings()
    assert (Settings().host, Settings().port, Settings().data) == ("127.0.0.1", 8000, Path(".data"))


def test_every_variable_is_read() -> None:
    given = {
        "FACELEX_DATA": "/srv/facelex",
        "FACELEX_HOST": "::1",
        "FACELEX_PORT": "8001",
        "FACELEX_QUERY_TIMEOUT": "2.5",
        "FACELEX_QUERY_MEMORY": "256",
        "FACELEX_WORKERS": "3",
        "FACELEX_WRITE_TOKEN": "0123456789abcdef",
        "FACELEX_DEFAULT_GRAPH": "own",
    }
    assert Settings.from_environment(given) == Settings(
        Path("/srv/facelex"), "::1", 8001, 2.5, 256, 3, "0123456789abcdef", "own"
    )


def test_token_is_never_shown() -> None:
    assert "0123456789abcdef" not in repr(Settings(write_token="0123456789abcdef"))
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"FACELEX_WRITE_TOKEN": "0123456789 abcdef"})
    assert "0123456789" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FACELEX_PORT", "http"),
        ("FACELEX_PORT", "0"),
        ("FACELEX_PORT", "65536"),
        ("FACELEX_PORT", "80.5"),
        ("FACELEX_HOST", "http://localhost/"),
        ("FACELEX_QUERY_TIMEOUT", "nan"),
        ("FACELEX_QUERY_TIMEOUT", "-1"),
        ("FACELEX_QUERY_MEMORY", "lots"),
        ("FACELEX_WORKERS", "0"),
        ("FACELEX_WRITE_TOKEN", "short"),
        ("FACELEX_WRITE_TOKEN", "with spaces in it all"),
        ("FACELEX_WRITE_TOKEN", "caf\u00e9 caf\u00e9 caf\u00e9"),
        ("FACELEX_DEFAULT_GRAPH", "merge"),
    ],
)
def test_unusable_value_is_refused_with_name_and_example(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is .*for example"):
        Settings.from_environment({name: value})
