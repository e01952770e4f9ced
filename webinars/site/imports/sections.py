"""What the page shows for each webinar of a text: a form to correct, additions to one that is there, or nothing new."""

from collections.abc import Collection, Sequence

from msgspec import Struct, field
from msgspec.structs import replace
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webinars.domain.accounts.actor import Actor
from webinars.domain.imports.drafts import co_organisers_of
from webinars.domain.imports.known_webinars import webinar_announced, webinar_of_recap, webinar_of_source
from webinars.domain.imports.line_findings import Finding, findings_of
from webinars.domain.imports.lineup_text import people_in
from webinars.domain.imports.proposals import TextProposal
from webinars.domain.imports.texts import proposals_for, source_key
from webinars.domain.imports.webinar_content import WebinarContent, content_of
from webinars.domain.lineup.queries import speakers_named
from webinars.domain.organisations.queries import organisation_named
from webinars.domain.programme.co_organisers.actions import MAX_CO_ORGANISERS
from webinars.domain.programme.zone_display import display_zones_by, line_written_by
from webinars.models import Organisation, Webinar
from webinars.pure import times
from webinars.pure.announcements.model import Kind, Reading, WebinarReading
from webinars.pure.times import DisplayZone
from webinars.site.imports.forms import DraftForm
from webinars.site.imports.offers import Offer, TakenOffer, offers_of, open_offers, take

LONGEST_KEY = 16


class WebinarSection(Struct):
    """One webinar of the text. `form` is there for a new one, `proposals` for one that is on the site."""

    number: int
    reading: WebinarReading
    content: WebinarContent
    key: str
    host: Organisation
    findings: list[Finding]
    form: DraftForm
    site_zones: Sequence[DisplayZone]
    known: Webinar | None = None
    """This very text has been here: it made, or completed, this webinar."""
    told_of: Webinar | None = None
    """A webinar on the site that the text is about."""
    reasons: tuple[str, ...] = ()
    proposals: list[TextProposal] = field(default_factory=list)
    known_people: Collection[str] = ()
    """Names in the line-up that the host may use already."""
    new_people: Collection[str] = ()
    known_organisers: Collection[str] = ()
    """Of those beside the host, names of organisations that are on the site: why they are filled in."""
    seen: Collection[str] = ()
    """Keys of offers of which something, or nothing, was made."""
    taken: TakenOffer | None = None
    """What the press that asked for this page has done."""

    def take(self, pressed: str) -> None:
        """Make of an offer what the button says: “speaker KEY”, or “nothing KEY”. Anything else changes nothing."""
        use, _space, key = pressed.partition(" ")
        offer = next((offer for offer in self.offers if offer.key == key), None)
        self.taken = take(self.form, offer, use) if offer else None
        if offer and self.taken and use != "title":
            self.seen = {*self.seen, offer.key}

    def offers_below(self, name: str) -> list[Offer]:
        """Returns the offers that stand below the field of that name."""
        return [offer for offer in self.offers if offer.field == name]

    @property
    def is_new(self) -> bool:
        return self.known is None and self.told_of is None

    @property
    def is_settled(self) -> bool:
        """Returns whether the form holds a start, whatever the text says."""
        return self.form.wall() is not None

    @property
    def offers(self) -> list[Offer]:
        """Returns what may belong to the webinar and is not in the form."""
        return open_offers(self.reading, self.form, self.seen)

    @property
    def line(self) -> str | None:
        """Returns the zone line as it will stand on the page, or None while the start is open."""
        wall, timezone = self.form.wall(), (self.form.timezone.data or "").strip()
        if wall is None:
            return None
        try:
            starts_at = times.instant(wall, timezone)
        except times.TimesError:
            return None
        zones = self.content.display_zones or display_zones_by(self.host, self.site_zones)
        return line_written_by(self.host, starts_at, timezone, zones).text


def sections_of(
    session: Session,
    actor: Actor,
    reading: Reading,
    host: Organisation,
    *,
    as_new: Collection[int],
    formdata: MultiDict[str, str],
    site_zones: Sequence[DisplayZone],
) -> list[WebinarSection]:
    """Returns each webinar of the text, with what the person has corrected so far (`formdata`).

    `as_new` are numbers of those that shall become drafts although the site seems to have them.
    """
    return [
        _section(
            session,
            actor,
            reading,
            number,
            host,
            is_new=number in as_new,
            formdata=formdata,
            site_zones=site_zones,
        )
        for number in range(len(reading.webinars))
    ]


def _section(
    session: Session,
    actor: Actor,
    reading: Reading,
    number: int,
    host: Organisation,
    *,
    is_new: bool,
    formdata: MultiDict[str, str],
    site_zones: Sequence[DisplayZone],
) -> WebinarSection:
    webinar = reading.webinars[number]
    content = content_of(webinar)
    told_of, reasons = (None, ()) if is_new else _told_of(session, actor, reading.kind, webinar, content, host)
    key = source_key(reading, told_of.host if told_of else host, number)
    section = WebinarSection(
        number=number,
        reading=webinar,
        content=content,
        key=key,
        host=host,
        findings=findings_of(webinar),
        form=DraftForm(formdata, prefix=f"{number}-"),
        site_zones=site_zones,
        known=webinar_of_source(session, key),
        told_of=told_of,
        reasons=reasons,
        seen={key for key in formdata.getlist(f"{number}-seen") if key.isalnum() and len(key) <= LONGEST_KEY},
    )
    if told_of is not None:
        section.proposals = _proposals(session, told_of, reading, webinar, content)
    if f"{number}-title" not in formdata:
        section.form.show(content, host, co_organisers_of(content, host))
    section.form.offer_languages(content)
    if pressed := formdata.get(f"{number}-take"):
        section.take(pressed)
    people = people_in(section.form.lineup.data or "", content.lineup)
    section.known_people = [each.name for each in people if speakers_named(session, host, each.name)]
    beside = [name.strip() for name in (section.form.co_organisers.data or "").splitlines()[:MAX_CO_ORGANISERS]]
    section.known_organisers = [name for name in beside if name and organisation_named(session, name)]
    section.new_people = [each.name for each in people if each.name not in section.known_people]
    return section


def _proposals(
    session: Session, told_of: Webinar, reading: Reading, webinar: WebinarReading, content: WebinarContent
) -> list[TextProposal]:
    """Returns what the text adds.

    Those of whom a recap is not sure enough that they took part are added if they are ticked.
    """
    sure = proposals_for(session, told_of, reading.kind, content)
    if reading.kind is not Kind.RECAP:
        return sure
    unsure = tuple(offer.person for offer in offers_of(webinar) if offer.person)
    more = proposals_for(session, told_of, reading.kind, replace(content, lineup=content.lineup + unsure))
    keys = {proposal.key for proposal in sure}
    return [*sure, *(replace(proposal, is_safe=False) for proposal in more if proposal.key not in keys)]


def _told_of(
    session: Session, actor: Actor, kind: Kind, reading: WebinarReading, content: WebinarContent, host: Organisation
) -> tuple[Webinar | None, tuple[str, ...]]:
    if kind is Kind.RECAP:
        return webinar_of_recap(session, actor, reading) or (None, ())
    return webinar_announced(session, actor, host, content), ()
