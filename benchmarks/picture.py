"""How smoothly the network moves: frames a second of our page and of pyvis's own, with 3,000 things.

Both pages have the same things in the same places, both draw with vis-network, neither runs physics: pyvis's
own template gives every mark and tie to it, ours draws them itself. A hand drags the picture, a wheel zooms
it, and the day goes from the first month to the last; pyvis's page has no day, so there its data set is told
what to hide.

Prints one table in Markdown. `make bench-picture` sets up what it needs. Nothing here is part of the tests:
frames depend on the machine.
"""

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright
from pyvis.network import Network

from api.settings import Settings
from graph.engine import Engine
from viz.kinds import KIND_BY_KEY
from viz.layout import Layout, lay_out
from viz.network import Graph, network, relations, things
from viz.page import render_page, times_of

THINGS: Final = 3000
ROUNDS: Final = 3
FRAMES: Final = 90
_BROWSER: Final = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def enlarged(graph: Graph, size: int) -> Graph:
    """A network with copies of its first things and of the ties between them, until it has `size` things."""
    names = {node: f"{node}-again" for node in list(graph)[: max(0, size - len(graph))]}
    larger = graph.copy()
    for node, name in names.items():
        larger.add_node(name, thing=replace(things(graph)[node], id=name))
    for start, relation, end in list(relations(graph)):
        if start in names and end in names:
            larger.add_edge(names[start], names[end], key=relation.key, relation=relation)
    return larger


def own_page_of_pyvis(graph: Graph, layout: Layout) -> str:
    """The page that pyvis itself makes of the same things and ties, with its files inside."""
    net = Network(directed=True, cdn_resources="in_line")
    for node, thing in things(graph).items():
        kind = KIND_BY_KEY[thing.kind]
        x, y = layout.positions[node]
        net.add_node(node, label=thing.label, shape=kind.shape if kind.shape != "custom" else "box", x=x, y=y)
    for start, _, end in relations(graph):
        net.add_edge(start, end)
    net.set_options(json.dumps({"physics": {"enabled": False}, "edges": {"smooth": False}}))
    return str(net.generate_html(notebook=False))


MOVES: Final = (Path(__file__).parent / "picture_moves.js").read_text(encoding="utf-8")


def measure(page: Page, what: str, times: dict[str, Any]) -> tuple[float, float]:
    """Frames a second while the picture is moved so, and the 95th percentile of a frame in milliseconds."""
    a_second, slow = page.evaluate(MOVES, [what, FRAMES, times])
    page.wait_for_timeout(500)
    return float(a_second), float(slow)


def main() -> None:
    """Make both pages, move both, print the table."""
    graph = enlarged(network(Engine.load(Settings().data / "dataset.nq")), THINGS)
    times = {node: when for node, thing in things(graph).items() if (when := times_of(thing))}
    layout = lay_out(graph)
    pages = {"facelex": render_page(graph, "", ""), "pyvis": own_page_of_pyvis(graph, layout)}
    print(f"{len(graph)} things, {graph.number_of_edges()} connections; best of {ROUNDS} rounds\n")
    print("| move | facelex, frames/s | p95 of a frame, ms | pyvis, frames/s | p95, ms | ratio |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_BROWSER)
        opened = {}
        for name, text in pages.items():
            path = Path(folder) / f"{name}.html"
            path.write_text(text, encoding="utf-8")
            opened[name] = browser.new_page(viewport={"width": 1280, "height": 1000})
            opened[name].goto(path.as_uri())
            opened[name].wait_for_timeout(4000)
        for what in ("drag", "zoom", "day"):
            best = dict.fromkeys(opened, (0.0, 0.0))
            for _ in range(ROUNDS):
                for name, page in opened.items():
                    page.bring_to_front()
                    best[name] = max(best[name], measure(page, what, times))
            ours, theirs = best["facelex"], best["pyvis"]
            figures = " | ".join(f"{figure:.0f}" for figure in (*ours, *theirs))
            print(f"| {what} | {figures} | {ours[0] / theirs[0]:.1f} |")
        browser.close()


if __name__ == "__main__":
    main()
