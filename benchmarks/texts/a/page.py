"""A page that a layout writes on: the same blocks as plain text, Markdown or HTML, in one house style."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from benchmarks.texts.a.speech import Run, Speech, capital_run, plain
from benchmarks.texts.labelled import Label, Writer

_BULLETS = ("- ", "* ", "• ", "  • ", "– ", "  - ", "» ", "• ", "- ", "● ", "\t• ")
_THEMES = {
    "blog": {
        "h1": ' class="entry-title"',
        "h2": ' class="wp-block-heading"',
        "p": ' style="text-align:left"',
    },
    "site": {"h1": ' class="page-header"', "p": ' class="text-formatted"', "li": ' class="item"'},
}
OPENING = '(«“„‘"* '
_SPACED = re.compile(r" (?=[:?!;»])|(?<=«) |(?<=\d) (?=h\b)")
_WORD = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Style:
    """How one house writes: its bullets, headings, and the width at which lines break."""

    form: str
    bullet: str
    heading: str
    width: int
    colon: str
    is_airy: bool
    theme: str
    hard_space: str


def style(speech: Speech, form: str | None = None) -> Style:
    chance = speech.chance
    form = form or chance.choice(
        ("plain",) * 13 + ("wrapped", "wrapped", "markdown", "markdown", "html", "html", "html", "html")
    )
    space = " :" if speech.language == "fr" else ":"
    return Style(
        form=form,
        bullet=chance.choice(_BULLETS) if form != "markdown" else chance.choice(("- ", "* ")),
        heading=chance.choice(("bare", "bare", "colon", "caps", "under", "ruled")),
        width=chance.choice((64, 68, 72, 76)) if form == "wrapped" else 0,
        colon=space,
        is_airy=chance.random() < 0.8,
        hard_space=_hard_space(speech, form),
        theme=chance.choice(("", "", "", "blog", "site")),
    )


def _hard_space(speech: Speech, form: str) -> str:
    """Returns what some French houses put before a colon and between a figure and its unit, or nothing."""
    if speech.language != "fr" or form == "wrapped" or not speech.is_likely(0.35):
        return ""
    return speech.chance.choice(("&nbsp;", "\u00a0")) if form == "html" else speech.chance.choice("\u00a0\u202f")


@dataclass(slots=True)
class Page:
    speech: Speech
    style: Style
    writer: Writer = field(default_factory=Writer)

    @property
    def is_html(self) -> bool:
        return self.style.form == "html"

    def _put(self, run: Run) -> None:
        for text, label in run:
            is_free = self.style.hard_space and label in (None, Label.TIME)
            self.writer.add(_SPACED.sub(self.style.hard_space, text) if is_free else text, label)

    def _tagged(self, tag: str, run: Run) -> None:
        attributes = _THEMES.get(self.style.theme, {}).get(tag, "")
        self.writer.add(f"<{tag}{attributes}>")
        self._put(run)
        self.writer.add(f"</{tag}>\n")

    def heading(self, run: Run | str, level: int = 2) -> None:
        """A heading, of the page at level 1."""
        run = [(run, None)] if isinstance(run, str) else run
        match self.style.form:
            case "html":
                self._tagged(f"h{level}" if level < 3 or self.style.is_airy else "p", run)
            case "markdown":
                self._put([("#" * level + " ", None), *run, ("\n\n", None)])
            case _:
                self._plain_heading(run, level)

    def _plain_heading(self, run: Run, level: int) -> None:
        labelled = any(label for _, label in run)
        kind = self.style.heading
        if kind == "caps" and not labelled:
            run = [(text.upper(), None) for text, _ in run]
        if kind == "colon" and not labelled and not plain(run).endswith("?"):
            run = [*run, (self.style.colon, None)]
        self._put(run)
        self.writer.add("\n")
        if kind == "under" and self.style.form == "wrapped":
            self.writer.add(("=" if level == 1 else "-") * min(len(plain(run)), 72) + "\n")
        if level == 1 or self.style.is_airy:
            self.writer.add("\n")

    def para(self, run: Run | str, *, is_last_of_block: bool = True) -> None:
        """A paragraph, its first letter large."""
        run = capital_run([(run, None)] if isinstance(run, str) else run)
        if self.is_html:
            self._tagged("p", run)
            return
        if self.style.width:
            run = self._wrapped(run)
        self._put(run)
        self.writer.add("\n\n" if is_last_of_block else "\n")

    def sentences(self, runs: Iterable[Run]) -> None:
        """A paragraph of several sentences."""
        joined: Run = []
        for run in runs:
            if joined:
                joined.append((" ", None))
            joined += capital_run(run)
        self.para(joined)

    def line(self, run: Run | str) -> None:
        """A line with another one below it."""
        run = [(run, None)] if isinstance(run, str) else run
        if self.is_html:
            self._put(run)
            self.writer.add("<br>\n")
            return
        self._put(run)
        self.writer.add("  \n" if self.style.form == "markdown" else "\n")

    def lines(self, runs: Iterable[Run | str]) -> None:
        """A block of lines."""
        if self.is_html:
            self.writer.add("<p>")
        for run in runs:
            self.line(run)
        self.writer.add("</p>\n" if self.is_html else "\n")

    def bullets(self, runs: Iterable[Run | str], *, is_numbered: bool = False) -> None:
        """A list."""
        tag = "ol" if is_numbered else "ul"
        if self.is_html:
            self.writer.add(f"<{tag}>\n")
        for number, run in enumerate(runs, 1):
            pieces = [(run, None)] if isinstance(run, str) else run
            if self.is_html:
                self._tagged("li", cast("Run", pieces))
                continue
            self.writer.add(f"{number}. " if is_numbered else self.style.bullet)
            self._put(cast("Run", pieces))
            self.writer.add("\n")
        self.writer.add(f"</{tag}>\n" if self.is_html else "\n")

    def facts(self, pairs: Iterable[tuple[str, Run | str]]) -> None:
        """Lines of a word and what it names."""
        strong = self.style.heading in ("bare", "ruled")
        rows: list[Run | str] = []
        for word, value in pairs:
            pieces = [(value, None)] if isinstance(value, str) else value
            mark = f"{word}{self.style.colon} "
            if self.is_html and strong:
                mark = f"<strong>{word}{self.style.colon}</strong> "
            elif self.style.form == "markdown" and strong:
                mark = f"**{word}{self.style.colon}** "
            rows.append([(mark, None), *pieces])
        self.lines(rows)

    def table(self, rows: Iterable[list[Run | str]], separator: str = " | ") -> None:
        """Rows of cells."""
        if self.is_html:
            self.writer.add("<table>\n")
        for row in rows:
            cells = [[(cell, None)] if isinstance(cell, str) else cell for cell in row]
            if self.is_html:
                self.writer.add("<tr>")
                for cell in cells:
                    self.writer.add("<td>")
                    self._put(cast("Run", cell))
                    self.writer.add("</td>")
                self.writer.add("</tr>\n")
                continue
            for index, cell in enumerate(cells):
                self.writer.add(separator if index else "")
                self._put(cast("Run", cell))
            self.writer.add("\n")
        self.writer.add("</table>\n" if self.is_html else "\n")

    def link(self, words: str, url: str) -> Run:
        """Returns words that lead somewhere. In plain text the address stands behind them."""
        if self.is_html:
            return [(f'<a href="{url}">{words}</a>', None)]
        if self.style.form == "markdown":
            return [(f"[{words}]({url})", None)]
        return [(f"{words}{self.style.colon} {url}", None)]

    def strong(self, run: Run) -> Run:
        if self.is_html:
            return [("<strong>", None), *run, ("</strong>", None)]
        if self.style.form == "markdown":
            return [("**", None), *run, ("**", None)]
        return run

    def rule(self) -> None:
        marks = {"html": "<hr>\n", "markdown": "---\n\n"}
        self.writer.add(
            marks.get(
                self.style.form, self.speech.chance.choice(("---\n\n", "* * *\n\n", "________________\n\n", "-- \n"))
            )
        )

    def _wrapped(self, run: Run) -> Run:
        """Returns the run with lines broken at the width. What is a value of the truth stays whole."""
        said: Run = []
        column = 0
        for text, label in run:
            tokens = _WORD.findall(text) if label in (None, Label.TIME, Label.TALK) else [text]
            whole = ""
            for token in tokens:
                if token.isspace() or column + len(token) <= self.style.width or not column:
                    whole += " " if token.isspace() else token
                    column += 1 if token.isspace() else len(token)
                    continue
                broken = whole.rstrip(" ") if whole else whole
                if not whole and said and said[-1][1] is None:
                    said[-1] = (said[-1][0].rstrip(" "), None)
                whole = broken + "\n" + token
                column = len(token)
            if label is not None and whole.startswith("\n"):
                _break_before(said)
                whole = whole[1:]
            said.append((whole, label))
        return [piece for piece in said if piece[0]]


def _break_before(said: Run) -> None:
    """Ends the line, taking along a bracket or a quotation mark that opens what follows."""
    if not said or said[-1][1] is not None:
        said.append(("\n", None))
        return
    text = said[-1][0]
    bare = text.rstrip(OPENING)
    said[-1] = (bare + "\n" + text[len(bare) :].lstrip(" "), None)
