"""The package in clean environments, installed as people do: from the folder, editable, and the built wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, so that what a build writes stays out of it."""
    folder = tmp_path_factory.mktemp("source") / "influence"
    kept_out = shutil.ignore_patterns(".git", ".venv*", ".*_cache", ".hypothesis", "dist", "build", "__pycache__")
    shutil.copytree(ROOT, folder, ignore=kept_out)
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    subprocess.run([sys.executable, "-m", "build", "--quiet", source], check=True)
    (built,) = source.joinpath("dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment in which nothing is but the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("clean") / "environment"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", wheel], check=True)
    return folder / "bin"


@pytest.mark.thorough
@pytest.mark.parametrize("how", ["wheel", "folder", "editable"])  # each takes the place of the one before
def test_it_works_in_a_clean_environment(how: str, programs: Path, source: Path, tmp_path: Path) -> None:
    if how != "wheel":
        what = ["--editable", source] if how == "editable" else [source]
        again = ["--force-reinstall", "--no-deps"]
        subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", *again, *what], check=True)

    def influence(*arguments: str | Path) -> str:
        command = [programs / "influence", *arguments]
        return subprocess.run(command, check=True, cwd=tmp_path, capture_output=True, text=True).stdout

    shutil.copytree(ROOT / "examples" / "demo", tmp_path / "demo")
    assert "56.13 of 100" in influence("score", "demo")
    assert "right" in influence("weights", "check")
    assert "x-content" in influence("formats", "list")
    assert "Influence score" in influence("report", "demo")
    assert "56.13" in influence("card", "demo", "--badge")
