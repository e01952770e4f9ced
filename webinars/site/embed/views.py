"""The only pages that other sites may frame, and the oEmbed provider that tells them how."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from webinars import clock
from webinars.db import db
from webinars.domain.programme.covers.svg import HEIGHT as COVER_HEIGHT
from webinars.domain.programme.covers.svg import WIDTH as COVER_WIDTH
from webinars.domain.programme.covers.svg import cover_key
from webinars.domain.programme.listing.lists import coming_webinars, list_of, soonest_webinar
from webinars.domain.programme.listing.statements import SITE, Subject
from webinars.domain.programme.page_expiry import next_change
from webinars.domain.programme.phases import phase_of
from webinars.domain.programme.queries import Slugged, present_slug, webinar_page
from webinars.domain.programme.subject_queries import public_organisation, public_series
from webinars.domain.recordings.moments import moments_of
from webinars.domain.recordings.player_view import moment_in, player_view_of
from webinars.domain.recordings.players import players_of
from webinars.domain.recordings.posters import poster_size, poster_url
from webinars.domain.recordings.queries import recording_page
from webinars.domain.transcripts.queries import transcripts_of
from webinars.lib.i18n import SOURCE_LANGUAGE
from webinars.lib.text_cleaning import one_line
from webinars.models import Organisation, Recording, Series, Webinar
from webinars.site.embed.allowed_sites import sites_of, sites_of_setting, sites_of_webinar
from webinars.site.embed.code import card_code, embed_code
from webinars.web import access
from webinars.web.lookups import at_former_address
from webinars.web.page_cache.stored_pages import holds_until, keep_pages
from webinars.web.requests.page_languages import language_in, page_in, page_languages
from webinars.web.security_headers import allow_framing
from webinars.web.site_context import absolute_url, site_settings
from webinars.web.stored_files import allow_player

# Answers to oEmbed consumers (oembed.com, version 1.0).


WIDTH = 640
CAPTION_HEIGHT = 130
"""Pixels below the picture for title, names and date."""
CHAPTERS_HEIGHT = 250
"""Pixels for the chapters below them, which scroll."""
CARD_HEIGHT, PROGRAMME_HEIGHT = 270, 480
CACHE_S = 3600

Answer = dict[str, str | int]


class EmbedCard(Struct, frozen=True, kw_only=True):
    """What is embedded."""

    title: str
    page: str
    """The address of the page it stands for, with the moment it starts at."""
    frame: str
    """The address of the embed."""
    author: str
    author_page: str
    thumbnail: str
    thumbnail_size: tuple[int, int] = (COVER_WIDTH, COVER_HEIGHT)
    """Width and height in pixels, or a drawn cover's if nothing else is said."""
    is_video: bool
    has_chapters: bool = False
    height: int = CARD_HEIGHT
    """Of what is no video."""


def video_height(width: int, *, has_chapters: bool) -> int:
    """Returns how many pixels the embed of a recording needs that is `width` pixels wide."""
    return round(width * 9 / 16) + CAPTION_HEIGHT + (CHAPTERS_HEIGHT if has_chapters else 0)


def answer(card: EmbedCard, *, site_name: str, site_url: str, max_width: int | None, max_height: int | None) -> Answer:
    """Returns the answer as a dictionary, within the size that was asked for."""
    width = min(WIDTH, max_width or WIDTH)
    height = video_height(width, has_chapters=card.has_chapters) if card.is_video else card.height
    height = min(height, max_height or height)
    frame = embed_code(card.frame, card.title, width=width, height=height)
    described: Answer = {
        "version": "1.0",
        "type": "video" if card.is_video else "rich",
        "title": card.title,
        "author_name": card.author,
        "author_url": card.author_page,
        "provider_name": site_name,
        "provider_url": site_url + "/",
        "cache_age": CACHE_S,
        "width": width,
        "height": height,
        "html": card_code(card.page, card.title, frame),
    }
    wide, high = card.thumbnail_size
    thumbnail: Answer = {"thumbnail_url": card.thumbnail, "thumbnail_width": wide, "thumbnail_height": high}
    return described | thumbnail if (max_width or wide) >= wide and (max_height or high) >= high else described


def as_xml(described: Answer) -> bytes:
    root = ET.Element("oembed")
    for name, value in described.items():
        ET.SubElement(root, name).text = str(value)
    octets: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return octets


bp = Blueprint("embed", __name__)

PROGRAMME_LENGTH = 8
LONGEST_WORDS = 200
PAGES = re.compile(r"/(?:embed/)?(recordings|webinars)/([a-z0-9-]{1,80})")
PROGRAMMES = re.compile(r"/(?:(?:(organisations|series)/([a-z0-9-]{1,80}))|webinars)?")
"""Pages that are embedded as a programme: of one of these, or of everybody."""

