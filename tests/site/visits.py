"""A visit of one page in a real browser, with everything it did besides, and what axe finds on it."""

from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Request, Response

from tests.site.pages import SitePage

AXE: Final = Path(__file__).parent / "vendor" / "axe-core-4.14.1.min.js"
Scheme: TypeAlias = Literal["light", "dark"]

_PATIENCE: Final = 60_000
_TELL: Final = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.broken.push(`${event.effectiveDirective} ${event.blockedURI} in ${event.sourceFile}`));
"""
_ALL: Final[dict[str, Any]] = {"rules": {"target-size": {"enabled": True}}}
"""axe leaves out by itself that what is tapped is 24 px wide and high, or far enough from the next."""
_LOOK: Final = """(only) => axe.run(document, { resultTypes: ["violations"], ...only }).then((found) =>
    found.violations.map((one) => [one.id, ...one.nodes.map((node) =>
        `${node.html.slice(0, 150)} | ${node.failureSummary.slice(0, 250)}`).slice(0, 5)]))"""


class PageVisit:
    """A page that is opened and drawn; `trouble` is what was said on its console, refused or asked elsewhere.

    The browser's own word on the page's status is no trouble: a page that says 404 is meant to.
    """

    def __init__(self, browser: Browser, address: str, site_page: SitePage, width: int = 1280) -> None:
        self.address = address
        self.site_page = site_page
        self.trouble: list[str] = []
        self.page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="light")
        self.page.add_init_script(_TELL)
        self.page.on("dialog", self._dialog)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("request", self._request)
        self.page.on("requestfailed", lambda request: self.trouble.append(f"failed: {request.url}"))
        self.page.on("response", self._response)
        response = self.page.goto(address + site_page.path)
        assert response is not None
        self.response = response
        self.page.wait_for_selector(site_page.ready, state="attached", timeout=_PATIENCE)

    def overhang(self) -> int:
        """Pixels by which the page is wider than its window."""
        found: int = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return found

    def unfold(self) -> None:
        """Open all that can be opened."""
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    def violations(self, scheme: Scheme) -> list[Any]:
        """What axe finds, in these colours: lists of a rule's name and the places that break it.

        By night only what has to do with colours; the rest is the same by day.
        """
        only = _ALL if scheme == "light" else {"runOnly": ["color-contrast", "link-in-text-block"]}
        self.page.emulate_media(color_scheme=scheme)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[Any] = self.page.evaluate(_LOOK, only)
        return found

    def policy_breaches(self) -> list[str]:
        """What the page's Content-Security-Policy kept from happening."""
        found: list[str] = self.page.evaluate("window.broken")
        return found

    def close(self) -> None:
        """Leave the page."""
        self.page.close()

    def _dialog(self, dialog: Dialog) -> None:
        self.trouble.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        about_itself = message.location["url"] == self.address + self.site_page.path
        if not (about_itself and message.text.startswith("Failed to load resource")):
            self.trouble.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", f"blob:{self.address}/")):
            self.trouble.append(f"foreign: {request.url}")

    def _response(self, response: Response) -> None:
        is_page = response.request.is_navigation_request()
        if response.status >= 400 and not is_page:
            self.trouble.append(f"{response.status}: {response.url}")
