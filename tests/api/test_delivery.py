import asyncio

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.delivery import Delivery

LARGE = bytes(range(256)) * 4096


async def large(request: Request) -> Response:
    return Response(LARGE, headers={"ETag": '"x"'})


def test_large_body_arrives_whole() -> None:
    response = TestClient(Delivery(Starlette(routes=[Route("/", large)]))).get("/")
    assert (response.content, response.headers["etag"]) == (LARGE, '"x"')


def test_body_leaves_in_pieces() -> None:
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": LARGE})

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Delivery(app)({"type": "http", "method": "GET"}, receive, send))
    pieces = sent[1:]
    assert b"".join(piece["body"] for piece in pieces) == LARGE
    assert max(len(piece["body"]) for piece in pieces) <= 64 * 1024
    assert [piece["more_body"] for piece in pieces] == [True] * (len(pieces) - 1) + [False]


def test_large_body_is_put_off_when_too_much_is_under_way() -> None:
    app = Delivery(Starlette(routes=[Route("/", large)]), most=len(LARGE) - 1)
    response = TestClient(app).get("/")
    assert response.status_code == 503
    assert response.headers["retry-after"]
    assert response.json()["type"] == "/docs#problem-query-busy"
    assert TestClient(app).head("/").status_code == 200
