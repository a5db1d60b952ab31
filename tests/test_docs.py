"""What the documentation says is what the program does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

from influence import shipped
from influence.cli import COMMANDS, influence
from influence.formats import catalogue

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES = ["README.md", "docs/commands.md", "docs/formats.md", "docs/method.md"]


def test_every_generated_part_has_room(generate: ModuleType) -> None:
    assert list(generate.PAGES) == PAGES
    for name, parts in generate.PAGES.items():
        assert sorted(generate.parts_named((ROOT / name).read_text("utf-8"))) == sorted(parts)


def test_the_index_of_what_is_shipped_has_not_drifted(generate: ModuleType) -> None:
    assert shipped.INDEX.read_text("utf-8") == shipped.index(generate.shipped_files())


@pytest.mark.parametrize("path", catalogue.shipped_files(), ids=lambda path: path.stem)
def test_a_shipped_format_keeps_to_the_model(path: Path) -> None:
    assert catalogue.read(path) == catalogue.load_shipped()[path.stem]


def test_no_schema_and_no_picture_has_drifted(generate: ModuleType) -> None:
    for path, text in {**generate.schemas(), **generate.pictures()}.items():
        assert path.read_text("utf-8") == text


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    exec(code, {})
    first, *networks, changed = capsys.readouterr().out.splitlines()
    assert first == "56.13 0.7"
    assert [line.split()[0] for line in networks] == ["instagram", "mastodon", "x"]
    assert float(changed) < 56.13


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_the_line_that_is_listed(name: str) -> None:
    command = influence.get_command(click.Context(influence), name)
    assert command is not None
    assert command.short_help == COMMANDS[name][1]
    assert command.help
