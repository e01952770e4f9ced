"""Absolute addresses of our pages, made from the settings alone: mails are written where there is no request."""

from collections.abc import Collection
from urllib.parse import quote

from webinars.lib.i18n import SOURCE_LANGUAGE, current_locale, spoken_languages


class Links:
    """The addresses below `base_url`. A rule test holds them against the routes.

    A page is named in the present language, if it is one of `languages` (empty: all that there are words for).
    """

    def __init__(self, base_url: str, languages: Collection[str] = ()) -> None:
        self._base_url = base_url.rstrip("/")
        self._languages = languages or spoken_languages()

    def home(self) -> str:
        return self._page("")

    def sign_in(self) -> str:
        return self._to("account", "sign-in")

    def forgotten(self) -> str:
        return self._to("account", "forgotten")

    def password(self, token: str) -> str:
        """Returns the address where the person whose link it is sets a password."""
        return self._to("account", "password", token)

    def account(self) -> str:
        return self._to("account", "")

    def address_change(self, act: str, token: str) -> str:
        """Returns where the new address confirms ("confirm") that an account moves to it, or the old one stops that."""
        return self._to("account", "address", act, token)

    def desk(self) -> str:
        return self._to("manage", "")

    def managed_webinar(self, slug: str) -> str:
        return self._to("manage", "webinars", slug)

    def recording_copies(self, slug: str, recording_id: int) -> str:
        """Returns the address where the places of a recording of that webinar are named."""
        return self._to("manage", "webinars", slug, "recordings", str(recording_id), "copies")

    def outbox(self) -> str:
        """Returns the address of the list of every mail of the site, for administrators."""
        return self._to("manage", "outbox")

    def held_messages(self) -> str:
        """Returns the address where administrators decide about messages that wait for them."""
        return self._to("manage", "messages")

    def invitations(self) -> str:
        """Returns the address where owners answer for their organisation."""
        return self._to("manage", "invitations")

    def invitation(self, token: str) -> str:
        """Returns the address where somebody who has the link claims an organisation."""
        return self._to("invitations", token)

    def claims(self) -> str:
        """Returns the address where administrators say whose an organisation is."""
        return self._to("manage", "claims")

    def subject(self, folder: str, slug: str) -> str:
        """Returns the address of an organisation, a series, a speaker or a topic, by the folder it stands in."""
        return self._page(folder, slug)

    def calendar(self, folder: str, slug: str) -> str:
        """Returns the address of the feed of one of these."""
        return self._to(folder, slug, "calendar.ics")

    def organisation(self, slug: str) -> str:
        return self._page("organisations", slug)

    def conducting(self, token: str) -> str:
        """Returns the address of the page of the day for somebody without an account."""
        return self._to("conduct", token)

    def webinar(self, slug: str) -> str:
        return self._page("webinars", slug)

    def webinar_calendar(self, slug: str) -> str:
        """Returns the address of the calendar entry that everybody may have."""
        return self._to("webinars", f"{slug}.ics")

    def recordings_feed(self, folder: str, slug: str) -> str:
        """Returns the address of the RSS of the recordings of an organisation, a series, a speaker or a topic."""
        return self._to(folder, slug, "recordings.rss")

    def card(self, folder: str, slug: str) -> str:
        """Returns the address of the picture beside shared links to a webinar or a recording, by its folder."""
        return self._to("cards", folder, f"{slug}.png")

    def api(self, *parts: str) -> str:
        """Returns an address of the JSON API."""
        return self._to("api", "v1", *parts)

    def recording_wish(self, slug: str, token: str) -> str:
        """Returns the address where somebody who waits for the recording of that webinar says so, or ends it."""
        return self._page("webinars", slug, "recording", "tell-me", token)

    def file(self, key: str, name: str) -> str:
        """Returns the address of a file that pages offer."""
        return self._to("files", key, name)

    def register(self, slug: str) -> str:
        """Returns the address of the form with which people register for that webinar."""
        return self._page("webinars", slug, "register")

    def registration(self, token: str) -> str:
        """Returns the address of what the person whose link it is reads of their registration, and changes."""
        return self._page("registrations", token)

    def registration_calendar(self, token: str) -> str:
        """Returns the address of the calendar entry of the person whose link it is."""
        return self._to("registrations", token, "webinar.ics")

    def registrations_mine(self, token: str) -> str:
        """Returns the address of all the registrations of the person whose link it is."""
        return self._page("registrations", "mine", token)

    def registrations_together(self, token: str) -> str:
        """Returns the address of what the person whose link it is has registered of a series."""
        return self._page("registrations", "together", token)

    def speaking(self, token: str) -> str:
        """Returns the address of what a speaker reads of the own part in a webinar, and changes."""
        return self._page("speaking", token)

    def speaking_starts(self, token: str) -> str:
        """Returns the address where a speaker says which of the proposed starts suit."""
        return self._page("speaking", token, "starts")

    def managed_interfaces(self, slug: str) -> str:
        """Returns the address of the tokens and webhooks of an organisation."""
        return self._to("manage", "organisations", slug, "interfaces")

    def managed_starts(self, slug: str) -> str:
        """Returns the address where starts of a webinar are proposed, answered and chosen."""
        return self._to("manage", "webinars", slug, "starts")

    def managed_speakers(self, slug: str) -> str:
        """Returns the address where the speakers of a webinar are asked, and what they say is taken."""
        return self._to("manage", "webinars", slug, "speakers")

    def moderating(self, token: str) -> str:
        """Returns where somebody with the link reads the audience's questions, puts them in order and answers them."""
        return self._to("moderate", token)

    def join(self, code: str) -> str:
        """Returns the address of the way into the room, whatever room it is by then."""
        return self._page("join", code)

    def recording(self, slug: str) -> str:
        return self._page("recordings", slug)

    def embedded_recording(self, slug: str) -> str:
        """Returns the address of a recording as other sites frame it."""
        return self._to("embed", "recordings", slug)

    def moment(self, slug: str, place_s: int) -> str:
        """Returns the address of a second of a recording."""
        return f"{self.recording(slug)}?t={place_s}"

    def question(self, token: str) -> str:
        """Returns the address of what somebody who has asked a question reads of it, and changes."""
        return self._page("questions", token)

    def webinar_question(self, slug: str, number: int) -> str:
        """Returns the address of a question of the audience, where it stands on the webinar's page."""
        return f"{self.webinar(slug)}#q{number}"

    def follow_by_mail(self, token: str) -> str:
        """Returns the address where somebody who follows by mail begins, changes or ends it."""
        return self._page("follow", "mail", token)

    def unsubscribe(self, token: str) -> str:
        """Returns the address where the reader of a mail ends those like it."""
        return self._page("mail", token, "unsubscribe")

    def _page(self, *parts: str) -> str:
        """Returns the address of what is there in every language."""
        language = current_locale().language
        is_offered = language != SOURCE_LANGUAGE and language in self._languages
        return self._to(language, *parts) if is_offered else self._to(*parts)

    def _to(self, *parts: str) -> str:
        return "/".join([self._base_url, *(quote(part, safe="") for part in parts)])
