"""Rules about the code itself."""

import ast
import re
from functools import cache

import sqlalchemy as sa

from tests.statements import LIST, TRIED_BY, WHOLE
from webinars.db import Base, Instant

WITH_SQL = {
    "calendars/views/blueprint.py", "desk/co_organisers/rows.py", "desk/history/queries.py",
    "desk/history/site_acts_view.py", "desk/home/finder_queries.py", "desk/home/task_queries.py",
    "desk/webinar_bar.py", "first_steps/queries.py", "first_steps/saving.py", "programme/views/reader_feeds.py",
    "questions/moderation/page.py", "questions/moderation/views/desk.py", "questions/views/page.py",
    "questions/views/polling.py", "questions/views/stage.py", "questions/views/voting.py",
    "recordings/recaps/queries.py", "speaker_pages/views/desk.py",
}  # fmt: skip
"""What of `site` still writes statements of its own. It only shrinks: what one face reads, another will want too."""
WITH_FORMATTED_SQL = {
    "webinars/commands/copy_parts/rows.py": "names of our own tables",
    "webinars/commands/migration_parts/new_tables.py": "a number of our own",
    "webinars/db.py": "SQLite’s settings, from a list beside it",
    "webinars/domain/search/engines/postgres.py": "names of our own tables",
    "webinars/domain/search/engines/sqlite.py": "names of our own tables, and weights",
}
"""What puts text together that a database reads, each with what it is made of: nothing that anybody has sent."""
RUNNING = {"compile", "dill", "eval", "exec", "marshal", "pickle", "shelve", "yaml"}
"""What makes code or objects out of what it reads."""
GUESSABLE = {"webinars/site/recordings/views/podcasts.py": "the same feed has to have the same GUID for ever (uuid5)"}
"""What asks for `random` or `uuid`, each with the reason."""


def python_files(project):
    return sorted((project / "webinars").rglob("*.py"))


@cache
def imports_and_calls(path):
    """The names of the modules that one asks for, and of what it calls, of that also where the text is put together."""
    imported, called, formatting = set(), set(), set()
    for each in ast.walk(ast.parse(path.read_text())):
        if isinstance(each, ast.Import):
            imported |= {alias.name for alias in each.names}
        elif isinstance(each, ast.ImportFrom):
            imported.add(each.module)
        elif isinstance(each, ast.Call):
            called.add(ast.unparse(each.func))
            if each.args and isinstance(each.args[0], ast.JoinedStr | ast.BinOp):
                formatting.add(ast.unparse(each.func))
    return imported, called, formatting


def test_naive_times_stand_only_in_columns_named_wall():
    naive = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.DateTime) and not isinstance(column.type, Instant)
    ]

    assert naive
    assert [name for name in naive if not name.endswith("_wall")] == []


def test_instants_stand_only_in_columns_named_at():
    instants = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Instant)
    ]

    assert instants
    assert [name for name in instants if not name.endswith(("_at", ".at", "_until"))] == []


def test_only_the_clock_asks_for_the_time(project):
    asking = [
        str(path.relative_to(project))
        for path in python_files(project)
        if path.name != "clock.py"
        and re.search(r"datetime\.now\(|utcnow\(|date\.today\(|time\.time\(", path.read_text())
    ]

    assert asking == []


def test_markup_is_made_in_one_place(project):
    making = [
        str(path.relative_to(project))
        for path in python_files(project)
        if path.name != "filters.py" and re.search(r"\bMarkup\(", path.read_text())
    ]

    assert making == []


def test_templates_trust_no_text(project):
    trusting = [
        str(path.relative_to(project))
        for path in (project / "templates").rglob("*.html")
        if re.search(r"\|\s*safe\b|autoescape false", path.read_text())
    ]

    assert trusting == []


def test_no_statement_is_formatted_from_text(project):
    formatted = {
        str(path.relative_to(project))
        for path in python_files(project)
        for name in imports_and_calls(path)[2]
        if re.fullmatch(r"sa\.text|.*\b(execute|exec_driver_sql|literal_column)", name, re.DOTALL)
    }

    assert formatted == set(WITH_FORMATTED_SQL)


def test_nothing_that_is_read_is_run(project):
    running = [
        f"{path.relative_to(project)}: {name}"
        for path in python_files(project)
        for names in imports_and_calls(path)[:2]
        for name in names & RUNNING
    ]

    assert running == []


def test_templates_are_files(project):
    making = {
        str(path.relative_to(project))
        for path in python_files(project)
        if re.search(r"\bfrom_string\(|render_template_string|jinja2\.Template\(", path.read_text())
    }

    assert making == {"webinars/domain/mail/compose.py"}, "which reads a file of ours, and writes its styles into it"


def test_forms_are_read_field_by_field(project):
    at_once = re.compile(r"\*\*(request\.(form|args|values|json)\b|dict\(request)|populate_obj|\.update\(request\.")
    whole = [str(path.relative_to(project)) for path in python_files(project) if at_once.search(path.read_text())]

    assert whole == []


def test_what_nobody_may_guess_is_drawn_from_secrets(project):
    guessable = {
        str(path.relative_to(project))
        for path in python_files(project)
        if {"random", "uuid"} & imports_and_calls(path)[0]
    }

    assert guessable == set(GUESSABLE)


def test_journeys_wait_for_functions(project):
    # A bare expression is evaluated anew at each look, which our content security policy forbids from the second one
    # on: such a wait passes where it need not wait, and fails on a busy machine.
    bare = [
        f"{path.name}:{call.lineno}"
        for path in sorted((project / "tests/browser").glob("*.py"))
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).endswith(".wait_for_function")
        and "=>" not in (ast.unparse(call.args[0]) if not isinstance(call.args[0], ast.Name) else "=>")
    ]

    assert bare == []


def test_files_are_taken_by_a_field_that_believes_no_text(project):
    """`wtforms.FileField` hands on a text that was sent in a file's place as if it were the file."""
    believing = [
        str(path.relative_to(project))
        for path in python_files(project)
        if re.search(r"^from wtforms(\.fields)? import .*FileField", path.read_text(), re.MULTILINE)
    ]

    assert believing == []


def test_what_differs_between_the_databases_is_tried_on_both(project):
    """Beside the statements: see `tests.statements`."""
    differing = {
        str(path.relative_to(project))
        for path in python_files(project)
        if re.search(r"dialect\.name|sqlalchemy\.dialects|postgresql_tools import", path.read_text())
    }

    assert differing == set(TRIED_BY)
    assert set(TRIED_BY.values()) <= set(WHOLE)
    assert [each for each in WHOLE if not (project / each).exists()] == []


def test_what_is_tried_on_postgresql_is_there(project, request):
    lines = LIST.read_text().splitlines()
    if "tests/integration" in request.config.args and not request.config.option.keyword:
        # The rows of a test too, where all are here. Nothing else says so before the last minutes of a run.
        there = {item.nodeid for item in request.session.items}
        assert [line for line in lines if "::" in line and line not in there] == []
    gone = []
    for line in lines:
        path, *names = line.split("::")
        function = names[-1].split("[")[0] if names else ""
        if not (project / path).exists() or (function and f"def {function}(" not in (project / path).read_text()):
            gone.append(line)

    assert gone == []


def test_pages_ask_the_domain_and_not_the_database(project):
    site = project / "webinars" / "site"
    asking = {
        str(path.relative_to(site))
        for path in site.rglob("*.py")
        if re.search(
            r"^(import sqlalchemy|from sqlalchemy import |from sqlalchemy\.orm import (?!Session$))",
            path.read_text(),
            re.MULTILINE,
        )
    }

    assert asking == WITH_SQL
