"""HTML paper: blocks as sites and mail programs mark them up."""

import html
from dataclasses import dataclass
from random import Random

from benchmarks.texts.b.blocks import Block
from benchmarks.texts.b.grammar import Piece, Pieces
from benchmarks.texts.labelled import Label, Writer

_ENTITIES = {"’": "&#8217;", "–": "&#8211;", "“": "&#8220;", "”": "&#8221;", "\u00a0": "&nbsp;", "…": "&#8230;"}
_BOXES = (
    ("", ""),
    ('<article class="post">\n', "</article>\n"),
    ('<div class="event-detail">\n', "</div>\n"),
    ('<html><body style="font-family:Arial">\n', "</body></html>\n"),
    ('<main id="content"><section>\n', "</section></main>\n"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """How one site marks up what it shows."""

    box: tuple[str, str]
    title: tuple[str, str]
    head: tuple[str, str]
    para: tuple[str, str]
    items: tuple[str, str, str, str]
    facts: str
    has_entities: bool
    name: tuple[str, str]
    """What stands around a name."""


def sheet(chance: Random) -> Sheet:
    return Sheet(
        box=chance.choice(_BOXES),
        title=chance.choice(
            (
                ("<h1>", "</h1>"),
                ('<h1 class="entry-title">', "</h1>"),
                ("<h2>", "</h2>"),
                ('<p class="title"><b>', "</b></p>"),
            )
        ),
        head=chance.choice(
            (
                ("<h2>", "</h2>"),
                ('<h3 class="wp-block-heading">', "</h3>"),
                ("<p><strong>", "</strong></p>"),
                ("<h4>", "</h4>"),
                ("<b>", "</b><br>"),
            )
        ),
        para=chance.choice((("<p>", "</p>"), ("<p>", "</p>"), ("<div>", "</div>"), ('<p style="margin:0">', "</p>"))),
        items=chance.choice(
            (
                ("<ul>\n", "<li>", "</li>", "</ul>"),
                ('<ul class="wp-block-list">\n', "<li>", "</li>", "</ul>"),
                ("<ol>\n", "<li>", "</li>", "</ol>"),
                ("<p>", "", "<br />", "</p>"),
                ("<div>\n", "<p>", "</p>", "</div>"),
            )
        ),
        facts=chance.choice(("table", "dl", "strong", "br")),
        has_entities=chance.random() < 0.4,
        name=chance.choice(
            (("", ""), ("", ""), ("<strong>", "</strong>"), ("<b>", "</b>"), ('<a href="/people">', "</a>"))
        ),
    )


def write(blocks: list[Block], style: Sheet) -> Writer:
    """Returns the HTML of the blocks, with the spans of its source."""
    writer = Writer()
    writer.add(style.box[0])
    for block in blocks:
        _block(writer, block, style)
        writer.add("\n")
    writer.add(style.box[1])
    return writer


def _block(writer: Writer, block: Block, style: Sheet) -> None:
    single = {"title": style.title, "head": style.head, "para": style.para}
    if block.what in single:
        for row in block.rows:
            _cell(writer, row[0], single[block.what], style)
    elif block.what == "list":
        opening, before, after, closing = style.items
        _rows(writer, block, (opening, closing), (before, after), style)
    elif block.what == "facts":
        _facts(writer, block, style)
    elif block.what == "table":
        _table(writer, block, style)
    elif block.what == "link":
        _link(writer, block, style)
    elif block.what == "button":
        _cell(writer, block.rows[0][0], ('<p><a class="button" href="#">', "</a></p>"), style)
    else:
        _rows(writer, block, ("<p>", "</p>"), ("", "<br>"), style)


def _rows(writer: Writer, block: Block, around: tuple[str, str], each: tuple[str, str], style: Sheet) -> None:
    writer.add(around[0])
    for row in block.rows:
        _cell(writer, row[0], each, style)
        writer.add("\n")
    writer.add(around[1])


def _cell(writer: Writer, pieces: Pieces, around: tuple[str, str], style: Sheet) -> None:
    writer.add(around[0])
    for piece in pieces:
        before, after = style.name if piece.label is Label.PERSON and around != style.head else ("", "")
        writer.add(before).add(_escaped(piece, style), piece.label).add(after)
    writer.add(around[1])


def _facts(writer: Writer, block: Block, style: Sheet) -> None:
    shapes = {
        "table": ("<table>\n", "<tr><td>", "</td><td>", "</td></tr>\n", "</table>"),
        "dl": ("<dl>\n", "<dt>", "</dt><dd>", "</dd>\n", "</dl>"),
        "strong": ("", "<p><strong>", ":</strong> ", "</p>\n", ""),
        "br": ("<p>", "", ": ", "<br>\n", "</p>"),
    }
    opening, before, between, after, closing = shapes[style.facts]
    writer.add(opening)
    for label, value, _ in block.rows:
        _cell(writer, label, (before, between), style)
        _cell(writer, value, ("", after), style)
    writer.add(closing)


def _table(writer: Writer, block: Block, style: Sheet) -> None:
    writer.add('<table class="programme">\n')
    for row in block.rows:
        writer.add("<tr>")
        for cell in row:
            _cell(writer, cell, ("<td>", "</td>"), style)
        writer.add("</tr>\n")
    writer.add("</table>")


def _link(writer: Writer, block: Block, style: Sheet) -> None:
    for label, address in block.rows:
        url = html.escape(address[0].text)
        is_video = "youtu" in url
        if is_video and style.has_entities:
            _cell(writer, label, style.head, style)
            token = url.rpartition("/")[2].rpartition("=")[2]
            frame = (
                f'<iframe width="580" height="326" src="https://www.youtube.com/embed/{token}?feature=oembed"></iframe>'
            )
            writer.add(f'<figure class="wp-block-embed"><div>{frame}</div></figure>')
        else:
            _cell(writer, label, (f'<p><a href="{url}">', "</a></p>"), style)
        writer.add("\n")


def _escaped(piece: Piece, style: Sheet) -> str:
    text = html.escape(piece.text, quote=False)
    if style.has_entities:
        for sign, entity in _ENTITIES.items():
            text = text.replace(sign, entity)
    return text.replace("\n", "<br>\n") if piece.label is None else text.replace("\n", " ")
