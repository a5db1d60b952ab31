"""`influence formats list|show`."""

from __future__ import annotations

import dataclasses
from typing import Any

import click

from influence.formats import catalogue
from influence.formats.model import Format

_folders = click.option("--formats", "folders", multiple=True, metavar="DIR", help="Also know those in this folder.")


@click.group(short_help="The exports that can be read.")
def formats() -> None:
    """The exports that can be read. Each is one file of data; --formats DIR adds your own."""


@formats.command("list", short_help="Every format: network, what it is, what it measures.")
@_folders
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(folders: tuple[str, ...], as_json: bool) -> None:
    """Every format: network, what it is, what it measures."""
    found = catalogue.load(folders)
    if as_json:
        import json

        click.echo(json.dumps([plain(one) for one in found.values()], indent=2, ensure_ascii=False))
        return
    from influence.render import console
    from influence.render.formats import render_list

    render_list(list(found.values()), console.consoles().out)


def plain(one: Format) -> dict[str, Any]:
    """A declaration as plain data, without what it leaves out."""
    values = dataclasses.asdict(one)
    del values["file"]
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


@formats.command(short_help="One format: how it is recognised, what each column is, where to download it.")
@click.argument("identifier", metavar="ID")
@_folders
@click.option("--yaml", "as_yaml", is_flag=True, help="The declaration itself, to copy and edit.")
def show(identifier: str, folders: tuple[str, ...], as_yaml: bool) -> None:
    """One format: how it is recognised, what each column is, where to download it."""
    one = catalogue.find(catalogue.load(folders), identifier)
    if as_yaml:
        click.echo(catalogue.text_of(one), nl=False)
        return
    from influence.render import console
    from influence.render.formats import render_one

    render_one(one, console.consoles().out)
