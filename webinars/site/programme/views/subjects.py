"""Pages of organisations, series, speakers and topics, and their indexes."""

from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue
from msgspec import Struct

from webinars import clock
from webinars.db import db
from webinars.domain.programme.listing.lists import list_of, subject_page
from webinars.domain.programme.queries import Named
from webinars.domain.programme.subject_queries import (
    Entry,
    organisation_index,
    portraits_of,
    public_organisation,
    public_series,
    public_speaker,
    public_topic,
    series_index,
    speaker_index,
    topic_index,
)
from webinars.domain.registration.groups.queries import count_to_register_for
from webinars.domain.search.catalogue.talks import RecordedTalks, recorded_talks_of
from webinars.lib.i18n import gettext as _
from webinars.lib.markdown import plain_text
from webinars.lib.name_order import LATIN, letter_of, order_of
from webinars.models import Organisation, Series, Speaker, Topic
from webinars.site.front_page.parts import front_page
from webinars.site.programme.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import lead_on
from webinars.web.number_converter import existing, page_in_address
from webinars.web.page_cache.stored_pages import keep_pages

IN_A_DIRECTORY = 500
"""Names on one page of an index, so that nobody waits for thousands."""


@bp.get("/organisations")
@access.public
@keep_pages("page")
def organisations() -> ResponseReturnValue:
    about = _("Who organises the webinars on this site.")
    entries = organisation_index(db.session())
    return _directory(entries, title=_("Organisations"), about=about, endpoint="programme.organisation")


@bp.get("/organisations/<slug>")
@access.public
@keep_pages("page")
def organisation(slug: str) -> ResponseReturnValue:
    found = public_organisation(db.session(), slug) or lead_on(Organisation, slug)
    about = found.tagline or plain_text(found.description)
    return _subject(found, name=found.name, about=about, kind="organisation")


@bp.get("/series", endpoint="series_index")
@access.public
@keep_pages("page")
def every_series() -> ResponseReturnValue:
    about = _("Webinars that belong together.")
    return _directory(series_index(db.session()), title=_("Series"), about=about, endpoint="programme.series")


@bp.get("/series/<slug>")
@access.public
@keep_pages("page")
def series(slug: str) -> ResponseReturnValue:
    found = public_series(db.session(), slug) or lead_on(Series, slug)
    return _subject(found, name=found.title, about=plain_text(found.description), kind="series")


@bp.get("/speakers")
@access.public
@keep_pages("page")
def speakers() -> ResponseReturnValue:
    entries = sorted(speaker_index(db.session()), key=lambda entry: order_of(entry.name))
    page = _part(entries)
    # Where each letter begins; on a long index, on which page.
    letters: dict[str, int] = {}
    for place, entry in enumerate(entries):
        letters.setdefault(letter_of(entry.name), place // IN_A_DIRECTORY + 1)
    groups = [(letter, list(group)) for letter, group in groupby(page.entries, lambda entry: letter_of(entry.name))]
    others = [letter for letter in letters if letter and letter not in LATIN]
    return render_template(
        "programme/speakers.html",
        page=page,
        groups=groups,
        letters=letters,
        alphabet=[*LATIN, *others],
        portraits=portraits_of(db.session(), [entry.slug for entry in page.entries]),
    )


@bp.get("/speakers/<slug>")
@access.public
@keep_pages("page")
def speaker(slug: str) -> ResponseReturnValue:
    found = public_speaker(db.session(), slug) or lead_on(Speaker, slug)
    about = plain_text(found.bio) or found.affiliation
    return _subject(found, name=found.name, about=about, kind="speaker")


@bp.get("/topics")
@access.public
@keep_pages("page")
def topics() -> ResponseReturnValue:
    about = _("What the webinars are about.")
    return _directory(topic_index(db.session()), title=_("Topics"), about=about, endpoint="programme.topic")


@bp.get("/topics/<slug>")
@access.public
@keep_pages("page")
def topic(slug: str) -> ResponseReturnValue:
    found = public_topic(db.session(), slug) or lead_on(Topic, slug)
    about = _("Webinars on %(topic)s, past and coming.", topic=found.name)
    return _subject(found, name=found.name, about=about, kind="topic")


def _subject(subject: Named, *, name: str, about: str, kind: str) -> ResponseReturnValue:
    now = clock.now()
    session = db.session()
    page = existing(subject_page(session, now, page_in_address(), list_of(subject)))
    front = None
    # Of what goes on over several pages, the first is the front door.
    if isinstance(subject, Organisation) and page.number == 1:
        front = front_page(subject.tagline, now, page.coming, subject)
    return render_template(
        f"programme/{kind}.html",
        subject=subject,
        name=name,
        about=about,
        feed=f"calendars.{kind}",
        recording_feed=f"recordings.{kind}_rss",
        now=now,
        page=page,
        coming=page.coming,
        past=page.past,
        front=front,
        heard=recorded_talks_of(session, subject, now)
        if isinstance(subject, Speaker | Topic) and page.number == 1
        else RecordedTalks(),
        register_count=count_to_register_for(session, subject.id, now=now) if isinstance(subject, Series) else 0,
        letter=letter_of(name),
    )


class _Part(Struct, frozen=True):
    """One page of an index."""

    entries: list[Entry]
    number: int
    page_count: int


def _directory(entries: list[Entry], *, title: str, about: str, endpoint: str) -> ResponseReturnValue:
    page = _part(entries)
    return render_template("programme/directory.html", page=page, title=title, about=about, endpoint=endpoint)


def _part(entries: list[Entry]) -> _Part:
    """Returns the page that is asked for. Ends in 404 beyond the last one."""
    number = page_in_address()
    begins = (number - 1) * IN_A_DIRECTORY
    page_count = max(1, -(-len(entries) // IN_A_DIRECTORY))
    return existing(_Part(entries[begins : begins + IN_A_DIRECTORY], number, page_count))
