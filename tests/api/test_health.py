from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.engine import Engine


def test_server_lives_and_is_ready(client: TestClient, engine: Engine) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "data_version": engine.data_version}


def test_server_without_workers_is_not_ready(engine: Engine) -> None:
    app = create_app(Settings(workers=1), engine)
    app.state.parts.pool.close()
    response = TestClient(app).get("/readyz")
    assert response.status_code == 503
    assert response.json()["type"] == "/docs#problem-not-ready"
    assert response.headers["retry-after"]
