import pytest
from fastapi.testclient import TestClient

from api.pages import static_address


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (static_address("facelex.css"), "immutable"),
        ("/static/facelex.css", "no-cache"),
        ("/static/vendor/swagger-ui-5.35.0.css", "immutable"),
    ],
)
def test_file_is_kept_as_long_as_its_address_means_the_same(
    client: TestClient, address: str, kept: str
) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert kept in response.headers["cache-control"]
    tag = response.headers["etag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert kept in again.headers["cache-control"]


def test_file_that_is_not_there_is_not_kept(client: TestClient) -> None:
    assert "immutable" not in client.get("/static/nothing.css?v=1").headers.get("cache-control", "")
