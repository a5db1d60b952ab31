"""Takes the pictures of the report that the README shows, of the example folder, in Chromium. `make screenshots`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import influence
from influence import weights

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

ROOT = Path(__file__).resolve().parents[1]
SIZE: ViewportSize = {"width": 1180, "height": 860}
MOVED = "#w1&x.comment.weight=40&half_life_days=30"
"""The third picture: what a reader has changed."""


def main() -> None:
    """docs/report-light.png, docs/report-dark.png, and docs/calculator.png with some weights moved."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        page = Path(scratch, "report.html")
        html = influence.report(ROOT / "examples" / "demo", weights=weights.shipped_path())
        page.write_text(html, "utf-8")
        flags = ["--no-sandbox", "--disable-background-networking", "--font-render-hinting=none"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        for scheme in ("light", "dark"):
            view = browser.new_context(viewport=SIZE, color_scheme=scheme, locale="en-GB")
            tab = view.new_page()
            tab.goto(page.as_uri())
            tab.wait_for_selector("#flow svg")
            tab.screenshot(path=ROOT / "docs" / f"report-{scheme}.png")
            view.close()
        tab = browser.new_page(viewport=SIZE, locale="en-GB")
        tab.goto(page.as_uri() + MOVED)
        tab.wait_for_selector(".verdict:visible")
        tab.locator("#calculator").evaluate("node => node.scrollIntoView({behavior: 'instant'})")
        tab.wait_for_timeout(200)
        tab.screenshot(path=ROOT / "docs" / "calculator.png")
        browser.close()


if __name__ == "__main__":
    main()
