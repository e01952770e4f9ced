"""Brings each catalogue in step with the sources: new messages without words, none that nothing says any more."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "webinars" / "translations"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
JINJA = {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true"}
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
"""As gettext counts them, where Babel would put the hundreds before the tens."""


def source_files() -> list[Path]:
    """Returns the files that speak their reader's language, as `sources.txt` says."""
    found: dict[Path, None] = {}
    for line in (FOLDER / "sources.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("!"):
            found.pop(PROJECT / line[1:])
        elif line and not line.startswith("#"):
            paths = sorted(PROJECT.glob(line))
            if not paths:
                raise SystemExit(f"{FOLDER.name}/sources.txt: nothing is at {line}")
            found |= dict.fromkeys(paths)
    return list(found)


def messages() -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yields all that these files say, each message with its context, in the order of the files."""
    for path in source_files():
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {} if path.suffix == ".py" else JINJA
        for _line, message, _comments, context in extract_from_file(method, path, keywords=KEYWORDS, options=options):
            yield message, context


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def in_step(catalogue: Catalog) -> Catalog:
    """Returns the catalogue with just what the sources say, and the words that it has for it."""
    renewed = Catalog(
        catalogue.locale, header_comment=catalogue.header_comment, fuzzy=False, charset="utf-8", creation_date=None
    )
    # As many as the catalogue has: for French, Babel gives millions one of their own, of which nobody is told here.
    renewed.mime_headers = [("Plural-Forms", catalogue.plural_forms)]
    for message, context in messages():
        singular = message[0] if isinstance(message, tuple) else message
        known = catalogue.get(singular, context)
        words = known.string if known is not None else ""
        if isinstance(message, tuple):
            has_forms = isinstance(words, tuple) and len(words) == renewed.num_plurals
            words = words if has_forms else ("",) * renewed.num_plurals
        renewed.add(message, words, context=context)
    return renewed


def text_of(catalogue: Catalog) -> str:
    """Returns the catalogue as its file holds it: without places and dates, which would change with lines of code."""
    lines = [
        catalogue.header_comment,
        'msgid ""',
        'msgstr ""',
        f'"Language: {catalogue.locale_identifier}\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        f'"Plural-Forms: {PLURALS.get(str(catalogue.locale_identifier), catalogue.plural_forms)}\\n"',
        "",
    ]
    written = io.BytesIO()
    write_po(written, catalogue, width=0, no_location=True, omit_header=True)
    return "\n".join(lines) + "\n" + written.getvalue().decode().strip() + "\n"


def missing(catalogue: Catalog) -> list[str]:
    """Returns the messages without words."""
    return [
        str(each.id)
        for each in catalogue
        if each.id and not (all(each.string) if isinstance(each.string, tuple) else each.string)
    ]


def main() -> int:
    for path in sorted(FOLDER.glob("*.po")):
        catalogue = in_step(read(path))
        path.write_text(text_of(catalogue), encoding="utf-8")
        print(f"{path.name}: {len(catalogue)} messages, {len(missing(catalogue))} without words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