SUBJECTS: dict[str, tuple[type[Any], Callable[[Session, str], Any], str]] = {
    "organisations": (Organisation, public_organisation, "organisation"),
    "series": (Series, public_series, "series"),
}
"""Whose programme can be embedded: the folder of their pages, how one is found, and what a query calls it."""
SUBJECT_WORDS = tuple(word for _model, _find, word in SUBJECTS.values())


@bp.get("/embed/recordings/<slug>")
@access.framed
@keep_pages("t", "q", "theme", about="recording")
def recording(slug: str) -> ResponseReturnValue:
    found = recording_page(db.session(), slug)
    if found is None:
        return _at_former_address(Recording, slug, "embed.recording")
    if not found.webinar.is_public_page:
        return _not_found_frame(410 if found.webinar.is_unpublished else 404)
    allow_framing(*sites_of_webinar(found.webinar))
    holds_until(None)
    screen = player_view_of(found, players_of(site_settings()), starts_s=moment_in(request.args.get("t")))
    if screen.embed is not None:
        allow_player(screen.embed)
    return render_template(
        "embed/recording.html",
        recording=found,
        webinar=found.webinar,
        screen=screen,
        transcripts=transcripts_of(db.session(), found),
        moments=moments_of(found),
        words=_words(request.args.get("q")),
    )


@bp.get("/embed/webinars/<slug>")
@access.framed
@keep_pages("theme", about="webinar")
def webinar(slug: str) -> ResponseReturnValue:
    found = webinar_page(db.session(), slug)
    if found is None:
        return _at_former_address(Webinar, slug, "embed.webinar")
    if not found.is_public_page:
        return _not_found_frame(410 if found.is_unpublished else 404)
    allow_framing(*sites_of_webinar(found))
    now = clock.now()
    holds_until(next_change([found], now))
    return render_template("embed/webinar.html", webinar=found, phase=phase_of(found, now), now=now)


@bp.get("/embed/next")
@access.framed
@keep_pages(*SUBJECT_WORDS, "theme")
def next_webinar() -> ResponseReturnValue:
    subject = _asked_subject()
    now = clock.now()
    found = soonest_webinar(db.session(), now, _list_of(subject))
    return render_template("embed/next.html", webinar=found, **_subject_words(subject), now=now)


@bp.get("/embed/programme")
@access.framed
@keep_pages(*SUBJECT_WORDS, "theme")
def programme() -> ResponseReturnValue:
    subject = _asked_subject()
    now = clock.now()
    found = coming_webinars(db.session(), now, PROGRAMME_LENGTH, _list_of(subject))
    return render_template("embed/programme.html", webinars=found, **_subject_words(subject), now=now)


@bp.get("/oembed")
@access.public
def oembed() -> ResponseReturnValue:
    response = _oembed_answer()
    # Consumers that ask from a browser may read it; it holds nothing that is not public.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@bp.app_template_global("embed_code")
def recording_code(recording: Recording, starts_s: int) -> str:
    """Returns the HTML for another site that shows `recording` from `starts_s` on."""
    src = absolute_url("embed.recording", slug=recording.slug, t=starts_s or None)
    height = video_height(WIDTH, has_chapters=bool(moments_of(recording)))
    return embed_code(src, recording.title, width=WIDTH, height=height)


@bp.app_context_processor
def theme() -> dict[str, str]:
    """The colours an embed shows itself in, if its site chooses: light or dark."""
    asked = request.args.get("theme", "")
    return {"theme": asked if request.blueprint == bp.name and asked in {"light", "dark"} else ""}


def _oembed_answer() -> Response:
    kind = request.args.get("format", "json")
    if kind not in {"json", "xml"}:
        abort(501)
    card = _card(request.args.get("url", "")) or abort(404)
    settings = site_settings()
    described = answer(
        card,
        site_name=settings.site_name,
        site_url=settings.base_url,
        max_width=_pixels("maxwidth"),
        max_height=_pixels("maxheight"),
    )
    if kind == "xml":
        return Response(as_xml(described), mimetype="text/xml")
    return jsonify(described)


