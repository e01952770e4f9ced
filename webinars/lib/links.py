"""Absolute addresses of our pages, made from the base address alone: mails are written where there is no request."""

from urllib.parse import quote


class Links:
    """The addresses below `base_url`. A rule test holds them against the routes."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")

    def home(self) -> str:
        return self._to("")

    def sign_in(self) -> str:
        return self._to("account", "sign-in")

    def forgotten(self) -> str:
        return self._to("account", "forgotten")

    def password(self, token: str) -> str:
        """Where the person whose link it is sets a password."""
        return self._to("account", "password", token)

    def desk(self) -> str:
        return self._to("manage", "")

    def managed_organisation(self, slug: str) -> str:
        return self._to("manage", "organisations", slug)

    def managed_webinar(self, slug: str) -> str:
        return self._to("manage", "webinars", slug)

    def recording_copies(self, slug: str, recording_id: int) -> str:
        """Where the places of a recording of that webinar are named."""
        return self._to("manage", "webinars", slug, "recordings", str(recording_id), "copies")

    def invitations(self) -> str:
        """Where owners answer for their organisation."""
        return self._to("manage", "invitations")

    def organisation(self, slug: str) -> str:
        return self._to("organisations", slug)

    def webinar(self, slug: str) -> str:
        return self._to("webinars", slug)

    def register(self, slug: str) -> str:
        """The form with which people register for that webinar."""
        return self._to("webinars", slug, "register")

    def registration(self, token: str) -> str:
        """What the person whose link it is reads of their registration, and changes."""
        return self._to("registrations", token)

    def registrations_mine(self, token: str) -> str:
        """All the registrations of the person whose link it is."""
        return self._to("registrations", "mine", token)

    def join(self, code: str) -> str:
        """The way into the room, whatever room it is by then."""
        return self._to("join", code)

    def unsubscribe(self, token: str) -> str:
        """Where the reader of a mail ends those like it."""
        return self._to("mail", token, "unsubscribe")

    def _to(self, *parts: str) -> str:
        return "/".join([self._base_url, *(quote(part, safe="") for part in parts)])
