"""A sentence that promises something has a condition under which it may stand, or a test that tries it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from jinja2.ext import babel_extract

from tests.promises.exceptions import NOTHING_PROMISED, TRIED
from tests.promises.recognition import is_in
from tests.promises.table import PROMISES

PROJECT = Path(__file__).parents[2]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
TELLTALE = re.compile(
    r"\b(will be|to follow|places? (is|are) taken|we write|have written|live now|(is|are) over|room is open|at once"
    r"|confirmed)\b",
    re.IGNORECASE,
)
ON_ITS_WAY = re.compile(r"(?<!ncrypted )\bon (its|their) way\b")
TOOLS = ("webinars/commands/", "webinars/demo/")
"""What operators read at a terminal says what has just been done."""
MOST_EXCEPTIONS = 80


def messages() -> Iterator[tuple[str, str]]:
    """Every sentence of the source, with the path where it stands."""
    for path in sorted((PROJECT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".xml"}:
            with path.open("rb") as file:
                for _line, _function, found, _comments in babel_extract(file, list(KEYWORDS), [], {}):
                    yield from _each(path, found)
    for path in sorted((PROJECT / "webinars").rglob("*.py")):
        for _line, found, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
            yield from _each(path, found)


def _each(path: Path, found: str | tuple[str | None, ...]) -> Iterator[tuple[str, str]]:
    for message in found if isinstance(found, tuple) else (found,):
        if message:
            yield str(path.relative_to(PROJECT)), " ".join(message.split())


@pytest.fixture(scope="module")
def source() -> dict[str, str]:
    return {message: path for path, message in messages() if not path.startswith(TOOLS)}


def exceptions() -> list[str]:
    tried = [piece for sentences in TRIED.values() for piece in sentences]
    return tried + [piece for pieces in NOTHING_PROMISED.values() for piece in pieces]


def test_what_has_a_telltale_word_has_a_condition_or_a_reason_why_not(source):
    known = [*exceptions(), *(piece for promise in PROMISES for piece in promise.says)]
    telltale = {message: path for message, path in source.items() if TELLTALE.search(message)}

    assert len(telltale) > 100
    assert {m: path for m, path in telltale.items() if not any(is_in(piece, m) for piece in known)} == {}


def test_rows_and_exceptions_are_of_sentences_that_are_there(source):
    pieces = [*exceptions(), *(piece for promise in PROMISES for piece in promise.says)]

    assert [piece for piece in pieces if not any(is_in(piece, message) for message in source)] == []


def test_there_are_few_exceptions_each_once_and_each_of_a_telltale_sentence(source):
    pieces = exceptions()

    assert len(pieces) == len(set(pieces)) <= MOST_EXCEPTIONS
    telltale = [message for message in source if TELLTALE.search(message)]
    assert [piece for piece in pieces if not any(is_in(piece, message) for message in telltale)] == []


def test_what_tries_an_exception_is_there():
    missing = []
    for sentences in TRIED.values():
        for test in sentences.values():
            path, _, name = test.partition("::")
            file = PROJECT / "tests" / "integration" / f"{path}.py"
            if not re.search(rf"def {name}\(", file.read_text(encoding="utf-8")):
                missing.append(test)

    assert missing == []


def test_no_mail_is_said_to_be_on_its_way_where_none_leaves():
    """What says so asks whether mails leave: of `on_its_way`, or of the settings."""
    bare, count = [], 0
    for path in sorted((PROJECT / "webinars" / "site").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        asking = {id(inner) for part in _asking(tree) for inner in ast.walk(part)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ON_ITS_WAY.search(node.value):
                count += 1
                if id(node) not in asking:
                    bare.append(f"{path.relative_to(PROJECT)}:{node.lineno}")

    assert count > 10
    assert bare == []


def _asking(tree: ast.AST) -> Iterator[ast.AST]:
    """The calls and the functions that ask for it."""
    for part in ast.walk(tree):
        names = {each.id for each in ast.walk(part) if isinstance(each, ast.Name)}
        names |= {each.attr for each in ast.walk(part) if isinstance(each, ast.Attribute)}
        if isinstance(part, ast.Call | ast.FunctionDef) and {"on_its_way", "mail_url"} & names:
            yield part
