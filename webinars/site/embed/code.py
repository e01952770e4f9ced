"""The HTML that other sites paste to show one of our embeds."""

from html import escape


def embed_code(src: str, title: str, *, width: int, height: int) -> str:
    """Returns an iframe with what a player inside it needs: leave to play and go full screen, a referrer for YouTube.

    Without `frameborder` WordPress, which takes styles away, would show a grey bevel round it.
    """
    return (
        f'<iframe src="{escape(src)}" width="{width}" height="{height}" frameborder="0" title="{escape(title)}" '
        'allow="autoplay; encrypted-media; fullscreen; picture-in-picture" '
        'referrerpolicy="strict-origin-when-cross-origin" allowfullscreen></iframe>'
    )


def card_code(page: str, title: str, frame: str) -> str:
    """Returns the iframe `frame` after a quoted link, which WordPress shows until the frame has told its height."""
    return f'<blockquote><a href="{escape(page)}">{escape(title)}</a></blockquote>{frame}'
