"""Which of the machine's Noto fonts writes which piece of a text."""

import functools
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct
from PIL import ImageFont

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
SERIF, SANS = "Serif", "Sans"
WESTERN = frozenset({"LATIN", "GREEK", "CYRILLIC", "MODIFIER"})
EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH"})
COLLECTION: Mapping[str, int] = MappingProxyType({"ja": 0, "ko": 1, "zh": 2, "zh-hant": 3, "zh-tw": 3, "zh-hk": 4})
"""Where in the East Asian collections the forms of a language stand."""
NEEDED = ("NotoSerif-Regular.ttf", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
WANTED = ("NotoNaskhArabic-Regular.ttf", "NotoSansArabic-Bold.ttf", "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")
"""Without these, cards of texts in those scripts are drawn without words."""


class Face(Struct, frozen=True):
    """A font as it is asked for, of any size."""

    style: str
    is_bold: bool = False


class Run(Struct, frozen=True):
    """A piece of a line that one font writes."""

    text: str
    script: str


class Fonts:
    """The Noto fonts of a machine, by the names of their files."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = paths
        self._opened: dict[tuple[str, int, int], ImageFont.FreeTypeFont] = {}

    def can_write(self, text: str) -> bool:
        """Returns whether there is a font for every script in `text`."""
        faces = (Face(SERIF), Face(SANS, is_bold=True))
        return all(self._name(run.script, face) in self._paths for run in runs_of(text) for face in faces)

    def opened(self, run: Run, face: Face, size: int, language: str) -> ImageFont.FreeTypeFont:
        """Returns the font that writes `run`, `size` pixels high. Raises LookupError if there is none."""
        name = self._name(run.script, face)
        index = _place_in_collection(language) if name.endswith(".ttc") else 0
        key = (name, index, size)
        if key not in self._opened:
            path = self._paths[name]
            self._opened[key] = ImageFont.truetype(path, size, index=index, layout_engine=ImageFont.Layout.RAQM)
        return self._opened[key]

    def _name(self, script: str, face: Face) -> str:
        """Returns the file of a script's font: of the wanted style if it has it, else of the other."""
        weight = "Bold" if face.is_bold else "Regular"
        if script in EAST_ASIAN:
            return f"Noto{face.style}CJK-{weight}.ttc"
        if script == "ARABIC" and face.style == SERIF:
            return f"NotoNaskhArabic-{weight}.ttf"
        part = "" if script in WESTERN else script.title()
        names = [f"Noto{style}{part}-{weight}.ttf" for style in (face.style, SERIF, SANS)]
        return next((name for name in names if name in self._paths), names[0])


@functools.cache
def fonts_of(folders: Sequence[Path] = FOLDERS) -> Fonts:
    """Returns the fonts in `folders`, looked for once in the life of a process."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.rglob("Noto*.tt[fc]")) if folder.is_dir() else ():
            found.setdefault(path.name, path)
    return Fonts(found)


def missing_fonts(folders: Sequence[Path] = FOLDERS) -> list[str]:
    """Returns the files that cards need, or want for texts in other scripts, and that are in none of `folders`."""
    there = {path.name for folder in folders if folder.is_dir() for path in folder.rglob("Noto*.tt[fc]")}
    return [name for name in (*NEEDED, *WANTED) if name not in there]


def runs_of(text: str) -> list[Run]:
    """Returns `text` in pieces of one script each.

    What belongs to every script, like a space, stays with its left.
    """
    runs: list[Run] = []
    for char, script in _scripts(text):
        if runs and script in {"", runs[-1].script}:
            runs[-1] = Run(runs[-1].text + char, runs[-1].script)
        elif runs and not runs[-1].script:
            runs[-1] = Run(runs[-1].text + char, script)
        else:
            runs.append(Run(char, script))
    return [run if run.script else Run(run.text, "LATIN") for run in runs]


def _scripts(text: str) -> Iterator[tuple[str, str]]:
    written = {_script_of(char) for char in text if char.isalpha()}
    before = "LATIN"
    for char in text:
        if char.isalpha():
            script = _script_of(char)
        elif char in "〆〇、。「」『』《》（）：；，！？":
            script = "CJK"
        elif unicodedata.category(char)[0] in "NPS":
            # A font has the figures and signs of its own script. Those that all scripts share are often missing in it.
            own = unicodedata.name(char, "").partition(" ")[0].partition("-")[0]
            script = own if own in written else "" if before == "CJK" else "LATIN"
        else:
            script = ""
        script = "LATIN" if script in WESTERN else "CJK" if script in EAST_ASIAN else script
        before = script or before
        yield char, script


def _script_of(letter: str) -> str:
    """Returns the first word of its name, or of a sign such as "micro", that of the letter it stands for."""
    script = unicodedata.name(letter, "LATIN").split()[0]
    if script in WESTERN or script in EAST_ASIAN:
        return script
    plain = unicodedata.normalize("NFKC", letter)[0]
    # The mark of a long vowel is of two scripts: KATAKANA-HIRAGANA.
    return unicodedata.name(plain, "LATIN").split()[0].partition("-")[0]


def _place_in_collection(language: str) -> int:
    tag = language.lower()
    for known, place in sorted(COLLECTION.items(), key=lambda item: -len(item[0])):
        if tag == known or tag.startswith(known + "-"):
            return place
    return 2
