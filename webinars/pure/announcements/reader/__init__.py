"""Text in: what an announcement or a recap says, every value with the lines it was read from."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from webinars.pure.announcements.reader.reading import read
    from webinars.pure.announcements.reader.text_fingerprint import fingerprint

__all__ = ["fingerprint", "read"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a function of one of two modules
    # Its words take a fifth of the time in which the whole application is loaded, and most processes read no text.
    if name not in __all__:
        raise AttributeError(name)
    from webinars.pure.announcements.reader.reading import read  # noqa: PLC0415
    from webinars.pure.announcements.reader.text_fingerprint import fingerprint  # noqa: PLC0415

    return {"fingerprint": fingerprint, "read": read}[name]
