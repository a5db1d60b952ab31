"""`influence weights show|check|init`."""

from __future__ import annotations

from pathlib import Path

import click

from influence.cli import out
from influence.errors import UsageError
from influence.weights import check as check_document
from influence.weights import load, shipped_path
from influence.yamlfile import parse

_file = click.argument("path", required=False, metavar="[FILE]")


@click.group(short_help="Show, check or start a weights file.")
def weights() -> None:
    """Show, check or start a weights file. Without FILE, the one that `influence score` would use."""


@weights.command(short_help="The numbers in force, each with its why and its source.")
@_file
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Change a weight: x.like.weight=2")
@click.option("--network", metavar="NAME", help="Only this network.")
def show(path: str | None, settings: tuple[str, ...], network: str | None) -> None:
    """The numbers in force, each with its why and its source."""
    from influence.render import console
    from influence.render.weights import render

    file = load(path, settings)
    render(file, console.consoles().out, network)


@weights.command(short_help="Read a weights file strictly.")
@_file
def check(path: str | None) -> None:
    """Read a weights file strictly. Exits with 5 where something is wrong, naming file, line and the nearest key."""
    file = load(path)
    check_document(parse(file.text, file.path))
    signals = sum(len(network.signals) for network in file.weights.networks.values())
    networks = len(file.weights.networks)
    click.echo(f"{file.path}: right: {networks} networks, {signals} signals, method {file.weights.method}")


@weights.command(short_help="Write a copy of the shipped weights to edit.")
@click.argument("path", default="weights.yaml", metavar="[FILE]")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def init(path: str, force: bool) -> None:
    """Write a copy of the shipped weights to edit: ./weights.yaml, which `influence score` then uses by itself."""
    target = Path(path)
    if target.exists() and not force:
        raise UsageError(f"{path}: is already there", "Choose another name, or --force to replace it.")
    with out.placed(path) as copy:
        copy.write_bytes(shipped_path().read_bytes())
    click.echo(f"{path}: written. Edit it, then: influence weights check {path}")
