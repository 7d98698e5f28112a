"""Serves an N-Quads file as facelex serves its own dataset.

python -m benchmarks.serve_file data.nq --port 8001
"""

import argparse
import os
from dataclasses import replace
from pathlib import Path

import uvicorn

from api.app import create_app
from api.commands.serve import config_of, listen
from api.connections import allow_descriptors
from api.settings import Settings
from graph.engine import Engine


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve_file", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    settings = replace(Settings.from_environment(os.environ), port=options.port)
    app = create_app(settings, Engine.load(options.file))
    allow_descriptors()
    uvicorn.Server(config_of(app)).run(sockets=[listen(settings)])


if __name__ == "__main__":
    main()
