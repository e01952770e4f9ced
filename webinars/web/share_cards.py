"""The pictures beside shared links: which are wanted, and their addresses."""

from flask import current_app
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.domain.media.share_cards.contents import WantedCard, card_of_recording, card_of_webinar
from webinars.domain.media.share_cards.store import card
from webinars.models import Recording, Webinar
from webinars.pure.share_cards import fonts_of
from webinars.web.requests.uploads import storage_of_site
from webinars.web.shared_files import shared_picture
from webinars.web.site_context import absolute_url, site_settings

KNOWN_BY = 12
"""So many digits of its digest stand in a card's address: whoever keeps one for long asks anew when it has changed."""


def webinar_card(webinar: Webinar) -> WantedCard:
    """Returns the card of a webinar that was loaded as for its page."""
    settings = site_settings()
    zones = tuple(settings.display_zones)
    return card_of_webinar(webinar, site=settings.site_name, site_zones=zones, now=clock.now())


def recording_card(recording: Recording) -> WantedCard:
    """Returns the card of a recording that was loaded as for its page."""
    return card_of_recording(recording, site=site_settings().site_name)


def card_url(subject: Webinar | Recording) -> str:
    """Returns the address of a card, as others may keep it."""
    if isinstance(subject, Webinar):
        wanted, endpoint = webinar_card(subject), "programme.card"
    else:
        wanted, endpoint = recording_card(subject), "recordings.card"
    return absolute_url(endpoint, slug=subject.slug, v=wanted.digest[:KNOWN_BY])


def drawn_card(wanted: WantedCard) -> ResponseReturnValue:
    """Returns the card, drawn now if it is not kept already."""
    settings = current_app.config["SETTINGS"]
    return shared_picture(card(wanted, storage_of_site(), settings.data, fonts_of()))
