"""Deletes what Babel knows of languages that webinars neither speaks nor reads: six sevenths of its data."""

from pathlib import Path

import babel

from webinars.lib.i18n import spoken_languages
from webinars.pure.announcements.reader.words import LANGUAGES
from webinars.pure.times import place_names, world_words

ROOT = "root"
"""What all languages inherit."""


def kept_languages() -> set[str]:
    """Returns the languages of pages and mails, and those in which pasted texts and typed places are understood."""
    in_scripts = {language for languages in world_words.LANGUAGES.values() for language in languages}
    return {ROOT, *spoken_languages(), *LANGUAGES, *place_names.LANGUAGES, *in_scripts}


def main() -> None:
    kept = kept_languages()
    for data in (Path(babel.__file__).parent / "locale-data").glob("*.dat"):
        if data.stem.partition("_")[0] not in kept:
            data.unlink()


if __name__ == "__main__":
    main()
