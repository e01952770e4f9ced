"""XML of others, read without whatever makes it dangerous."""

import codecs
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from webinars.lib.i18n import gettext as _

DEEPEST = 50
MOST_ELEMENTS = 500_000


class XmlRefused(ValueError):
    """It is no XML, or has what nobody needs to send. Its text says which."""


def read_plain_xml(data: bytes) -> Element:
    """Returns the outermost element, every tag with its prefix as it stands there. Raises XmlRefused.

    What declares a document type is refused, and with it every entity: nothing is fetched, and nothing grows.
    """
    try:
        return _parsed(data)
    except XmlRefused:
        raise
    except (expat.ExpatError, ValueError, LookupError):
        raise XmlRefused(_("it is no XML, or has a mistake in it.")) from None


def text_of(element: Element | None) -> str:
    """Returns the text of an element, empty where there is none."""
    return (element.text or "").strip() if element is not None else ""


def _parsed(data: bytes) -> Element:
    builder, parser = TreeBuilder(), expat.ParserCreate(_encoding(data))
    depth = count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise XmlRefused(_("it is nested too deeply, or too large."))
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    def refuse(*_arguments: object) -> None:
        raise XmlRefused(_("it declares a document type, which nobody needs there."))

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    # Before any entity is declared, and what none is declared for is a mistake.
    parser.StartDoctypeDeclHandler = refuse
    # What was pasted may have blanks before the declaration, where XML allows none.
    parser.Parse(data.removeprefix(codecs.BOM_UTF8).lstrip(), True)
    return builder.close()


def _encoding(data: bytes) -> str | None:
    """Returns UTF-8, if it is that, or else what it says of itself: what was pasted has been written anew."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return None
    return "utf-8"


def text_in(element: Element, tag: str) -> str:
    """Returns the text of the first child that is called `tag`, prefix and all, which `find` does not take."""
    return text_of(next((each for each in element if each.tag == tag), None))
