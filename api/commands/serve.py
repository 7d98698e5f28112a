"""`facelex serve`: pages, API and SPARQL over HTTP, until it is told to end."""

import argparse
import gc
import socket

import uvicorn
from starlette.types import ASGIApp

from api.app import create_app
from api.clock import today
from api.commands.options import engine_argument, opened
from api.connections import BoundedProtocol, allow_descriptors
from api.home_page import make_ahead
from api.settings import Settings
from api.terminal import remark
from graph.any_engine import AnyEngine
from schema.errors import SettingsError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--host", help="address to listen on: FACELEX_HOST (127.0.0.1)")
    parser.add_argument("--port", help="port to listen on: FACELEX_PORT (8000)")
    parser.add_argument("--workers", help="queries from outside that run at once: FACELEX_WORKERS")
    parser.add_argument("--query-timeout", metavar="SECONDS", help="for each: FACELEX_QUERY_TIMEOUT (10)")
    engine_argument(parser)
    parser.add_argument("--query-memory", metavar="MIB", help="for each: FACELEX_QUERY_MEMORY (512)")
    parser.add_argument(
        "--rate-limit", metavar="NUMBER", help="requests a minute from one address: FACELEX_RATE_LIMIT (600)"
    )
    parser.add_argument("--log", metavar="FORM", help="json or off (default), on stderr: FACELEX_LOG")
    parser.add_argument("--public-url", metavar="URL", help="how people know this server: FACELEX_PUBLIC_URL")
    parser.add_argument(
        "--default-graph", metavar="WHICH", help="union (default) or own: FACELEX_DEFAULT_GRAPH"
    )
    parser.add_argument(
        "--allowed-addresses",
        metavar="URL,URL",
        help="what SERVICE and LOAD may ask: FACELEX_ALLOWED_ADDRESSES (nothing)",
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Serve until SIGINT (Ctrl-C) or SIGTERM."""
    listen(settings).close()  # before the long work: the port is free, the host is ours
    return serve(settings, opened(settings))


def serve(settings: Settings, engine: AnyEngine) -> int:
    """Serve a dataset until a signal says to end; the exit status. SettingsError when it cannot listen."""
    app = create_app(settings, engine)
    make_ahead(app.state.parts, today())
    allow_descriptors()
    # The workers must not hold the port: they are forked by create_app, before this.
    listener = listen(settings)
    gc.collect()
    gc.freeze()  # what is there now stays; looking through it for garbage would hold up an answer for 60 ms
    remark(f"facelex serves {address_of(settings)} ({engine.data_version}); Ctrl-C ends it")
    try:
        uvicorn.Server(config_of(app)).run(sockets=[listener])
    except KeyboardInterrupt:
        remark("facelex has ended")
    return 0


def config_of(app: ASGIApp) -> uvicorn.Config:
    """How the server serves an application."""
    return uvicorn.Config(
        app,
        http=BoundedProtocol,
        loop="uvloop",
        ws="none",
        log_level="error",  # warnings are about what clients do, and they could fill the log
        access_log=False,  # who asked what is nobody's business
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def listen(settings: Settings) -> socket.socket:
    """A socket that listens at the settings' address; SettingsError when it cannot.

    It sends without delay, and its connections inherit that: else every answer waits 40 ms for the client's
    acknowledgement of its head.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"cannot listen on {settings.host} port {settings.port} ({error.strerror}); choose another with "
            "--host and --port, or FACELEX_HOST and FACELEX_PORT"
        ) from error
    return listener


def address_of(settings: Settings) -> str:
    """The address to open in a browser."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/"
