"""One file out of its parts: nothing is fetched, and nothing runs or styles but what the file itself was made with."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from influence.render.report.markup import Markup, tag

CHARTS = "vendor/charts.js"

MODULES = (
    *("numbers", "dom", "networks", "score", "weights", "slider", "flow", "plots"),
    *("pictures", "explorer", "calculator", "comparison", "report"),
)
"""The scripts, each after those that it imports."""

STYLES = ("sheet", "glance", "receipt", "parts", "pictures", "calculator", "comparison", "reader", "paper")
"""The style, in its order: what comes later wins."""

_IMPORT = re.compile(r'^import (\{[^}]*\}|\* as \w+) from "\./(?:vendor/)?(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.MULTILINE)


def page(title: str, body: Markup, data: dict[str, Any]) -> str:
    """The file: `body` is what shows without JavaScript, `data` what the scripts work on."""
    style, script = _style(), _script()
    return Template(_read("page.html")).substitute(
        policy=_policy(style, script),
        title=tag("title", title),
        style=style,
        body=body,
        data=_packed(data),
        script=script,
    )


def _policy(style: str, script: str) -> str:
    """The Content-Security-Policy: these very scripts and styles, pictures and fonts in the file, and nothing else."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _packed(data: dict[str, Any]) -> str:
    """JSON, compressed, in base64: small, and no text of a post is in the file as it was written."""
    text = json.dumps(data, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode("ascii"), mtime=0)).decode("ascii")


@cache
def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


_FONTS = {
    "instrument-sans-latin-wght-normal": ("Instrument Sans", "400 700"),
    "dm-mono-latin-400-normal": ("DM Mono", "400"),
    "dm-mono-latin-500-normal": ("DM Mono", "500"),
}
"""The typefaces that travel with the page: their files, names and weights. Letters they lack are the reader's."""


@cache
def _style() -> str:
    return "".join(_font(name, *face) for name, face in _FONTS.items()) + "".join(
        _read(f"style/{name}.css") for name in STYLES
    )


def _font(name: str, family: str, weight: str) -> str:
    content = files(__package__).joinpath("vendor", f"{name}.woff2").read_bytes()
    source = f"data:font/woff2;base64,{base64.b64encode(content).decode()}"
    return f'@font-face{{font-family:"{family}";font-weight:{weight};src:url({source}) format("woff2")}}\n'


@cache
def _script() -> str:
    charts = f"modules.charts = (() => {{\n{_read(CHARTS)}\nreturn Plot;\n}})();\n"
    return '"use strict";\nconst modules = {};\n' + charts + "".join(map(_module, MODULES))


def _module(name: str) -> str:
    """A script as a function of its own, so that no name of it meets another's."""
    source = _read(f"{name}.js")
    exported = ", ".join(found[2] for found in _EXPORT.finditer(source))
    inside = _EXPORT.sub(r"\1 \2", _IMPORT.sub(_imported, source))
    return f"modules.{name} = (() => {{\n{inside}\nreturn {{ {exported} }};\n}})();\n"


def _imported(found: re.Match[str]) -> str:
    names = found[1].removeprefix("* as ")
    return f"const {names.replace(' as ', ': ')} = modules.{found[2]};"
