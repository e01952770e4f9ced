"""Who may do what at the desk: the table that docs/reference/permissions.md is printed from.

The predicates in the features' `permissions.py` decide: each row names its own, and `web/about.py` asks it. A test asks
every address of the desk as every kind of person and holds the answers to this table. An address that stands in no row
makes it fail.
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
from webinars.domain.interfaces.api_tokens.permissions import can_see_tokens
from webinars.domain.interfaces.webhooks.permissions import can_keep_webhooks
from webinars.domain.lineup.record_permissions import can_keep_records
from webinars.domain.organisations import permissions as organisation_rules
from webinars.domain.programme import permissions as programme_rules
from webinars.domain.programme.co_organisers.rights import HOSTS_ALONE, RIGHT_WORDS
from webinars.domain.recording_sources.permissions import can_hold_secrets, can_watch
from webinars.models import PartnerRight
from webinars.web.about import May


def _endpoints(blueprint: str, names: str) -> tuple[str, ...]:
    """Returns the endpoints of a blueprint, whose `names` stand in one text."""
    return tuple(f"{blueprint}.{name}" for name in names.split())


# The rows of the table of rights (see `policy`) that are about the site as a whole, and no organisation of it.


OF_SITE: Mapping[str, Right] = MappingProxyType(
    {
        "site": Right(
            "set up the site and its first organisation, read the outbox and what administrators did, decide about "
            "first messages and claims of organisations, make two records of one organisation one, have addresses "
            "written to again, take the examples of the reader",
            ADMINISTRATOR,
            told=SIGNED_IN,
            may=lambda actor, _organisation: actor.is_admin,
            addresses=(
                *_endpoints("outbox", "index show message write_again"),
                *_endpoints("held_messages", "index decide"),
                "desk.administrators",
                *_endpoints("claims", "index decide"),
                *_endpoints("tidying", "choose_merge merge"),
                *_endpoints("site_settings", "show save send_test"),
                "imports.take_examples",
                *_endpoints("first_steps", "show proof take published"),
            ),
        ),
        "addresses": Right(
            "see, take as a file and erase what is kept about an address, and close its account",
            ADMINISTRATOR,
            told=SIGNED_IN,
            addresses=("kept.ask", "kept.look", "kept.report", "kept.erase", "kept.close"),
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
            "sign in and out, ask for a new password, confirm or stop a change of address by a mailed link",
            frozenset(VisitorKind),
            addresses=_endpoints(
                "accounts",
                "sign_in open_session sign_out forgotten ask_for_reset new_password set_password passkey_options "
                "sign_in_with_passkey enter_code send_code_again recovery sign_in_with_recovery_code ask_to_confirm "
                "confirm ask_to_stop stop",
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
                *_endpoints(
                    "accounts",
                    "show rename set_timezone change_password end_session end_other_sessions prove proof_options add "
                    "new_passkey_options rename_one remove make_codes switch_off address change_address closing close",
                ),
                *_endpoints(
                    "desk",
                    "show past chosen act_on_chosen ask_move move_chosen ask_deletion delete_chosen history "
                    "history_table show_invitations zone_line new_webinar",
                ),
                *_endpoints("imports", "paste read ask_model store store_calendar decide_gone"),
                *_endpoints("recaps", "paste read store"),
                "organisations.index",
                "kept.own",
            ),
        ),
        **OF_SITE,
        "see organisation": Right(
            "see an organisation’s settings, members and who fetches its feeds",
            SEES_HOST,
            may=organisation_rules.can_view,
            addresses=("organisations.show", "organisations.list_members", "calendars.feed_health"),
        ),
        "keep organisation": Right(
            "change its settings, its logo, its house style and its members; delete it where nothing needs it",
            ADMINISTRATOR | {VisitorKind.HOST_OWNER},
            told=HOST,
            may=organisation_rules.can_update,
            addresses=(
                *_endpoints("organisations", "update add_member change_role remove_member"),
                *_endpoints("tidying", "ask_organisation delete_organisation"),
                *_picture("/manage/organisations/<slug>"),
                *_endpoints("announcing", "house_style set_house_style"),
            ),
        ),
        "keep records": Right(
            "look after the records and portraits of its speakers, and its series; delete those that nothing needs",
            HOST_EDITORS,
            told=HOST,
            may=lambda actor, organisation: can_keep_records(actor, organisation.id),
            addresses=(
                *_endpoints("lineup", "speakers speaker update merge merge_records"),
                *_endpoints("series", "index edit update"),
                *_endpoints("tidying", "ask_series delete_series"),
                *_picture("/manage/speakers/<slug>"),
                *_endpoints("tidying", "ask_speaker delete_speaker"),
            ),
        ),
        "watch places": Right(
            "have places watched where its recordings appear (what has to be asked with a secret: its owners)",
            HOST_EDITORS,
            told=HOST,
            may=can_watch,
            addresses=_endpoints("sources", "index watch change"),
        ),
        "see interfaces": Right(
            "see the tokens of its API, as a member make some, and end one’s own (its owners end all)",
            HOST_EDITORS,
            told=HOST,
            may=can_see_tokens,
            addresses=_endpoints("interfaces", "index make_token change_token"),
        ),
        "hold secrets": Right(
            "have a BigBlueButton server or a Zoom account watched",
            ADMINISTRATOR | {VisitorKind.HOST_OWNER},
            told=HOST,
            may=can_hold_secrets,
            addresses=("sources.watch_with_secret",),
        ),
        "keep webhooks": Right(
            "see its webhooks, make, change and try them",
            ADMINISTRATOR | {VisitorKind.HOST_OWNER},
            told=HOST,
            may=can_keep_webhooks,
            addresses=_endpoints("interfaces", "add_webhook change_webhook rotate_webhook call_webhook delete_webhook"),
        ),
        "see webinar": Right(
            "see a webinar in the editor, its history, its preview, the files of its recordings, and who can come when",
            SEES_WEBINAR,
            may=programme_rules.can_view,
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
            may=programme_rules.can_change,
            addresses=("desk.update",),
        ),
        "undo": Right(
            "take back in the history what was done: it takes the right to the act itself",
            HOST_EDITORS | WITH_ANY_RIGHT,
            told=SEES_WEBINAR,
            may=programme_rules.can_change,
            addresses=("desk.undo_act",),
        ),
        "texts": Right(
            str(RIGHT_WORDS[PartnerRight.TEXTS].about),
            HOST_EDITORS | PARTNER_EDITORS[PartnerRight.TEXTS],
            told=SEES_WEBINAR,
            may=programme_rules.can_edit_texts,
            addresses=(
                *_endpoints("announcing", "show note_copy forget_copy"),
                *_picture("/manage/webinars/<slug>"),
                "/manage/webinars/<slug>/recap",
                "/manage/webinars/<slug>/recap/recordings",
                *_endpoints(
                    "recordings",
                    "manage add edit update move ask_removal remove restore copies add_copy move_copy remove_copy "
                    "shift_copy check_copies moments replace_chapters add_chapter add_chapters_of_talks add_clip "
                    "save_moments set_timing",
                ),
                "sources.decide",
                *_endpoints("media", "manage remove add_document add_poster add_video new_video add_new_video"),
                *_endpoints(
                    "transcripts",
                    "manage add edit update add_cue remove replace_words set_read by_machine",
                ),
            ),
        ),
        "people": Right(
            str(RIGHT_WORDS[PartnerRight.PEOPLE].about),
            HOST_EDITORS | PARTNER_EDITORS[PartnerRight.PEOPLE],
            told=SEES_WEBINAR,
            may=programme_rules.can_edit_people,
            addresses=(
                *_endpoints("desk", "confirm_appearance who take_back_new_ones"),
                *_endpoints(
                    "speakers",
                    "index ask set_rules show_slides press decide_proposals set_name show_proposed_portrait "
                    "decide_proposed_portrait",
                ),
                *_endpoints("starts", "propose ask"),
                *_endpoints("audience_questions", "index fresh press press_agenda press_board make revoke"),
            ),
        ),
        "registrations": Right(
            str(RIGHT_WORDS[PartnerRight.REGISTRATIONS].about),
            HOST_EDITORS | PARTNER_EDITORS[PartnerRight.REGISTRATIONS],
            told=SEES_WEBINAR,
            may=programme_rules.can_keep_registrations,
            addresses=(
                *_endpoints(
                    "attendees",
                    "index add decide approve_all set_places set_window table attendance read_attendance store_minutes",
                ),
                *_endpoints("messages", "index preview send send_test show stop"),
                *_endpoints("recap_mail", "show press_button"),
                "day.message",
            ),
        ),
        "publish": Right(
            str(RIGHT_WORDS[PartnerRight.PUBLISH].about),
            HOST_EDITORS | PARTNER_EDITORS[PartnerRight.PUBLISH],
            told=SEES_WEBINAR,
            may=programme_rules.can_publish,
            addresses=(
                *_endpoints("desk", "status publish open_room unpublish postpone cancel restore"),
                *_endpoints("starts", "choose take_back"),
                *_endpoints(
                    "day", "index started later going_on over speaking questions trouble_solved room stream helper"
                ),
            ),
        ),
        "manage webinar": Right(
            str(HOSTS_ALONE),
            HOST_EDITORS,
            told=SEES_WEBINAR,
            may=programme_rules.can_manage,
            addresses=_endpoints(
                "desk", "delete arrange_co_organisers invite_co_organiser repeats repeat_webinar duplicate_webinar"
            ),
        ),
        "insight": Right(
            "see how often people registered, opened the door and played a recording",
            SEES_HOST | PARTNER_EDITORS[PartnerRight.REGISTRATIONS],
            told=SEES_WEBINAR,
            may=programme_rules.can_see_insight,
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


def may_at(rule: Rule) -> May | None:
    """Returns the predicate that decides at an address, or None where the table names none."""
    right = right_of(rule)
    return right.may if right is not None else None
