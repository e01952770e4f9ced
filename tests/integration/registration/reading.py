"""What somebody reads on a page."""

import lxml.html


def page_of(answer):
    return lxml.html.fromstring(answer.text)


def words_of(answer):
    """The words of the main part, as a reader without scripts sees them, on one line."""
    main = page_of(answer).get_element_by_id("main")
    for hidden in main.xpath('.//*[@hidden or @aria-hidden="true"] | .//option | .//template'):
        hidden.drop_tree()
    for block in main.iter("p", "li", "dt", "dd", "h1", "h2", "h3", "div", "button", "summary"):
        block.tail = " " + (block.tail or "")
    return " ".join(main.text_content().split())
