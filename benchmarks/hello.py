"""The least that a server can answer: "Hello, world!", served as facelex serves itself.

python -m benchmarks.hello --port 8001
"""

import argparse
import os
from dataclasses import replace

import uvicorn
from starlette.types import Receive, Scope, Send

from api.commands.serve import config_of, listen
from api.settings import Settings

BODY = b"Hello, world!"
HEADERS = [(b"content-type", b"text/plain"), (b"content-length", str(len(BODY)).encode())]


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    """An ASGI application, with no framework around it."""
    if scope["type"] == "lifespan":
        while True:
            said = (await receive())["type"]
            await send({"type": f"{said}.complete"})
            if said == "lifespan.shutdown":
                return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hello", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    settings = replace(Settings.from_environment(os.environ), port=parser.parse_args().port)
    uvicorn.Server(config_of(hello)).run(sockets=[listen(settings)])


if __name__ == "__main__":
    main()
