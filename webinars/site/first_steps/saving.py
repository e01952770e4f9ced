"""From the form of the first steps to the verbs: everything is tried, so that all that is wrong is said at once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.accounts.queries import actor_of
from webinars.domain.organisations.actions import create_organisation, update_organisation
from webinars.domain.organisations.errors import OrganisationInvalid
from webinars.domain.organisations.settings import settings_of
from webinars.domain.programme.actions import create_webinar
from webinars.domain.programme.errors import WebinarIncomplete, WebinarInvalid
from webinars.domain.programme.life_cycle import publish
from webinars.models import AppearanceRole, Organisation, User, Webinar
from webinars.pure.times import DisplayZone
from webinars.site.desk.editor.forms import FormRefused, WebinarForm
from webinars.site.desk.editor.initial_values import first_values, form_with
from webinars.site.desk.editor.name_matching import settle_rows
from webinars.site.desk.editor.saving import FIELDS, save, say_at
from webinars.site.first_steps.forms import FirstStepsForm

STAND_IN = "…"
"""For a name or a title that is missing, so that the rest can be tried as well. Nothing of it is committed."""
SHARED = ("title", "date", "hour", "duration_minutes", "join_url")
"""Boxes that the editor has too."""


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
) -> Webinar:
    """Make the organisation with the actor as its owner, and its first webinar. Does not commit.

    Raises FormRefused once everything has been tried: what was made then must be rolled back.
    """
    is_good = form.validate()
    problems = form.problems_of_organisation()
    for name, sentence in problems.items():
        say_at(form[name], sentence)
    host = _organisation(session, actor, form, problems, site_zones, now=now)
    is_good = host is not None and is_good and not problems
    host = host or create_organisation(session, actor, name=STAND_IN, timezone="Etc/UTC", now=now)
    assert actor.user_id is not None
    # As an owner from now on.
    webinar = _webinar(session, actor_of(session, actor.user_id), form, host, site_zones, now=now)
    if webinar is None or not is_good:
        raise FormRefused
    if is_published:
        _publish(session, actor, form, webinar, now=now)
    return webinar


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
        say_at(form.organisation, str(error))
        return None
    return host


def _webinar(
    session: Session,
    actor: Actor,
    form: FirstStepsForm,
    host: Organisation,
    site_zones: Sequence[DisplayZone],
    *,
    now: dt.datetime,
) -> Webinar | None:
    """Make the draft, with all that the editor would store of it.

    Returns None if something of it is wrong, which is said then.
    """
    editor = _as_editor(form, host, site_zones)
    try:
        webinar = create_webinar(session, actor, host=host, title=form.title.data or "", now=now)
    except WebinarInvalid:
        # What is wrong with the title is said with the rest, by what stores all of it below.
        webinar = create_webinar(session, actor, host=host, title=STAND_IN, now=now)
    settle_rows(session, editor, host)
    try:
        save(session, actor, webinar, editor, site_zones=site_zones, now=now)
    except FormRefused:
        for name in SHARED:
            form[name].errors = list(dict.fromkeys([*form[name].errors, *editor[name].errors]))
        _say_of_speakers(form, editor)
        return None
    return webinar


def _as_editor(form: FirstStepsForm, host: Organisation, site_zones: Sequence[DisplayZone]) -> WebinarForm:
    """Returns what the editor would hold if the same had been typed there."""
    typed = {name: form[name].data for name in SHARED}
    role = AppearanceRole.SPEAKER.value
    lineup = [{"name": name, "role": role} for name in form.names()]
    return form_with({**first_values(host, site_zones), **typed, "lineup": lineup})


def _say_of_speakers(form: FirstStepsForm, editor: WebinarForm) -> None:
    said = [str(sentence) for row in editor.lineup for sentences in row.form.errors.values() for sentence in sentences]
    said += [each for each in editor.lineup.errors if isinstance(each, str)]
    for sentence in said:
        say_at(form.speakers, sentence)


def _publish(session: Session, actor: Actor, form: FirstStepsForm, webinar: Webinar, *, now: dt.datetime) -> None:
    try:
        publish(session, actor, webinar, now=now)
    except WebinarIncomplete as error:
        for name in error.missing:
            _refuse(form, WebinarInvalid(FIELDS.get(name, name), str(error)))
        raise FormRefused from error


def _refuse(form: FirstStepsForm, error: WebinarInvalid) -> None:
    """Say what is wrong at its box, or above all of them where there is none."""
    if error.field in form:
        say_at(form[error.field], str(error))
    else:
        form.form_errors.append(str(error))
