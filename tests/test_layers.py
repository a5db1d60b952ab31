"""Imports go one way: cli -> api -> (reading, questions -> scoring, render, verify) -> what they stand on -> errors."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import influence

SOURCE = Path(__file__).parents[1] / "src" / "influence"
MODULES = sorted(SOURCE.rglob("*.py"))
FOUNDATION = {"errors", "events", "limits", "files", "labels", "record"}
"""What everything may stand on."""

SCORED = {"weights", "result", "arithmetic", "worked"}
"""The words of a score."""

ALLOWED = {
    "errors": set(),
    "jsontext": set(),
    "limits": set(),
    "record": set(),
    "labels": set(),
    "saves": set(),
    "bootstrap": set(),
    "files": FOUNDATION,
    "events": {"errors", "limits", "record"},
    "yamlreader": {"errors"},
    "yamlfile": FOUNDATION | {"yamlreader"},
    "shipped": {"yamlfile"},
    "weights": FOUNDATION | {"shipped", "yamlfile"},
    "arithmetic": {"errors", "events", "weights"},
    "result": {"errors", "events", "jsontext", "limits", "record"},
    "insights": {"record", "result"},
    "checkup": {"events", "record", "result"},
    "doctor": FOUNDATION | {"__init__", "checkup", "formats", "reading", "result", "weights"},
    "worked": {"errors", "events", "weights", "arithmetic", "result", "yamlfile"},
    "formats": FOUNDATION | {"shipped", "yamlfile", "formats"},
    "reading": FOUNDATION | {"formats", "result", "reading"},
    "scoring": FOUNDATION | SCORED | {"scoring"},
    "answers": {"checkup", "events", "insights", "record", "result"},
    "presets": {"events", "record", "weights", "yamlfile"},
    "questions": FOUNDATION | SCORED | {"answers", "bootstrap", "insights", "presets", "scoring", "questions"},
    "verification": FOUNDATION | SCORED | {"yamlfile"},
    "causes": FOUNDATION | SCORED | {"answers"},
    "render": FOUNDATION
    | SCORED
    | {"answers", "causes", "checkup", "formats", "insights", "presets", "ranking", "render"},
    "scored": FOUNDATION | SCORED | {"questions", "reading", "scoring", "__init__"},
    "yamledit": set(),
    "calibration": FOUNDATION | SCORED | {"reading", "scored", "scoring", "yamledit", "yamlfile"},
    "ranking": FOUNDATION | SCORED | {"formats", "ranking", "reading", "scored", "scoring"},
    "api": FOUNDATION
    | SCORED
    | {"answers", "calibration", "causes", "checkup", "doctor", "formats", "insights", "questions", "ranking"}
    | {"reading", "scored"},
    "pages": {"api", "causes", "errors", "insights", "questions", "render", "result", "scored", "weights"},
    "cli": {"reading"}
    | FOUNDATION
    | SCORED
    | {"answers", "api", "calibration", "causes", "cli", "formats", "insights", "pages", "presets", "ranking", "render"}
    | {"saves", "verification", "yamlfile", "__init__"},
    "__init__": {"answers", "api", "calibration", "errors", "events"}
    | {"pages", "ranking", "result", "scoring", "verification", "weights"},
    "__main__": {"cli"},
}


def imported(path: Path) -> set[str]:
    """What a module imports of the package, wherever in it: `influence.api`, `influence.api.score`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        found.update(name for name in names if name.split(".")[0] == "influence")
    return found


def imports(path: Path) -> set[str]:
    """The parts of the package that a module imports."""
    return {part(name) for name in imported(path)}


def part(name: str) -> str:
    second = name.split(".")[1] if "." in name else "__init__"
    return second if (SOURCE / second).is_dir() or (SOURCE / f"{second}.py").exists() else "__init__"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_arrows_go_one_way(path: Path) -> None:
    home = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    assert imports(path) <= ALLOWED[home]


def test_no_module_imports_itself_by_way_of_others() -> None:
    homes = {".".join(("influence", *path.relative_to(SOURCE).with_suffix("").parts)): path for path in MODULES}
    arrows = {
        name: {one if one in homes else one.rpartition(".")[0] for one in imported(path)} & set(homes)
        for name, path in homes.items()
    }
    TopologicalSorter(arrows).prepare()  # raises CycleError, which names the circle


def test_no_module_hides_a_public_name() -> None:
    """Importing `influence.verify` would put the module in the place of the function `influence.verify`."""
    modules = {path.relative_to(SOURCE).parts[0].removesuffix(".py") for path in SOURCE.iterdir()}
    assert not modules & set(influence.__all__)
