"""Imports go one way: cli -> api -> (reading, questions -> scoring, render, verify) -> what they stand on -> errors."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "influence"
ALLOWED = {
    "errors": set(),
    "events": {"errors", "limits"},
    "limits": set(),
    "yamlfile": {"errors"},
    "weights": {"errors", "events", "limits", "yamlfile"},
    "arithmetic": {"errors", "events", "weights"},
    "result": {"errors", "events", "limits"},
    "worked": {"errors", "events", "weights", "arithmetic", "result", "yamlfile"},
    "formats": {"errors", "events", "limits", "yamlfile", "formats"},
    "reading": {"errors", "events", "formats", "result", "reading"},
    "scoring": {"errors", "events", "weights", "result", "arithmetic", "scoring"},
    "answers": {"events", "result"},
    "presets": {"events", "weights", "yamlfile"},
    "questions": {
        "errors",
        "events",
        "weights",
        "result",
        "answers",
        "arithmetic",
        "worked",
        "presets",
        "scoring",
        "questions",
    },
    "verify": {"errors", "events", "weights", "result", "arithmetic", "worked", "yamlfile"},
    "render": {
        "errors",
        "events",
        "formats",
        "weights",
        "result",
        "arithmetic",
        "worked",
        "answers",
        "presets",
        "render",
    },
    "api": {
        "errors",
        "events",
        "formats",
        "weights",
        "result",
        "answers",
        "questions",
        "reading",
        "scoring",
        "__init__",
    },
    "cli": {
        "errors",
        "events",
        "formats",
        "weights",
        "result",
        "yamlfile",
        "answers",
        "presets",
        "questions",
        "verify",
        "render",
        "api",
        "cli",
        "__init__",
    },
    "__init__": {"answers", "api", "errors", "events", "result", "verify", "weights"},
    "__main__": {"cli"},
}


def imports(path: Path) -> set[str]:
    """The parts of the package that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        found.update(part(name) for name in names if name.split(".")[0] == "influence")
    return found


def part(name: str) -> str:
    second = name.split(".")[1] if "." in name else "__init__"
    return second if (SOURCE / second).is_dir() or (SOURCE / f"{second}.py").exists() else "__init__"


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_arrows_go_one_way(path: Path) -> None:
    home = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    assert imports(path) <= ALLOWED[home]
