"""The report's page in Chromium: how large it is, when it can be used, and how soon it follows a movement.

`python bench/run.py page`, with what `make test-all` installs: not a part of `make bench`, which needs no browser.
"""

from __future__ import annotations

import csv
import datetime
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from measure import Figure

import influence

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KINDS = ("like", "comment", "repost", "share", "save", "impression")
WORDS = ["harbour", "violin", "größer", "meadow", "日本語", "lantern", "compass", "émigré", "orchard", "pepper"]
TODAY = datetime.date(2026, 11, 20)

USABLE = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"""
MOVED = """() => new Promise((done) => {
  const slider = document.querySelector('input[type=range][aria-label="x, like: weight, slider"]');
  const times = [];
  const move = () => {
    const start = performance.now();
    slider.value = times.length;
    slider.dispatchEvent(new Event("input"));
    document.getElementById("receipt").getBoundingClientRect();
    times.push(performance.now() - start);
    if (times.length < 50) requestAnimationFrame(() => setTimeout(move));
    else done(times.sort((a, b) => a - b)[25]);
  };
  move();
})"""


def figures(runs: int = 7) -> Iterator[Figure]:
    """A page of a thousand posts, and one of ten thousand."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for posts, largest, latest in ((1_000, 700, 1_000), (10_000, None, None)):
            page = written(Path(scratch), posts)
            name = f"page of {posts:,} posts"
            yield Figure(f"{name}: size", page.stat().st_size / 1000, largest, unit="KB")
            opened, moved = zip(*(timed(browser, page) for _ in range(runs)), strict=True)
            yield Figure(f"{name}: to be used", statistics.median(opened), latest, unit="ms")
            yield Figure(f"{name}: a movement of the calculator", statistics.median(moved), 16, unit="ms")
        browser.close()


def written(folder: Path, posts: int) -> Path:
    """The report of an invented profile with so many posts in the window."""
    random = Random(posts)
    with (folder / f"{posts}.csv").open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(["network", "kind", "count", "time", "post", "url", "label"])
        for post in range(posts):
            day = TODAY - datetime.timedelta(days=post % 90)
            name, text = f"{10**18 + random.randrange(10**17)}", " ".join(random.choices(WORDS, k=12))
            network = random.choice(("x", "instagram", "mastodon"))
            for kind in KINDS:
                count = int(random.lognormvariate(8 if kind == "impression" else 3, 1.5))
                rows.writerow([network, kind, count, day, name, f"https://example.org/{network}/{name}", text])
    page = folder / f"{posts}.html"
    page.write_text(influence.report(folder / f"{posts}.csv"), "utf-8")
    return page


def timed(browser: Browser, page: Path) -> tuple[float, float]:
    """Milliseconds from the start of the navigation until all is drawn, and of one movement of a slider."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto(page.as_uri())
    tab.wait_for_selector("html[data-ready]")
    usable, moved = tab.evaluate(USABLE), tab.evaluate(MOVED)
    tab.close()
    return usable, moved
