"""A real browser on a finished page: Debian's chromium, which may talk to nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

CHROMIUM: Final = "/usr/bin/chromium"
_ARGUMENTS: Final = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_SETTLED: Final = 60_000


@dataclass
class Seen:
    """What the page did besides being looked at: words on the console, errors, and requests it should not
    make.
    """

    console: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for as long as the block lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


def watch(context: BrowserContext, seen: Seen) -> Page:
    """A new page whose console and requests are noted; every request but for local files is refused."""

    def gate(route: Route) -> None:
        if route.request.url.startswith(("file:", "data:")):
            route.continue_()
        else:
            seen.foreign.append(route.request.url)
            route.abort()

    context.route("**/*", gate)
    page = context.new_page()
    page.on("console", lambda message: seen.console.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: seen.console.append(f"error: {error}"))
    return page


def open_file(page: Page, path: Path) -> None:
    """Open a page from its file and wait until the picture is drawn and still."""
    page.goto(path.as_uri())
    wait_settled(page)


def wait_settled(page: Page) -> None:
    """Wait until the page says that its picture is drawn and physics has stopped."""
    page.wait_for_selector("html[data-settled='true']", state="attached", timeout=_SETTLED)


def pixels(page: Page, colour: str) -> int:
    """How many pixels of the picture have about this colour ("#rrggbb")."""
    return len(_points(page, colour))


def middle_of(page: Page, colour: str) -> tuple[float, float]:
    """A point, in the page's own pixels, in the middle of what the picture shows in this colour."""
    points = _points(page, colour)
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _points(page: Page, colour: str) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = page.evaluate(_POINTS, colour)
    return found


# reads a copy, because chromium warns on the console of a picture that is itself read more than once
_POINTS: Final = """colour => {
    const picture = document.querySelector("#picture canvas");
    const { width, height } = picture;
    const copy = new OffscreenCanvas(width, height).getContext("2d");
    copy.drawImage(picture, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    const want = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
    const box = picture.getBoundingClientRect();
    const ratio = width / box.width;
    const found = [];
    for (let i = 0; i < data.length; i += 4)
        if (want.every((part, j) => Math.abs(part - data[i + j]) < 3))
            found.push([box.left + ((i / 4) % width) / ratio, box.top + Math.floor(i / 4 / width) / ratio]);
    return found;
}"""
