"""A script of ours as it is served: with all that it imports in it, so that a page fetches one file and not twenty.

A module that is imported becomes a function that is called once, and its exports are what it returns. That is all that
our own modules need (ADR 3): named imports from neighbours, none in a circle; exports of functions, classes and
constants where they are declared; nothing awaited while a module is loaded. A test holds them to it.
"""

import re
from pathlib import Path

IMPORT = re.compile(r'^import (?:\{ ([^{}]+) \} from )?"\./([\w-]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)


class ImportsInACircle(Exception):
    """A module imports itself by way of others. The names say how."""


def whole(path: Path) -> str:
    """Returns the module at `path` with the modules that it imports, without comments. What it exports it still does.

    Raises `ImportsInACircle`, and `FileNotFoundError` for a neighbour that there is not.
    """
    imported: dict[str, str] = {}
    text = _linked(path, imported, (path.stem,))
    return "".join(imported.values()) + text


def _linked(path: Path, imported: dict[str, str], way: tuple[str, ...]) -> str:
    """Returns the module with constants in place of its imports, which are put into `imported`, each behind its own."""
    text = _COMMENT.sub("", path.read_text("utf-8"))
    for _names, name in IMPORT.findall(text):
        if name in way:
            raise ImportsInACircle(" → ".join((*way, name)))
        if name not in imported:
            inner = _linked(path.with_name(f"{name}.js"), imported, (*way, name))
            exported = ", ".join(EXPORT.findall(inner))
            body = EXPORT.sub("", inner)
            imported[name] = f"const {_constant(name)} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"
    return IMPORT.sub(lambda found: f"const {{ {found[1]} }} = {_constant(found[2])};\n" if found[1] else "", text)


def _constant(name: str) -> str:
    return "$" + name.replace("-", "_")
