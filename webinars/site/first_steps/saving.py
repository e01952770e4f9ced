"""From the form of the first steps to the verbs: everything is tried, so that all that is wrong is said at once."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.accounts.queries import actor_of
from webinars.domain.editing.actions import change_webinar
from webinars.domain.editing.wanted import Refusal, WantedStart, WantedWebinar
from webinars.domain.organisations.actions import create_organisation, update_organisation
from webinars.domain.organisations.errors import OrganisationInvalid
from webinars.domain.organisations.settings import settings_of
from webinars.domain.programme.actions import create_webinar
from webinars.domain.programme.errors import WebinarIncomplete
from webinars.domain.programme.fields.details import WebinarDetails, problems_of
from webinars.domain.programme.fields.value_kinds import Link
from webinars.domain.programme.life_cycle import publish
from webinars.models import Organisation, User, Webinar
from webinars.pure.times import DisplayZone
from webinars.site.desk.editor.name_matching import new_speaker
from webinars.site.desk.editor.saving import wanted_appearance
from webinars.site.desk.editor.typed import say
from webinars.site.first_steps.forms import FirstStepsForm

STAND_IN = "…"
"""For a name or a title that is missing, so that the rest can be tried as well. Nothing of it is committed."""


def let_one_begin(session: Session) -> None:
    """Have others who take the first steps wait until this transaction has ended: a press twice is one organisation."""
    # SQLite queues writers at their beginning.
    session.execute(sa.select(User.id).where(User.is_admin).order_by(User.id).with_for_update(key_share=True))


def store(
    session: Session,
    actor: Actor,
    form: FirstStepsForm,
    *,
    is_published: bool,
    site_zones: Sequence[DisplayZone],
    now: dt.datetime,
) -> Webinar | None:
    """Make the organisation with the actor as its owner, and its first webinar. Does not commit.

    Returns None once everything has been tried and something was refused: what was made then must be rolled back.
    """
    form.validate()
    problems = form.problems_of_organisation()
    say(form, [Refusal(name, sentence) for name, sentence in problems.items()])
    host = _organisation(session, actor, form, problems, site_zones, now=now)
    host = host or create_organisation(session, actor, name=STAND_IN, timezone="Etc/UTC", now=now)
    assert actor.user_id is not None
    # As an owner from now on.
    owner = actor_of(session, actor.user_id)
    webinar = _webinar(session, owner, form, host, now=now)
    if is_published and not form.errors:
        _publish(session, owner, form, webinar, now=now)
    return None if form.errors else webinar


def _organisation(
    session: Session,
    actor: Actor,
    form: FirstStepsForm,
    problems: dict[str, str],
    site_zones: Sequence[DisplayZone],
    *,
    now: dt.datetime,
) -> Organisation | None:
    own, zones = form.own_zone(), form.display_zones()
    if problems or own is None:
        return None
    try:
        host = create_organisation(session, actor, name=form.organisation.data or "", timezone=own.timezone, now=now)
        if tuple(zones) != tuple(site_zones):
            update_organisation(session, actor, host, replace(settings_of(host), display_zones=zones), now=now)
    except OrganisationInvalid as error:
        say(form, [Refusal("organisation", str(error))])
        return None
    return host


def _webinar(session: Session, actor: Actor, form: FirstStepsForm, host: Organisation, *, now: dt.datetime) -> Webinar:
    """Make the draft, with all that the form says of it. What is wrong is said at its box. Returns it."""
    details: WebinarDetails = {"title": form.title.data or "", "join_url": Link().typed(form.join_url.data)}
    # What is wrong with the title is said with the rest, by what stores all of it below.
    has_title = not any(problems_of({"title": details["title"]}))
    webinar = create_webinar(session, actor, host=host, title=details["title"] if has_title else STAND_IN, now=now)
    is_start_readable = not any(form[name].errors for name in ("date", "hour", "duration_minutes"))
    wanted = WantedWebinar(
        details=details,
        lineup=[wanted_appearance(new_speaker(session, name, host)) for name in form.names()],
        start=WantedStart(
            date=form.date.data,
            hour=form.hour.data,
            timezone=host.timezone,
            duration_minutes=form.duration_minutes.data,
        )
        if is_start_readable
        else None,
    )
    for each in change_webinar(session, actor, webinar, wanted, now=now):
        place = "speakers" if each.place.startswith("lineup") else each.place
        say(form, [Refusal(place, each.sentence)])
    return webinar


def _publish(session: Session, actor: Actor, form: FirstStepsForm, webinar: Webinar, *, now: dt.datetime) -> None:
    try:
        publish(session, actor, webinar, now=now)
    except WebinarIncomplete as error:
        say(form, [Refusal(name, str(error)) for name in error.missing])
