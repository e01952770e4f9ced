"""Which tests run on PostgreSQL too: those that together try every statement, and every value that may differ there.

`tests/postgresql.txt` has one a line, as pytest takes them from a file. On SQLite each test's statements are noted:
`bin/test` names those that no test of the list makes, and `bin/test --choose` writes the list anew.
"""

import json
import os
import re
from collections import defaultdict
from pathlib import Path

import pytest
import sqlalchemy as sa

LIST = Path(__file__).parent / "postgresql.txt"
WHOLE = {
    "tests/integration/accounts": "what is asked is answered once, whoever answers first",
    "tests/integration/archive": "every column goes out and comes in",
    "tests/integration/api": "whatever its description allows is asked for",
    "tests/integration/followers": "the order of names, days of digests in each zone",
    "tests/integration/commands/test_backup.py": "pg_dump and pg_restore",
    "tests/integration/commands/test_broken_off_restores.py": "pg_restore is killed",
    "tests/integration/commands/test_copy_database.py": "rows go there and back",
    "tests/integration/commands/test_damaged_backups.py": "pg_restore reads what is damaged",
    "tests/integration/commands/test_migrations.py": "a dump before each, and what goes with a step back",
    "tests/integration/commands/test_serving.py": "how a start finds its tables",
    "tests/integration/interfaces": "what is promised is called once, whoever calls",
    "tests/integration/live": "what is counted is added up, and who presses at once takes turns",
    "tests/integration/metrics": "the size of the database",
    "tests/integration/programme/views/test_front_page.py": "what is counted and sorted over all lists",
    "tests/rules/test_new_tables.py": "the tables that a new site has",
    "tests/integration/recording_sources": "what is found is stored once, whoever looks",
    "tests/integration/registration": "seats, who waits in which order, and one mail for many",
    "tests/integration/search": "an engine of its own",
    "tests/integration/site_settings": "a lock of its own",
    "tests/integration/transcripts": "one machine at a time, over all workers",
    "tests/integration/test_derived.py": "what follows is written in one go",
    "tests/integration/web/test_database_file.py": "which kind of database this is",
    "tests/integration/web/test_numbers.py": "numbers that no column of PostgreSQL holds",
    "tests/integration/web/test_statement_limits.py": "timeouts of the server",
    "tests/integration/web/test_stored_pages.py": "an edition is written by an upsert of its own",
    "tests/rules/test_migrations.py": "types, indexes and constraints",
}
"""Files and folders that are tried whole, with the reason: the statements alone do not say it."""
TRIED_BY = {
    "webinars/app/metrics/state.py": "tests/integration/metrics",
    "webinars/bulk.py": "tests/integration/search",
    "webinars/commands/backup.py": "tests/integration/commands/test_backup.py",
    "webinars/commands/backup_parts/reader.py": "tests/integration/commands/test_damaged_backups.py",
    "webinars/commands/backup_parts/snapshot.py": "tests/integration/commands/test_backup.py",
    "webinars/commands/copy_database.py": "tests/integration/commands/test_copy_database.py",
    "webinars/commands/copy_parts/rows.py": "tests/integration/commands/test_copy_database.py",
    "webinars/commands/copy_parts/target.py": "tests/integration/commands/test_copy_database.py",
    "webinars/commands/migrations.py": "tests/integration/commands/test_serving.py",
    "webinars/commands/migration_parts/new_tables.py": "tests/rules/test_new_tables.py",
    "webinars/commands/restore.py": "tests/integration/commands/test_broken_off_restores.py",
    "webinars/commands/backup_parts/unfinished_restore.py": "tests/integration/commands/test_broken_off_restores.py",
    "webinars/database_file.py": "tests/integration/web/test_database_file.py",
    "webinars/db.py": "tests/integration/search",
    "webinars/domain/search/engines/engine.py": "tests/integration/search",
    "webinars/domain/search/facet_counts.py": "tests/integration/search",
    "webinars/domain/search/hit_positions.py": "tests/integration/search",
    "webinars/domain/search/engines/postgres.py": "tests/integration/search",
    "webinars/domain/search/queries.py": "tests/integration/search",
    "webinars/domain/search/vocabulary.py": "tests/integration/search",
    "webinars/domain/site_settings/actions.py": "tests/integration/site_settings",
    "webinars/models/page_cache_version.py": "tests/integration/web/test_stored_pages.py",
    "webinars/statement_limits.py": "tests/integration/web/test_statement_limits.py",
}
"""Modules that do something else on one database than on the other, with what of `WHOLE` tries their branches."""
CRAWLS = ("tests/integration/test_every_address.py", "tests/integration/test_nonsense.py")
"""Whether they change a row depends on when, and if, they come back to it: what they alone make is not asked for."""

