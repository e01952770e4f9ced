"""Who may do what at the desk: the table that docs/reference/permissions.md is printed from.

The predicates in the features' `permissions.py` decide. A test asks every address of the desk as every kind of person
and holds the answers to this table. An address that stands in no row makes it fail.
"""

from collections.abc import Mapping
from types import MappingProxyType

from werkzeug.routing import Rule

from webinars.app.visitor_kinds import (
    ADMINISTRATOR,
    HOST,
    HOST_EDITORS,
    PARTNER_EDITORS,
    SEES_HOST,
    SEES_WEBINAR,
    SIGNED_IN,
    WITH_ANY_RIGHT,
    Right,
    VisitorKind,
)
from webinars.domain.programme.co_organisers.rights import HOSTS_ALONE, RIGHT_WORDS
from webinars.models import PartnerRight

# The rows of the table of rights (see `policy`) that are about the site as a whole, and no organisation of it.


OF_SITE: Mapping[str, Right] = MappingProxyType(
    {
        "site": Right(
            "set up the site and its first organisation, read the outbox and what administrators did, decide about "
            "first messages and claims of organisations, make two records of one organisation one, have addresses "
            "written to again, take the examples of the reader",
            ADMINISTRATOR,
            told=SIGNED_IN,
            addresses=(
                "outbox.index",
                "outbox.show",
                "outbox.message",
                "outbox.write_again",
                "held_messages.index",
                "held_messages.decide",
                "desk.administrators",
                "claims.index",
                "claims.decide",
                "tidying.choose_merge",
                "tidying.merge",
                "site_settings.show",
                "site_settings.save",
                "site_settings.send_test",
                "imports.take_examples",
                "first_steps.show",
                "first_steps.proof",
                "first_steps.take",
                "first_steps.published",
            ),
        ),
        "addresses": Right(
            "see, take as a file and erase what is kept about an address",
            ADMINISTRATOR,
            told=SIGNED_IN,
            addresses=("kept.ask", "kept.look", "kept.report", "kept.erase"),
        ),
        "create organisations": Right(
            "create an organisation (everybody who is signed in, where the settings of the site say so)",
            ADMINISTRATOR,
            told=SIGNED_IN,
            addresses=("organisations.new", "organisations.create"),
        ),
    }
)


def _picture(of: str) -> tuple[str, ...]:
    """Returns the addresses of the picture of what stands at the address `of`."""
    return tuple(f"{of}/picture{act}" for act in ("", "/change", "/original", "/removal", "/shown"))


