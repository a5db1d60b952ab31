"""The catalogue: every format file found, shipped and the user's own, by id."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from influence import files, shipped, yamlfile
from influence.errors import ConfigError, UsageError, did_you_mean
from influence.events import KINDS
from influence.formats import words
from influence.formats.model import FIELDS, Format, names

CONFIG = "influence/formats"
_MARK = re.compile("%(-?.?)", re.DOTALL)
_MARKS = frozenset("aAbBcdfgGHIjmMnpSuUVwWxXyYzZ%")
_MAX_BYTES = 1_000_000
Catalogue = dict[str, Format]


def load(folders: Iterable[str | os.PathLike[str]] = ()) -> Catalogue:
    """The shipped formats, those in the user's config folder, and those in `folders` (or files); a later one replaces
    an earlier of the same id. Raises ConfigError for a bad file, UsageError for a folder that is none."""
    catalogue = dict(load_shipped())
    if (own := _config_folder()).is_dir():
        catalogue |= _read_folder(own)
    for name in folders:
        folder = Path(name)
        if folder.suffix == ".yaml" and folder.is_file():
            catalogue[folder.stem] = read(folder)
            continue
        if not os.fspath(name) or not folder.is_dir():
            raise UsageError(
                f"--formats {os.fspath(name)}: not a folder", "Give a folder that holds format files (ID.yaml)."
            )
        catalogue |= _read_folder(folder)
    return catalogue


def find(catalogue: Catalogue, identifier: str) -> Format:
    """The format of that id. Raises UsageError with the nearest one."""
    if identifier not in catalogue:
        hint = did_you_mean(identifier, catalogue) or "`influence formats list` shows them all."
        raise UsageError(f"no format {identifier!r}", hint)
    return catalogue[identifier]


@cache
def load_shipped() -> Catalogue:
    """The package's own, not held against the model at every start: the tests do that."""
    return {path.stem: _built(path, shipped.data(path, path.read_bytes())) for path in shipped_files()}


def shipped_files() -> list[Path]:
    """The format files of the package."""
    return sorted(Path(__file__).parent.glob("*.yaml"))


def _built(path: Path, data: dict[str, Any]) -> Format:
    return yamlfile.build(Format, words.translated(data) | {"id": path.stem, "file": str(path)})


def text_of(declared: Format) -> str:
    """The declaration as it was written."""
    return Path(declared.file).read_text("utf-8-sig")


def _config_folder() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / CONFIG


def _read_folder(folder: Path) -> Catalogue:
    return {path.stem: read(path) for path in sorted(folder.glob("*.yaml"))}


def read(path: Path) -> Format:
    """Read and check one format file. Raises ConfigError with file, line and the nearest right key."""
    try:
        content = files.content(path, _MAX_BYTES)
    except OSError as error:
        raise ConfigError(f"{path}: {files.why(error)}", "Mend it, or take it out of the folder.") from None
    document = yamlfile.parse(yamlfile.decoded(content, str(path)), str(path))
    if not isinstance(document.data, dict):
        raise document.error((), "not a format file", "`influence formats show x-content` shows one.")
    for key in ("id", "file"):
        if key in document.data:
            raise document.error((key,), "not written in the file: the id of a format is its file's name")
    declared = yamlfile.check(document, Format)
    for path_in_file, message, hint in _complaints(declared):
        raise document.error(path_in_file, message, hint)
    return _built(path, document.data)


def _complaints(declared: Format) -> Iterable[tuple[yamlfile.Path, str, str]]:
    """What the model cannot see: fields that nothing reads, names that are not there."""
    if declared.words and declared.words not in (listed := [path.stem for path in words.files()]):
        yield ("words",), f"no list of words is called {declared.words!r}", did_you_mean(declared.words, listed)
    known = [*FIELDS, *KINDS]
    for index, own in enumerate(declared.recognise.fields):
        if not declared.names_of(own):
            yield (("recognise", "fields", index), f"{own!r} is not declared below", did_you_mean(own, known))
    if not any(getattr(declared.recognise, how) for how in ("fields", "names", "files", "line")):
        yield (("recognise",), "nothing to recognise: name fields or names", "")
    if declared.network is None and declared.fields.network is None and not declared.made:
        yield ((), "no network: give `network`, or `fields.network` where each record names its own", "")
    if not (declared.kinds or declared.each or declared.fields.kind or declared.made or declared.instead):
        yield ((), "no kinds: nothing would be counted", "Give `kinds`, or `made` for what the user did.")
    yield from _kind_complaints(declared)
    yield from _time_complaints(declared)
    yield from _skip_complaints(declared)


def _kind_complaints(declared: Format) -> Iterable[tuple[yamlfile.Path, str, str]]:
    for part, of in (("added", declared.added), ("unless", declared.unless)):
        for kind in of:
            if kind not in declared.kinds:
                yield (part, kind), f"{kind!r} is not among the kinds, so there is no count that this could change", ""


def _time_complaints(declared: Format) -> Iterable[tuple[yamlfile.Path, str, str]]:
    for pattern in names(declared.fields.time.formats) if declared.fields.time else ():
        if wrong := [mark for mark in _MARK.findall(pattern) if mark.removeprefix("-") not in _MARKS]:
            yield (("fields", "time"), f"%{wrong[0]} in {pattern!r} means nothing", "The marks are those of strptime.")


def _skip_complaints(declared: Format) -> Iterable[tuple[yamlfile.Path, str, str]]:
    for index, rule in enumerate(declared.skip):
        given = [getattr(rule, test) is not None for test in ("starts", "values", "matches", "same")]
        if sum([*given, rule.blank, rule.present]) != 1:
            yield (("skip", index), "give one of starts, values, matches, blank, present, same", "")
        if rule.beside and not any(getattr(declared.fields, own) for own in ("profile", "actor", "post", "time")):
            yield (
                ("skip", index, "beside"),
                "give a profile, actor, post or time: they tell what belongs together",
                "",
            )
        if sum(outcome is not None for outcome in (rule.made, rule.problem, rule.why)) != 1:
            yield (("skip", index), "give one of made, problem, why", "")
        if not names(rule.where):
            yield (("skip", index, "where"), "name a field", "")
