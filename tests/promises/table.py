"""The sentences that promise something, or say that something is so, each with what has to be so where it stands.

A row holds beginnings, or other pieces, of sentences of the source. They are looked for in every page and mail,
whatever is filled in and in any language. A sentence with one of the telltale words of `tests/rules/test_promises.py`
stands in a row, or there among the exceptions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.promises import facts as f
from tests.promises.scene import Scene
from webinars.models import Agreement, Appearance, AudienceQuestion, RecordingPlan, RegistrationState

Condition = Callable[[Scene], bool]


@dataclass(frozen=True)
class Promise:
    name: str
    says: tuple[str, ...]
    may_stand: Condition
    figures: Callable[[Scene], Mapping[str, int]] = lambda _scene: {}
    """What has to be filled in."""
    seen_in: str = "published"
    """A state in which it stands somewhere, so that no row looks for what is no more."""
    must_stand: Condition = lambda _scene: False
    """When a page of the webinar that does not say it keeps something back."""
    other_sense: tuple[str, ...] = ()
    """Places where the same words say something else."""

    def holds(self, scene: Scene, filled: Mapping[str, str]) -> bool:
        if not self.may_stand(scene):
            return False
        return all(filled.get(name, str(number)) == str(number) for name, number in self.figures(scene).items())


OF_RECORDINGS = (
    Promise(
        "a recording will be there",
        (
            "Cannot stay? The recording will be on this page",
            "It will be on this page, at this address.",
            "It will be recorded, and the recording will be on the webinar’s page.",
            "Its page says that one will follow.",
            "Its recording is on its page, or will be there soon.",
            "One press, and we write when it is up",
            "Tell me when it is up",
            "Tell me when the recording is up",
            "We write to you when the recording is up.",
            "Write to me when the recording is up",
            "and one more mail comes when the recording is up.",
            "At this address there will be the film",
            "The recording is to follow.",
            "The recording will be here",
            "The recording will be on the webinar’s page.",
            "The recording will be on this page.",
            "The page says “The recording will be here”.",
            "We write to you when it is up.",
            "When the recording is up",
            "You can watch it here when the recording is up.",
            "You can watch it when the recording is up",
        ),
        f.is_recording_coming,
        must_stand=lambda s: f.is_published(s) and f.is_recording_coming(s) and not f.has_recording(s),
    ),
    Promise(
        "there may be a recording",
        (
            "If there is a recording, it will be on the webinar’s page",
            "One press, and we write if one comes",
            "Tell me if there is a recording",
            "We write to you if there is a recording.",
            "Write to me if there is a recording",
            "and one more mail comes if there is a recording.",
            "We write to you if one comes.",
        ),
        lambda s: s.webinar.recording_plan is not RecordingPlan.NO or f.has_recording(s),
    ),
    Promise(
        "a mail comes with the recording",
        ("We write to you when it is up.", "We write to you if one comes."),
        lambda s: f.is_told_of_recording(s) and f.do_mails_leave(s),
        seen_in="just over",
    ),
    Promise(
        "there is no recording",
        ("It was not recorded.", "It will not be recorded."),
        lambda s: s.webinar.recording_plan is RecordingPlan.NO and not (f.is_over(s) and f.has_recording(s)),
        must_stand=lambda s: s.webinar.recording_plan is RecordingPlan.NO and f.is_to_come(s),
    ),
    Promise(
        "there is a recording",
        ("The recording is up", "Watch the recording"),
        f.has_recording,
        other_sense=("messages.index",),
    ),
)
OF_LINEUPS = (
    Promise(
        "speakers have confirmed",
        ("%(num)s confirmed",),
        lambda s: f.is_to_come(s) and f.agreed_count(s) > 0,
        lambda s: {"num": f.agreed_count(s)},
    ),
    Promise(
        "all that are announced have confirmed",
        ("Confirmed speakers",),
        lambda s: {*f.named_in_public(s)} == {Agreement.AGREED},
    ),
    Promise(
        "speakers are being asked",
        ("The speakers are still being asked", "They will stand here as soon as the first has confirmed."),
        lambda s: Agreement.ASKED in f.agreements(s) and not f.named_in_public(s) and f.is_to_come(s),
    ),
    Promise(
        "somebody will speak",
        ("%(name)s will speak", "Thank you for saying yes"),
        lambda s: isinstance(s.reader, Appearance) and s.reader.agreement is Agreement.AGREED,
        other_sense=("speaking.asked", "speaking.page"),
    ),
    Promise(
        "somebody has said no",
        ("Your name is not on the page. The organisers know, and nobody else is told.", "You have said no, so the"),
        lambda s: isinstance(s.reader, Appearance) and s.reader.agreement is Agreement.DECLINED,
    ),
    Promise(
        "a name is in public",
        ("Your name is on the webinar’s page.",),
        lambda s: not s.webinar.is_lineup_confirmed_only and not f.is_draft(s),
    ),
    Promise(
        "a name will be in public",
        ("Your name will be on the webinar’s page.",),
        lambda s: s.webinar.is_lineup_confirmed_only or f.is_draft(s),
        seen_in="a draft",
    ),
    Promise(
        "people speak now",
        ("Speaking now, in this order",),
        lambda s: f.is_live(s) and bool(f.named_in_public(s)),
        seen_in="live",
    ),
    Promise(
        "people have spoken",
        ("Who spoke",),
        lambda s: f.is_told_as_past(s) and bool({Agreement.AGREED, Agreement.NOT_ASKED} & {*f.agreements(s)}),
        seen_in="just over",
    ),
)
OF_THE_HOUR = (
    Promise(
        "it goes on",
        ("Live now", "It has started", "Going on now"),
        f.is_going_on,
        seen_in="live",
        must_stand=f.is_live,
    ),
    Promise(
        "it may still go on",
        ("it may still be running", "May still be running"),
        f.is_running_over,
        seen_in="running over",
        must_stand=lambda s: f.is_running_over(s) and not f.has_recording(s),
    ),
    Promise(
        "it is over",
        ("The webinar is over.", "This webinar is over", "Took place on", "It took place on"),
        f.is_told_as_past,
        other_sense=("attendees.index",),
        seen_in="just over",
    ),
    Promise(
        "the room is open",
        ("Join now", "The room is open", "You have a place. Come in", "You can join now."),
        f.is_room_open,
        seen_in="open",
    ),
    Promise(
        "the room opens later",
        (
            "Join from %(hour)s",
            "On the day, join with your own link, from %(hour)s.",
            "The room opens 30 minutes before the start",
            "opens 30 minutes before the start and never goes stale.",
        ),
        lambda s: f.is_to_come(s) and not f.is_room_open(s),
    ),
    Promise(
        "it does not take place",
        ("It is cancelled", "It will not take place", "This webinar will not take place"),
        f.is_called_off,
        seen_in="cancelled",
        must_stand=f.is_called_off,
    ),
    Promise(
        "another date follows",
        (
            "A date will follow",
            "A new date will follow",
            "Calendars that subscribe will show the new one.",
            "It will lead to the room at the new time.",
            "When the new date is set, we write",
            "You can register when it has one.",
            "when there is, you get a new entry",
        ),
        f.is_postponed,
        seen_in="postponed",
        must_stand=f.is_postponed,
    ),
    Promise(
        "a mail comes with the new date",
        ("When the new date is set, we write",),
        lambda s: f.do_mails_leave(s) and f.state_of_reader(s) in f.TOLD,
        seen_in="postponed",
    ),
    Promise(
        "it may come back",
        ("If they announce it again, we write.",),
        f.is_draft,
        seen_in="unpublished",
    ),
    Promise(
        "it may get a new date",
        ("If there is a new date, it will be on that page.",),
        f.is_called_off,
        seen_in="cancelled",
    ),
    Promise(
        "it has moved",
        ("Calendars that subscribe have moved it already.", "New time: %(when)s."),
        lambda s: s.webinar.moved_from_wall is not None and f.is_published(s) and not f.is_over(s),
        seen_in="moved",
        must_stand=lambda s: s.webinar.moved_from_wall is not None and f.is_to_come(s),
    ),
    Promise(
        "the date is not known",
        ("The date follows",),
        lambda s: s.webinar.starts_on is None,
        seen_in="a draft without a date",
    ),
)
OF_PLACES = (
    Promise(
        "all places are taken",
        ("All %(num)s places are taken", "All places are taken", "The only place is taken"),
        f.are_all_taken,
        lambda s: {"num": f.place_count(s) or 0},
    ),
    Promise(
        "others wait",
        ("Others wait for a place", "Others were first."),
        lambda s: f.does_anybody_wait(s) and not f.are_all_taken(s),
        seen_in="live",
    ),
    Promise(
        "there is a queue to join",
        (
            "Join the waiting list",
            "One press puts you on the waiting list.",
            "Registering again puts you at the end of the queue.",
        ),
        lambda s: f.is_desk_open(s) and f.has_list(s) and (f.are_all_taken(s) or f.does_anybody_wait(s)),
    ),
    Promise(
        "the reader waits",
        (
            "You are number %(number)s on the waiting list",
            "You are on the waiting list",
            "You stay on the waiting list.",
            "although you are on the waiting list.",
        ),
        lambda s: f.state_of_reader(s) is RegistrationState.WAITING,
        lambda s: {"number": f.number_of_reader(s)},
    ),
    Promise(
        "places are given to those who wait",
        (
            "If others wait, the first of them gets it at once",
            "When a place is given back, the first in the queue gets it",
            "Whoever is first in the queue gets the next place that is given back",
        ),
        lambda s: f.are_places_given(s) and f.has_list(s),
    ),
    Promise(
        "somebody waits for the reader’s place",
        ("and somebody who waits gets it", "The next in the queue gets it at once."),
        lambda s: f.are_places_given(s) and f.does_anybody_wait(s),
    ),
    Promise(
        "whoever gets a place hears of it by mail",
        ("and a mail that says so.", "gets it and is told by mail.", "We write as soon as one is yours."),
        f.do_mails_leave,
    ),
    Promise(
        "so many places are taken",
        ("%(taken)s of %(num)s places are taken.", "%(taken)s of one place is taken."),
        lambda s: f.place_count(s) is not None,
        lambda s: {"taken": f.count(s, RegistrationState.CONFIRMED), "num": f.place_count(s) or 0},
    ),
    Promise(
        "more places go to those who wait",
        ("%(num)s people wait: more places go to the first", "One person waits: more places go to the first"),
        f.does_anybody_wait,
        lambda s: {"num": f.count(s, RegistrationState.WAITING)},
    ),
    Promise(
        "places are no longer given out",
        ("Places are no longer given out",),
        lambda s: s.desk is not None and not f.are_places_given(s),
        seen_in="live",
    ),
    Promise(
        "the reader has a place",
        (
            "You have a place",
            "You have your place as before.",
            "You keep your place.",
            "Your place moves with it.",
            "Name, address, zone and answers go at once, your place with them.",
        ),
        lambda s: f.state_of_reader(s) is RegistrationState.CONFIRMED,
        other_sense=("registration.links",),
    ),
    Promise(
        "a place can be taken", ("Free, without an account.", "One press, and the place is yours."), f.has_free_place
    ),
    Promise("people can register again", ("You can register again",), f.is_desk_open),
    Promise(
        "the desk is not open yet",
        ("Registration is not open yet", "Registration opens on %(when)s."),
        lambda s: s.desk is not None and f.is_to_come(s) and not f.is_desk_open(s),
    ),
    Promise("nobody can register now", ("Registration is closed",), lambda s: not f.has_free_place(s)),
    Promise(
        "people are given to Zoom",
        (
            "Zoom gets your name and address once you have a place",
            "Who gets a place is registered at Zoom too.",
            "%(registered)s of %(num)s are registered at Zoom.",
        ),
        f.is_given_to_zoom,
    ),
    Promise(
        "a link goes out by mail",
        ("The link to join comes by mail", "Your link to the webinar goes there."),
        lambda s: (f.is_desk_open(s) or f.has_free_place(s)) and f.do_mails_leave(s),
    ),
)
OF_MAILS = (
    Promise(
        "a mail has gone out",
        ("The mail has your link.", "We have written to the address you entered.", "We have written to you"),
        f.do_mails_leave,
    ),
    Promise("mails begin", ("We write to the address once, and begin when you press there.",), f.do_mails_leave),
    Promise(
        "the link lasts for days",
        ("After %(days)s days the link ends.",),
        f.is_open_for_a_week,
        lambda _s: {"days": f.WEEK.days},
        seen_in="in three weeks",
    ),
    Promise(
        "the link ends sooner", ("The link ends when registration closes.",), lambda s: not f.is_open_for_a_week(s)
    ),
    Promise(
        "no mail leaves",
        ("No mail server is set up here", "This site sends no mails yet"),
        lambda s: not f.do_mails_leave(s),
    ),
    Promise(
        "reminders come",
        ("Reminders come %(times)s.",),
        lambda s: bool(s.desk and s.desk.reminder_minutes) and f.is_to_come(s),
    ),
    Promise(
        "a change is told in any case",
        ("If the webinar moves or is cancelled, we write in any case.",),
        lambda s: f.do_mails_leave(s) and f.state_of_reader(s) in f.TOLD,
    ),
    Promise(
        "what a speaker writes is public",
        ("What you change stands on the page at once", "What belongs to this webinar stands on the page at once."),
        lambda s: s.webinar.are_speakers_texts_taken and not f.is_draft(s),
    ),
    Promise(
        "the asker is told",
        ("One mail to %(address)s. The address is erased once it is sent", "so the mail we send has this link too."),
        lambda s: isinstance(s.reader, AudienceQuestion) and bool(s.reader.notify_email) and f.do_mails_leave(s),
    ),
    Promise("a question is answered by mail", ("We write once, when it is answered.",), f.do_mails_leave),
)
PROMISES = (*OF_RECORDINGS, *OF_LINEUPS, *OF_THE_HOUR, *OF_PLACES, *OF_MAILS)