def _card(url: str) -> EmbedCard | None:
    """Returns what a page of ours is embedded as, or None if `url` is not the address of such a page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    site = urlsplit(site_settings().base_url)
    # The scheme may differ: people share addresses that once were plain http.
    if parts.netloc != site.netloc or parts.scheme not in {"http", "https"}:
        return None
    language, path = language_in(parts.path.rstrip("/") or "/")
    with page_in(language if language in page_languages() else SOURCE_LANGUAGE):
        return _card_of(path, parts.query)


def _card_of(path: str, query: str) -> EmbedCard | None:
    if programme := PROGRAMMES.fullmatch(path):
        return _programme_card(programme[1], programme[2])
    found = PAGES.fullmatch(path)
    if found is None:
        return None
    if found[1] == "webinars":
        return _webinar_card(found[2])
    asked = parse_qs(query)
    return _recording_card(found[2], moment_in(asked.get("t", [""])[0]), _words(asked.get("q", [""])[0]))


def _words(text: str | None) -> str | None:
    """Returns the words that somebody looked for, which the address of a recording may carry on."""
    return one_line(text or "", at_most=LONGEST_WORDS) or None


def _recording_card(asked: str, starts_s: int, words: str | None) -> EmbedCard | None:
    slug = present_slug(db.session(), Recording, asked)
    found = recording_page(db.session(), slug)
    if found is None or not found.webinar.is_public_page:
        return None
    moment = {"t": starts_s or None, "q": words}
    return EmbedCard(
        title=found.title,
        page=absolute_url("recordings.show", slug=slug, **moment),
        frame=absolute_url("embed.recording", slug=slug, **moment),
        author=found.webinar.host.name,
        author_page=absolute_url("programme.organisation", slug=found.webinar.host.slug),
        thumbnail=site_settings().base_url + poster_url(found, found.webinar),
        thumbnail_size=poster_size(found),
        is_video=True,
        has_chapters=bool(moments_of(found)),
    )


def _webinar_card(asked: str) -> EmbedCard | None:
    slug = present_slug(db.session(), Webinar, asked)
    found = webinar_page(db.session(), slug)
    if found is None or not found.is_public_page:
        return None
    return EmbedCard(
        title=found.title,
        page=absolute_url("programme.show", slug=slug),
        frame=absolute_url("embed.webinar", slug=slug),
        author=found.host.name,
        author_page=absolute_url("programme.organisation", slug=found.host.slug),
        thumbnail=absolute_url("programme.cover", key=cover_key(found.title, found.host.name)),
        is_video=False,
    )


def _programme_card(kind: str | None, asked: str) -> EmbedCard | None:
    """Returns the programme of an organisation or a series, or of everybody."""
    if kind is None:
        name, page, frame = site_settings().site_name, absolute_url("programme.index"), absolute_url("embed.programme")
        author_page = absolute_url("programme.home")
        author = name
    else:
        model, find, word = SUBJECTS[kind]
        subject = find(db.session(), present_slug(db.session(), model, asked))
        if subject is None:
            return None
        name = _name_of(subject)
        page = absolute_url(f"programme.{word}", slug=subject.slug)
        frame = absolute_url("embed.programme", **{word: subject.slug})
        organisation = _organisation_of(subject)
        author, author_page = organisation.name, absolute_url("programme.organisation", slug=organisation.slug)
    return EmbedCard(
        title=name,
        page=page,
        frame=frame,
        author=author,
        author_page=author_page,
        thumbnail=absolute_url("programme.cover", key=cover_key(name, author)),
        is_video=False,
        height=PROGRAMME_HEIGHT,
    )


def _asked_subject() -> Organisation | Series | None:
    """Returns the organisation or series that is asked for, or None for everything. Says who may frame it."""
    for model, find, word in SUBJECTS.values():
        slug = request.args.get(word, "")
        if not slug:
            continue
        subject = find(db.session(), present_slug(db.session(), model, slug)) or abort(_not_found_frame(404))
        allow_framing(*sites_of([_organisation_of(subject)]))
        found: Organisation | Series = subject
        return found
    allow_framing(*sites_of_setting(site_settings().embed_sites))
    return None


def _list_of(subject: Organisation | Series | None) -> Subject:
    return list_of(subject) if subject is not None else SITE


def _subject_words(subject: Organisation | Series | None) -> dict[str, object]:
    """Returns what templates say of whose programme it is."""
    if subject is None:
        return {"name": site_settings().site_name, "accented": None, "page": absolute_url("programme.index")}
    word = "series" if isinstance(subject, Series) else "organisation"
    page = absolute_url(f"programme.{word}", slug=subject.slug)
    return {"name": _name_of(subject), "accented": _organisation_of(subject), "page": page}


def _name_of(subject: Organisation | Series) -> str:
    return subject.title if isinstance(subject, Series) else subject.name


def _organisation_of(subject: Organisation | Series) -> Organisation:
    return subject.organisation if isinstance(subject, Series) else subject


def _not_found_frame(status: int) -> Response:
    """Returns what a frame shows whose webinar or recording is not there: one line, not our page of errors."""
    return Response(render_template("embed/unavailable.html"), status=status)


def _at_former_address(kind: type[Slugged], slug: str, endpoint: str) -> ResponseReturnValue:
    """As `at_former_address`, with what a frame shows."""
    try:
        return at_former_address(kind, slug, endpoint)
    except HTTPException as error:
        return _not_found_frame(error.code or 404)


def _pixels(name: str) -> int | None:
    value = request.args.get(name, type=int)
    return value if value and value > 0 else None
