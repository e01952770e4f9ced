"""How large code is: its lines, and the branches of its functions."""

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

_NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def code_lines(path: Path) -> int:
    """Returns how many lines of a module hold code: no blank ones, comments or docstrings."""
    text = path.read_text()
    lines = {
        line
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type not in _NO_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                lines -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yields the functions of a module, "Class.method" for those of a class, each with its branches.

    A branch is what a reader has to follow: if, loop, except, case, a condition within an expression, and each `and`
    and `or`. Those of a function within another are the inner one's.
    """
    yield from _functions(ast.parse(path.read_text()), "")


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield prefix + child.name, sum(_branches(each) for each in child.body)
            yield from _functions(child, f"{prefix}{child.name}.")
        else:
            yield from _functions(child, f"{prefix}{child.name}." if isinstance(child, ast.ClassDef) else prefix)


def _branches(node: ast.AST) -> int:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return 0
        case ast.BoolOp():
            own = len(node.values) - 1
        case ast.If() | ast.IfExp() | ast.For() | ast.AsyncFor() | ast.While() | ast.ExceptHandler():
            own = 1
        case ast.comprehension():
            own = len(node.ifs)
        case ast.match_case():
            own = 0 if isinstance(node.pattern, ast.MatchAs) and node.pattern.pattern is None else 1
        case _:
            own = 0
    return own + sum(_branches(child) for child in ast.iter_child_nodes(node))
