"""Writes what the report page carries from elsewhere, from npm's packages: the marks of Observable Plot that it draws
with as one script, its typefaces, and their licences. `make vendor` runs it, with Node.js and npm; what it writes is
committed, so that nothing else needs either. Which packages: `PACKAGES`, each by its exact version. A folder given as
argument is written to instead.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parents[1] / "src" / "influence" / "render" / "report" / "vendor"

CHARTS = {
    "@observablehq/plot": "0.6.17",
    "d3-array": "3.2.5",
    "d3-axis": "3.0.1",
    "d3-color": "3.1.1",
    "d3-format": "3.1.3",
    "d3-geo": "3.1.2",
    "d3-interpolate": "3.0.2",
    "d3-path": "3.1.1",
    "d3-scale": "4.0.3",
    "d3-scale-chromatic": "3.1.1",
    "d3-selection": "3.0.1",
    "d3-shape": "3.2.1",
    "d3-time": "3.1.1",
    "d3-time-format": "4.1.1",
    "isoformat": "0.2.1",
}
FONTS = {"@fontsource-variable/instrument-sans": "5.3.0", "@fontsource/dm-mono": "5.3.0"}
PACKAGES = {**CHARTS, **FONTS, "esbuild": "0.28.2"}

TYPEFACES = {
    "@fontsource-variable/instrument-sans": ["instrument-sans-latin-wght-normal"],
    "@fontsource/dm-mono": ["dm-mono-latin-400-normal", "dm-mono-latin-500-normal"],
}

ENTRY = """
export { areaY, axisX, axisY, cell, dot, gridX, gridY, lineY, plot, rect, ruleX, ruleY, text, tip, pointer }
  from "@observablehq/plot";
"""

OWN_STYLE = re.compile(r'svg\.append\("style"\)\.text\(\s*`[^`]*`\s*\)')
"""Plot styles its pictures by an element that no strict Content-Security-Policy allows: pictures.css says the same."""


def main(home: Path) -> None:
    """Install, bundle, and put the results into a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _install(folder)
        plot = folder / "node_modules" / "@observablehq" / "plot" / "src" / "plot.js"
        source, found = OWN_STYLE.subn("svg", plot.read_text("utf-8"))
        if found != 1:
            raise SystemExit(f"{plot.name}: styles itself in {found} places, not in one")
        plot.write_text(source, "utf-8")
        (home / "charts.js").write_text(_head(folder) + _bundle(folder), "utf-8")
        for package, names in TYPEFACES.items():
            for name in names:
                shutil.copy(folder / "node_modules" / package / "files" / f"{name}.woff2", home)
        (home / "NOTICE").write_text(_notice(folder), "utf-8")


def _install(folder: Path) -> None:
    described = {"private": True, "dependencies": PACKAGES, "overrides": {name: f"${name}" for name in CHARTS}}
    (folder / "package.json").write_text(json.dumps(described), "utf-8")
    quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--loglevel=error"]
    subprocess.run(["npm", "install", *quiet], cwd=folder, check=True)


def _bundle(folder: Path) -> str:
    (folder / "entry.js").write_text(ENTRY, "utf-8")
    options = ["--bundle", "--minify", "--format=iife", "--global-name=Plot", "--legal-comments=none", "--charset=utf8"]
    files = ["--outfile=bundled.js", "--metafile=bundled.json", "--log-level=warning"]
    subprocess.run(
        ["node_modules/.bin/esbuild", "entry.js", *options, "--target=es2022", *files], cwd=folder, check=True
    )
    inputs = json.loads((folder / "bundled.json").read_text("utf-8"))["outputs"]["bundled.js"]["inputs"]
    used = {_package(path) for path, one in inputs.items() if one["bytesInOutput"] and "node_modules" in path}
    if used != CHARTS.keys():
        raise SystemExit(f"CHARTS should name what is in the bundle; it differs in {sorted(used ^ CHARTS.keys())}")
    return (folder / "bundled.js").read_text("utf-8").replace("</script", "<\\/script")


def _package(path: str) -> str:
    found = re.match(r"node_modules/((?:@[^/]+/)?[^/]+)/", path)
    return found[1] if found else path


def _head(folder: Path) -> str:
    """Who wrote the bundle, and the licence: every copy of the page must say them."""
    texts = {name: (folder / "node_modules" / name / "LICENSE").read_text("utf-8").strip() for name in CHARTS}
    bodies = {re.sub(r"\s+", " ", text.partition("\n\n")[2]).replace("*/", "* /"): None for text in texts.values()}
    names = [f"{name} {CHARTS[name]}: {text.partition(chr(10))[0]}" for name, text in texts.items()]
    return "/*\n" + "\n".join(["Made by `make vendor` from:", *names, *bodies]) + "\n*/\n"


def _notice(folder: Path) -> str:
    parts = ["The report page carries the following, each under its own licence.\n"]
    for name, version in {**CHARTS, **FONTS}.items():
        package = folder / "node_modules" / name
        if json.loads((package / "package.json").read_text("utf-8"))["version"] != version:
            raise SystemExit(f"{name} is not {version}")
        licence = (package / "LICENSE").read_text("utf-8").strip()
        parts.append(f"{'-' * 80}\n{name} {version}\n{'-' * 80}\n\n{licence}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else HOME)
