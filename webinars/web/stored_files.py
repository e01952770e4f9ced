"""What pages need to show uploaded files, which may be kept by another machine than the one that serves the page."""

from flask import Flask

from webinars.domain.media.errors import StoreDoesNotAnswer
from webinars.models import Picture, StoredFile
from webinars.pure.videos import Embed
from webinars.web.requests.uploads import storage_of_site
from webinars.web.security_headers import allow_source

FILES_PREFIX = "/files/"
"""How the address of an uploaded file begins."""


def init_app(app: Flask) -> None:
    app.add_template_global(files_are_elsewhere)
    app.add_template_global(shown_sizes)


def allow_player(embed: Embed) -> None:
    """Let this response load what `embed` plays."""
    allow_source(embed.directive, embed.source)
    if embed.src.startswith(FILES_PREFIX):
        allow_files(embed.directive)


def allow_files(directive: str) -> None:
    """Let this response load uploaded files from where they are: their addresses on this site lead there."""
    if origin := _origin():
        allow_source(directive, origin)


def shown_sizes(picture: Picture) -> list[StoredFile]:
    """Returns the sizes of a picture for the page that shows them, which is allowed to load them."""
    allow_files("img-src")
    return picture.sizes


def files_are_elsewhere() -> bool:
    """Returns whether films come from a host that has not been asked to let scripts of other origins read them."""
    return _origin() is not None


def _origin() -> str | None:
    try:
        return storage_of_site().origin
    except StoreDoesNotAnswer:
        # Without a key to it nothing can be loaded from there anyway.
        return None
