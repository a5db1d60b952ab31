"""JavaScript that holds nothing but data: as who puts an archive on their own page writes it, or the editor in which
they had it open (`export const tweets = [`, names without quotes, single quotes). It becomes JSON."""

from __future__ import annotations

import json
import re

from influence.reading import text

_SPACE = r"(?:\s|//[^\n]*\n|/\*.*?\*/)*+"  # it never gives back what it took, or long spaces would take for ever
_KEYWORD = r"(?:export\s++)?(?:const|let|var)\s++|export\s++default\b"
_NAME = r"[A-Za-z_$][\w$.\[\]]*+"
_START = re.compile(
    rf"{_SPACE}(?:['\"]use strict['\"];?{_SPACE})?({_KEYWORD})?{_SPACE}"
    rf"(?:({_NAME}){_SPACE}(?::[^={{}}\n]{{1,80}})?={_SPACE})?(?=[\[{{])",
    re.DOTALL,
)
_UNQUOTED = re.compile(rf"(?:\[{_SPACE})*+(?:\{{{_SPACE}(?:[A-Za-z_$]|'|\d++{_SPACE}:)|')", re.DOTALL)
_TOKEN = re.compile(
    rf"""{_SPACE}(?:([{{}}\[\],:])|("(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\$]|\\.|\$(?!\{{))*+`)|([-+.\w$]++))""",
    re.DOTALL,
)
_CUT = re.compile(rf"{_SPACE}(?:['\"`][^\n]*+)?", re.DOTALL)
_COLON = re.compile(rf"{_SPACE}:", re.DOTALL)
_ESCAPE = re.compile(r"\\(\r\n|u\{[0-9a-fA-F]+\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_PLAIN = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_REST = re.compile(
    rf"{_SPACE}(?:(?:as|satisfies)\b[^;={{}}]*+)?;?{_SPACE}"
    rf"(?:(?:(?:export\s++default|module\.exports\s*+=|exports\.\w++\s*+=)\s*+{_NAME}|export\s*+\{{[^{{}}]*+\}})"
    rf"{_SPACE};?{_SPACE})*+",
    re.DOTALL,
)
_NUMBER = re.compile(r"-?\d[\w.+-]*")
_WORDS = {"true", "false", "null"}
_NOTHING = {"undefined", "NaN", "Infinity"}


def starts(head: bytes) -> bool:
    """Whether a text starts with a value of JavaScript that JSON writes in another way, put into a variable or handed
    out by a module."""
    encoding = text.encoding(head[:4096])
    start = text.decode(head[:4096], encoding) if encoding else ""
    put = _START.match(start)
    if put is None or not (put[1] or put[2]):
        return False
    return bool(put[1]) or _UNQUOTED.match(start, put.end()) is not None


def unpacked(content: bytes) -> bytes | None:
    """The value as JSON in UTF-8, put into the variable that it was put into; None where the text is a program. The
    value of a text that is cut is cut where the text is, to be told as in JSON."""
    encoding = text.encoding(content)
    script = text.decode(content, encoding) if encoding else ""
    put = _START.match(script)
    if put is None:
        return None
    written: list[str] = []
    position, depth, before = put.end(), 0, ""
    while token := _TOKEN.match(script, position):
        mark, string, word = token.groups()
        position = token.end()
        if mark in ("]", "}") and before == ",":
            written.pop()  # JavaScript allows a comma behind the last one
        before = mark or ""
        one = mark or (_string(string) if string else _word(word, script, position))
        if one is None:
            if position < len(script):
                return None
            break
        written.append(one)
        depth += (mark in ("[", "{")) - (mark in ("]", "}")) if mark else 0
        if not depth:
            break
    value = "".join(written)
    cut = depth and _CUT.fullmatch(script, position)
    if not cut and (depth or not _REST.fullmatch(script, position) or not _is_json(value)):
        return None
    return f"{put[2] or 'data'} = {value}\n".encode("utf-8", "surrogatepass")


def _string(quoted: str) -> str:
    return json.dumps(_ESCAPE.sub(lambda found: _escaped(found[1]), quoted[1:-1]))


def _escaped(code: str) -> str:
    if code[0] in "xu" and len(code) > 1:
        value = int(code[1:].strip("{}"), 16)
        return chr(value) if value <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
    return _PLAIN.get(code, code)


def _word(word: str, script: str, position: int) -> str | None:
    """A name before a colon, a number, or one of the words of JSON; None of anything else, which is a program's."""
    if _COLON.match(script, position):
        return json.dumps(word)
    if word in _NOTHING:
        return "null"
    return word if word in _WORDS or _NUMBER.fullmatch(word) else None


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return False
    return True
