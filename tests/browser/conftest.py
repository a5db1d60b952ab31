"""Tests in a real browser: Chromium from the system's packages, with no way to any network. All are thorough."""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

HERE = Path(__file__).parent
MODULES = Path(__file__).parents[2] / "src" / "influence" / "render" / "report"

CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
"""What the browser is called; `.ci/system` installs it."""

QUIET = [
    "--no-sandbox",  # which a container's root cannot have
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--font-render-hinting=none",
]

LOCAL = ("about:", "blob:", "data:", "file:")
"""Addresses that no network is asked for."""

DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Until a frame is over: pictures are drawn at its end, when the browser tells how wide their boxes are."""

AXE = "axe-core@4.14.1"
"""What looks for barriers in a page. From the npm registry, by its exact version; Chromium alone runs it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.thorough)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, f"there is no {' or '.join(CHROMIUM)} here: run .ci/system"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts with the options of Playwright's `new_context`. Afterwards the test fails where a page of
    one that is `watched` asked for anything over the network, or had an error of its own."""
    contexts, told = [], []

    def request(made: Request) -> None:
        if not made.url.startswith(LOCAL):
            told.append(f"asked for {made.url}")

    def watch(page: Page) -> None:
        page.on("request", request)
        page.on("pageerror", lambda error: told.append(f"error: {error}"))
        page.on("console", lambda message: told.append(f"console: {message.text}") if message.type == "error" else None)

    def make(watched: bool = True, **options: Any) -> BrowserContext:
        made = browser.new_context(**options)
        made.set_offline(True)
        if watched:
            made.on("page", watch)
        contexts.append(made)
        return made

    yield make
    for made in contexts:
        made.close()
    assert told == []


@pytest.fixture
def opened(context: Callable[..., BrowserContext], tmp_path: Path) -> Callable[..., Page]:
    """Opens a page of the report as a file, as its reader would, and waits until its scripts are done and its pictures
    drawn. `fragment` of its address; the others are options of the browser context."""

    def open_(html: str, fragment: str = "", **options: Any) -> Page:
        path = tmp_path / "report.html"
        path.write_text(html, "utf-8")
        page = context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-US", **options}).new_page()
        page.goto(path.as_uri() + fragment)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]")
            page.evaluate(DRAWN)
        return page

    return open_


@pytest.fixture
def page(context: Callable[..., BrowserContext]) -> Page:
    """An empty page."""
    return context().new_page()


@pytest.fixture
def modules(page: Page) -> Page:
    """A page that has the report's arithmetic and weights as `scoring` and `weighing`."""
    for name, module in (("scoring", "score.js"), ("weighing", "weights.js")):
        text = base64.b64encode((MODULES / module).read_bytes()).decode()
        page.evaluate(
            "async ([name, text]) => { window[name] = await import(`data:text/javascript;base64,${text}`) }",
            [name, text],
        )
    return page


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest) -> str:
    """axe-core as one script for `page.add_script_tag`; installed with npm once, into pytest's cache folder."""
    folder = request.config.cache.mkdir(AXE.replace("@", "-"))
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        assert shutil.which("npm"), "there is no npm here: run .ci/system"
        flags = ["--no-package-lock", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]
        (folder / "package.json").write_text("{}", encoding="utf-8")
        done = subprocess.run(["npm", "install", *flags, AXE], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return script.read_text("utf-8")