RIGHTS: Mapping[str, Right] = MappingProxyType(
    {
        "sign in": Right(
            "sign in and out, ask for a new password",
            frozenset(VisitorKind),
            addresses=(
                "accounts.sign_in",
                "accounts.open_session",
                "accounts.sign_out",
                "accounts.forgotten",
                "accounts.ask_for_reset",
                "accounts.new_password",
                "accounts.set_password",
            ),
        ),
        "first run": Right(
            "make the first administrator, while nobody has an account, with the code printed at the start",
            frozenset(),
            addresses=("accounts.first_run", "accounts.make_first_administrator"),
        ),
        "own": Right(
            "the own desk and account, paste texts, check zone lines, choose webinars; what each is for is asked when "
            "something is stored",
            SIGNED_IN,
            addresses=(
                "accounts.show",
                "accounts.rename",
                "accounts.set_timezone",
                "accounts.change_password",
                "accounts.end_other_sessions",
                "desk.show",
                "desk.past",
                "desk.chosen",
                "desk.act_on_chosen",
                "desk.ask_move",
                "desk.move_chosen",
                "desk.ask_deletion",
                "desk.delete_chosen",
                "desk.history",
                "desk.history_table",
                "desk.show_invitations",
                "desk.zone_line",
                "desk.new_webinar",
                "imports.paste",
                "imports.read",
                "imports.ask_model",
                "imports.store",
                "imports.store_calendar",
                "imports.decide_gone",
                "recaps.paste",
                "recaps.read",
                "recaps.store",
                "organisations.index",
            ),
        ),
        **OF_SITE,
        "see organisation": Right(
            "see an organisation’s settings, members and who fetches its feeds",
            SEES_HOST,
            addresses=("organisations.show", "organisations.list_members", "calendars.feed_health"),
        ),
        "keep organisation": Right(
            "change its settings, its logo, its house style and its members; delete it where nothing needs it",
            ADMINISTRATOR | {VisitorKind.HOST_OWNER},
            told=HOST,
            addresses=(
                "organisations.update",
                "organisations.add_member",
                "organisations.change_role",
                "organisations.remove_member",
                "tidying.ask_organisation",
                "tidying.delete_organisation",
                *_picture("/manage/organisations/<slug>"),
                "announcing.house_style",
                "announcing.set_house_style",
            ),
        ),
        "keep records": Right(
            "look after the records and portraits of its speakers, and its series; delete those that nothing needs",
            HOST_EDITORS,
            told=HOST,
            addresses=(
                "lineup.speakers",
                "lineup.speaker",
                "lineup.update",
                "lineup.merge",
                "lineup.merge_records",
                "series.index",
                "series.edit",
                "series.update",
                "tidying.ask_series",
                "tidying.delete_series",
                *_picture("/manage/speakers/<slug>"),
                "tidying.ask_speaker",
                "tidying.delete_speaker",
            ),
        ),
        "see webinar": Right(
            "see a webinar in the editor, its history, its preview, the files of its recordings, and who can come when",
            SEES_WEBINAR,
            addresses=("desk.edit_webinar", "desk.co_organisers", "programme.preview", "media.preview", "starts.index"),
        ),
        "create webinars": Right(
            "begin a webinar: for an organisation that one owns or edits",
            SIGNED_IN - {VisitorKind.HOST_VIEWER, VisitorKind.PARTNER_VIEWER, VisitorKind.ALONE},
            told=SIGNED_IN,
            addresses=("desk.create",),
        ),
        "edit webinar": Right(
            "save in the editor: each part of it takes one of the four rights below",
            HOST_EDITORS | WITH_ANY_RIGHT,
            told=SEES_WEBINAR,
            addresses=("desk.update",),
        ),
        "undo": Right(
            "take back in the history what was done: it takes the right to the act itself",
            HOST_EDITORS | WITH_ANY_RIGHT,
            told=SEES_WEBINAR,
            addresses=("desk.undo_act",),
        ),
        "texts": Right(
            str(RIGHT_WORDS[PartnerRight.TEXTS].about),
            HOST_EDITORS | PARTNER_EDITORS[PartnerRight.TEXTS],
            told=SEES_WEBINAR,
            addresses=(
                "announcing.show",
                "announcing.note_copy",
                "announcing.forget_copy",
                *_picture("/manage/webinars/<slug>"),
                "/manage/webinars/<slug>/recap",
                "/manage/webinars/<slug>/recap/recordings",
                "recordings.manage",
                "recordings.add",
                "recordings.edit",
                "recordings.update",
                "recordings.move",
                "recordings.ask_removal",
                "recordings.remove",
                "recordings.restore",
                "recordings.copies",
                "recordings.add_copy",
                "recordings.move_copy",
                "recordings.remove_copy",
                "recordings.shift_copy",
                "recordings.check_copies",
                "recordings.moments",
                "recordings.replace_chapters",
                "recordings.add_chapter",
                "recordings.add_chapters_of_talks",
                "recordings.add_clip",
                "recordings.save_moments",
                "recordings.set_timing",
                "media.manage",
                "media.remove",
                "media.add_document",
                "media.add_poster",
                "media.add_video",
                "media.new_video",
                "media.add_new_video",
                "transcripts.manage",
                "transcripts.add",
                "transcripts.edit",
                "transcripts.update",
                "transcripts.add_cue",
                "transcripts.remove",
                "transcripts.replace_words",
            ),
        ),
        "people": Right(
            str(RIGHT_WORDS[PartnerRight.PEOPLE].about),
            HOST_EDITORS | PARTNER_EDITORS[PartnerRight.PEOPLE],
            told=SEES_WEBINAR,
            addresses=(
                "desk.confirm_appearance",
                "desk.who",
                "desk.take_back_new_ones",
                "speakers.index",
                "speakers.ask",
                "speakers.set_rules",
                "speakers.show_slides",
                "speakers.press",
                "speakers.decide_proposals",
                "speakers.set_name",
                "speakers.show_proposed_portrait",
                "speakers.decide_proposed_portrait",
                "starts.propose",
                "starts.ask",
                "audience_questions.index",
                "audience_questions.fresh",
                "audience_questions.press",
                "audience_questions.press_agenda",
                "audience_questions.press_board",
                "audience_questions.make",
                "audience_questions.revoke",
            ),
        ),
        "registrations": Right(
            str(RIGHT_WORDS[PartnerRight.REGISTRATIONS].about),
            HOST_EDITORS | PARTNER_EDITORS[PartnerRight.REGISTRATIONS],
            told=SEES_WEBINAR,
            addresses=(
                "attendees.index",
                "attendees.add",
                "attendees.decide",
                "attendees.approve_all",
                "attendees.set_places",
                "attendees.set_window",
                "attendees.table",
                "attendees.attendance",
                "attendees.read_attendance",
                "attendees.store_minutes",
                "messages.index",
                "messages.preview",
                "messages.send",
                "messages.send_test",
                "messages.show",
                "messages.stop",
            ),
        ),
        "publish": Right(
            str(RIGHT_WORDS[PartnerRight.PUBLISH].about),
            HOST_EDITORS | PARTNER_EDITORS[PartnerRight.PUBLISH],
            told=SEES_WEBINAR,
            addresses=(
                "desk.status",
                "desk.publish",
                "desk.open_room",
                "desk.unpublish",
                "desk.postpone",
                "desk.cancel",
                "desk.restore",
                "starts.choose",
                "starts.take_back",
            ),
        ),
        "manage webinar": Right(
            str(HOSTS_ALONE),
            HOST_EDITORS,
            told=SEES_WEBINAR,
            addresses=(
                "desk.delete",
                "desk.arrange_co_organisers",
                "desk.invite_co_organiser",
                "desk.repeats",
                "desk.repeat_webinar",
                "desk.duplicate_webinar",
            ),
        ),
        "insight": Right(
            "see how often people registered, opened the door and played a recording",
            SEES_HOST | PARTNER_EDITORS[PartnerRight.REGISTRATIONS],
            told=SEES_WEBINAR,
            addresses=("insight.show", "insight.table"),
        ),
        "answer": Right(
            "accept or decline an invitation to organise together, and leave later",
            ADMINISTRATOR | {VisitorKind.INVITED_OWNER},
            addresses=("desk.accept_invitation", "desk.decline_invitation"),
        ),
        "say when": Right(
            "say for a co-organiser which starts suit it (once it has accepted, its editors too)",
            ADMINISTRATOR | {VisitorKind.INVITED_OWNER},
            told=SEES_WEBINAR,
            addresses=("starts.answer",),
        ),
        "take back": Right(
            "let a host invite one’s organisation again, after it was refused for good",
            ADMINISTRATOR | {VisitorKind.HOST_OWNER},
            addresses=("desk.take_back_refusal",),
        ),
    }
)


def right_of(rule: Rule) -> Right | None:
    """Returns the right that an address of the desk takes, or None where the table has no row for it."""
    for name in (rule.rule, rule.endpoint):
        for right in RIGHTS.values():
            if name in right.addresses:
                return right
    return None
