"""What is said by mail of nobody's one registration: that all is erased, and what is registered under an address."""

from collections.abc import Sequence

from webinars.domain.mail.mail_kind import Button, Letter, Occasion
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.programme.zone_display import reader_line_at
from webinars.domain.registration.address_list import list_token
from webinars.domain.registration.letters.calendar_parts import cancel
from webinars.domain.registration.letters.shared_parts import webinar_and_desk
from webinars.domain.registration.queries import place_in_queue, public_titles, registrations_under
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.i18n import ngettext
from webinars.lib.text_cleaning import capitalised, number_word, short_title
from webinars.models import Registration, RegistrationState, Status
from webinars.pure.times import format_day, is_known, place_name

LINK_HOURS = 24


def write_erased(occasion: Occasion) -> Letter | None:
    """Returns the last letter: the address stands nowhere but in the promise of this mail."""
    webinar, _desk = webinar_and_desk(occasion, occasion.context["webinar_id"])
    if webinar is None:
        return None
    is_public = webinar.status != Status.DRAFT
    title = public_titles(occasion.session, [webinar])[webinar.id]
    if occasion.context["is_asked"]:
        why = _("Your name, address, zone and answers for this webinar are gone, as you asked.")
    elif occasion.context["days"] is None:
        why = _("Your name, address, zone and answers for this webinar are gone: the organisers have erased them.")
    elif webinar.status in {Status.CANCELLED, Status.POSTPONED}:
        # There are no days after it.
        why = _("Your name, address, zone and answers for this webinar are gone, as we said they would be.")
    else:
        why = _(
            "Your name, address, zone and answers for this webinar are gone, as we said they would be %(days)s days "
            "after it.",
            days=occasion.context["days"],
        )
    says = _("The links in earlier mails no longer work. What remains is a count: one more registration.")
    calendar = cancel(occasion, webinar, occasion.context.get("sequence"), why=_("You have given your place back."))
    if calendar:
        says += " " + _("The attached entry takes the webinar out of your calendar.")
    return Letter(
        subject=_("Erased: what we kept about you for “%(title)s”", title=short_title(title)),
        kicker=_("Erased"),
        headline=_("What we kept about you is erased"),
        title=title,
        paragraphs=[f"{why} {says}"],
        button=Button(label=_("See the webinar’s page"), address=occasion.links.webinar(webinar.slug))
        if is_public
        else None,
        footer=_("This is the last mail about this webinar."),
        calendar=calendar,
    )


def write_links(occasion: Occasion) -> Letter | None:
    """Returns the letter with all that is registered under the address that it goes to, or None if nothing is."""
    registrations = [each for each in registrations_under(occasion.session, occasion.recipient) if _is_shown(each)]
    if not registrations:
        return None
    past = [each for each in registrations if _is_past(occasion, each)]
    coming = [each for each in registrations if each not in past]
    timezone = _timezone(occasion, registrations)
    token = list_token(occasion.settings, occasion.mail_id)
    return Letter(
        subject=_("Your registrations at %(site)s", site=occasion.settings.site_name),
        kicker=_("You asked for your links"),
        headline=_counts(len(coming), len(past)),
        line=_("Hours are those of %(place)s.", place=place_name(timezone)) if coming else "",
        paragraphs=[_item(occasion, each, timezone) for each in coming],
        button=Button(label=_("Open my webinars"), address=occasion.links.registrations_mine(token)),
        further=[_("The link works for %(hours)s hours.", hours=LINK_HOURS)],
        footer=_("If you did not ask for this, do nothing: nobody else has seen it."),
        secrets=frozenset({token}),
    )


def _is_shown(registration: Registration) -> bool:
    return registration.state in _STATE_SENTENCES and registration.webinar.status != Status.DRAFT


def _is_past(occasion: Occasion, registration: Registration) -> bool:
    return phase_of(registration.webinar, occasion.now) is Phase.AFTER


def _timezone(occasion: Occasion, registrations: Sequence[Registration]) -> str:
    """Returns the zone in which the link was asked for, else that of the registrations."""
    asked = str(occasion.context.get("timezone") or "")
    found = [each.timezone or each.webinar.timezone for each in registrations]
    return asked if is_known(asked) else next(filter(None, found), "Etc/UTC")


def _counts(coming: int, past: int) -> str:
    """Returns text such as "Three webinars to come, two past"."""
    parts = []
    if coming:
        parts.append(
            ngettext("%(count)s webinar to come", "%(count)s webinars to come", coming, count=number_word(coming))
        )
    if past and coming:
        parts.append(ngettext("%(count)s past", "%(count)s past", past, count=number_word(past)))
    elif past:
        parts.append(ngettext("%(count)s past webinar", "%(count)s past webinars", past, count=number_word(past)))
    return capitalised(", ".join(parts))


def _item(occasion: Occasion, registration: Registration, timezone: str) -> str:
    """Returns text such as "Sunday 14 February, 5pm Rome: Comets and their tails. You have a place."."""
    webinar = registration.webinar
    title = short_title(webinar.title)
    ended = title if title.endswith(("?", "!", ".", "…")) else f"{title}."
    if registration.state is RegistrationState.WAITING:
        number = place_in_queue(occasion.session, registration)
        state = _("You are number %(number)s on the waiting list.", number=number)
    else:
        state = _STATE_SENTENCES[registration.state]
    if webinar.status == Status.CANCELLED:
        state = _("It is cancelled.")
    if webinar.status == Status.POSTPONED or webinar.starts_at is None:
        return _("Postponed: %(title)s %(state)s", title=ended, state=state)
    line = reader_line_at(webinar, webinar.starts_at, timezone, occasion.settings.display_zones)
    when = _(
        "%(date)s, %(times)s",
        date=format_day(line.date, year=line.date.year != occasion.now.year),
        times=line.times[0].text,
    )
    return _("%(when)s: %(title)s %(state)s", when=when, title=ended, state=state)


_STATE_SENTENCES = {
    RegistrationState.UNCONFIRMED: _l("No place is held for you yet."),
    RegistrationState.PENDING: _l("The organisers have not answered yet."),
    RegistrationState.CONFIRMED: _l("You have a place."),
    RegistrationState.WAITING: "",
}
