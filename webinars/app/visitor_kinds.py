"""The kinds of people that the table of permissions tells apart."""

import enum
from collections.abc import Collection, Mapping

from msgspec import Struct

from webinars.models import PartnerRight
from webinars.web.about import May


class VisitorKind(enum.StrEnum):
    """A kind of person, as seen from one webinar and from the organisation that hosts it."""

    ADMINISTRATOR = "administrator of the site"
    HOST_OWNER = "owner of the host"
    HOST_EDITOR = "editor of the host"
    HOST_VIEWER = "viewer of the host"
    PARTNER_OWNER = "owner of a co-organiser that accepted"
    """This and the next two: with the usual rights, texts and people."""
    PARTNER_EDITOR = "editor of a co-organiser that accepted"
    PARTNER_VIEWER = "viewer of a co-organiser that accepted"
    ALL_RIGHTS = "editor of a co-organiser with every right"
    TEXTS_ALONE = "editor of a co-organiser with “texts” alone"
    PEOPLE_ALONE = "editor of a co-organiser with “people” alone"
    REGISTRATIONS_ALONE = "editor of a co-organiser with “registrations” alone"
    PUBLISH_ALONE = "editor of a co-organiser with “publish” alone"
    NO_RIGHT = "editor of a co-organiser without any right"
    INVITED_OWNER = "owner of an invited organisation"
    INVITED_EDITOR = "editor of an invited organisation"
    DECLINED_OWNER = "owner of an organisation that declined"
    STRANGER = "owner of another organisation"
    ALONE = "member of no organisation"
    ANONYMOUS = "not signed in"


SIGNED_IN = frozenset(VisitorKind) - {VisitorKind.ANONYMOUS}
HOST = frozenset({VisitorKind.HOST_OWNER, VisitorKind.HOST_EDITOR, VisitorKind.HOST_VIEWER})
USUAL_EDITORS = frozenset({VisitorKind.PARTNER_OWNER, VisitorKind.PARTNER_EDITOR})
PARTNER_EDITORS: Mapping[PartnerRight, frozenset[VisitorKind]] = {
    PartnerRight.TEXTS: USUAL_EDITORS | {VisitorKind.ALL_RIGHTS, VisitorKind.TEXTS_ALONE},
    PartnerRight.PEOPLE: USUAL_EDITORS | {VisitorKind.ALL_RIGHTS, VisitorKind.PEOPLE_ALONE},
    PartnerRight.REGISTRATIONS: frozenset({VisitorKind.ALL_RIGHTS, VisitorKind.REGISTRATIONS_ALONE}),
    PartnerRight.PUBLISH: frozenset({VisitorKind.ALL_RIGHTS, VisitorKind.PUBLISH_ALONE}),
}
"""Whom each right of a co-organiser lets do what it opens, beside the host's."""
WITH_ANY_RIGHT = frozenset[VisitorKind]().union(*PARTNER_EDITORS.values())
PARTNER = WITH_ANY_RIGHT | {VisitorKind.PARTNER_VIEWER, VisitorKind.NO_RIGHT}
ADMINISTRATOR = frozenset({VisitorKind.ADMINISTRATOR})
HOST_EDITORS = ADMINISTRATOR | {VisitorKind.HOST_OWNER, VisitorKind.HOST_EDITOR}
SEES_HOST = ADMINISTRATOR | HOST
SEES_WEBINAR = SEES_HOST | PARTNER | {VisitorKind.INVITED_OWNER}


class Right(Struct, frozen=True):
    """A row of the table."""

    about: str
    allowed: frozenset[VisitorKind]
    told: frozenset[VisitorKind] = frozenset()
    """Who is refused with 403. To all others who are signed in there is nothing at that address (404)."""
    may: May | None = None
    """The predicate by which those who have it are told, where it is about one webinar or organisation."""
    addresses: Collection[str] = ()
    """The endpoints that take it, or a rule of the address where only some of an endpoint's do."""

    def refusal(self, person: VisitorKind) -> int:
        """Returns the status that answers a `person` without this right. 401 stands for the page to sign in on."""
        if person is VisitorKind.ANONYMOUS and self.allowed:
            return 401
        return 403 if person in self.told else 404
