"""What the documentation says is what the program does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

from influence.cli import COMMANDS, influence

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_readme_has_not_drifted(generate: ModuleType) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert generate.generated(readme) == readme


def test_the_schema_has_not_drifted(generate: ModuleType) -> None:
    assert generate.schema() == (ROOT / "docs" / "result.schema.json").read_text("utf-8")


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    exec(code, {})
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_the_line_that_is_listed(name: str) -> None:
    command = influence.get_command(click.Context(influence), name)
    assert command is not None
    assert command.short_help == COMMANDS[name][1]
    assert command.help