OF_ENGINE = ("search_fts", "sqlite_", "json_each")
"""In statements that only SQLite is given."""
VALUES = re.compile(r"(\?|\(\?\)|\(#, \?\))(?:, \1)+")
BETWEEN = re.compile(r"( OR \S+ BETWEEN \? AND \?)+")
INSERT = re.compile(r"INSERT INTO (\S+) \(([^)]*)\)")
RETURNING = re.compile(r" RETURNING (.*)$")
UPDATE = re.compile(r"UPDATE (\S+) SET (.*?)( WHERE .*)?$")

Statements = dict[str, set[str]]
"""By test, what it has the database do."""


def parts_of(statement: str) -> set[str]:
    """Returns what a statement of SQLite tries: itself, with however many values; one that writes tries its columns."""
    # What is returned stands in another order in each process, for it comes from a set.
    text = RETURNING.sub(
        lambda match: f" RETURNING {', '.join(sorted(match[1].split(', ')))}", " ".join(statement.split())
    )
    if not text.startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")) or any(each in text for each in OF_ENGINE):
        return set()
    if match := INSERT.match(text):
        conflict = text[text.index(" ON CONFLICT") :] if " ON CONFLICT" in text else ""
        return {f"INSERT {match[1]} {column.strip()}{conflict}" for column in match[2].split(",")}
    text = BETWEEN.sub("", VALUES.sub(r"\1", VALUES.sub(r"\1", re.sub(r"\b\d+\b", "#", text))))
    if (match := UPDATE.match(text)) and "SELECT" not in match[2]:
        return {f"UPDATE {match[1]} {column}" for column in [*match[2].split(", "), match[3] or ""]}
    return {text}


class Recorder:
    """A plugin that writes into a folder which test made SQLite do what, and how long it took."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.test = ""
        self.statements: dict[str, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = defaultdict(float)
        sa.event.listen(sa.Engine, "before_cursor_execute", self._note)

    def _note(self, connection, _cursor, statement, *_rest) -> None:
        if connection.dialect.name == "sqlite":
            self.statements[self.test].add(statement)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.test = nodeid

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration

    def pytest_sessionfinish(self) -> None:
        path = self.folder / f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.json"
        tests = {name: [self.seconds[name], sorted(texts)] for name, texts in self.statements.items() if name}
        path.write_text(json.dumps(tests))


def recorded_in(folder: Path) -> tuple[Statements, dict[str, float]]:
    """Returns what each test of a run tried, and how many seconds it took."""
    tried: Statements = {}
    seconds: dict[str, float] = {}
    known: dict[str, set[str]] = {}
    for path in folder.glob("*.json"):
        for test, (took, statements) in json.loads(path.read_text()).items():
            if test.startswith("tests/integration"):
                parts = [known.setdefault(each, parts_of(each)) for each in statements]
                tried[test], seconds[test] = set().union(*parts), took
    return tried, seconds


def is_whole(test: str) -> bool:
    return any(test == each or test.startswith((f"{each}/", f"{each}::")) for each in WHOLE)


def untried(tried: Statements) -> dict[str, str]:
    """Returns what no test of the list tries, each with the first test that does."""
    chosen = set(LIST.read_text().splitlines())
    covered = set().union(*(parts for test, parts in tried.items() if test in chosen or is_whole(test)))
    found: dict[str, str] = {}
    for test in sorted(tried):
        if not test.startswith(CRAWLS):
            for part in tried[test] - covered:
                found.setdefault(part, test)
    return found


def choose(tried: Statements, seconds: dict[str, float]) -> list[str]:
    """Returns tests that try all that is tried beside `WHOLE`, at each step the one with most that is new a second."""
    left = set().union(*tried.values()) - set().union(*(tried[test] for test in tried if is_whole(test)))
    by_part = defaultdict(list)
    for test in sorted(tried):
        for part in tried[test] & left:
            by_part[part].append(test)
    new = {test: len(parts & left) for test, parts in tried.items()}
    chosen = []
    while left:
        best = max(sorted(new), key=lambda test: new[test] / (seconds[test] + 0.05))
        chosen.append(best)
        for part in tried[best] & left:
            for test in by_part[part]:
                new[test] -= 1
        left -= tried[best]
    return chosen


def write_list(folder: Path) -> None:
    chosen = choose(*recorded_in(folder))
    LIST.write_text("".join(f"{line}\n" for line in sorted([*WHOLE, *chosen])))


def report_untried(folder: Path) -> int:
    """Prints what no test of the list tries. Returns 1 if there is any such statement, else 0."""
    found = untried(recorded_in(folder)[0])
    for part, test in sorted(found.items(), key=lambda each: each[1]):
        print(f"No test on PostgreSQL makes this statement: {part[:300]}\n  {test} does. Add it to {LIST.name}.")
    return int(bool(found))
