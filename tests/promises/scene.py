"""A webinar in one of its states, and what else the sentences about it may depend on: see `table`."""

import dataclasses
import datetime as dt
import itertools
import random
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from tests.audience_question_factories import make_question, open_board
from tests.desk_world import DAY, HOUR, STATES, People
from tests.factories import (
    add_appearance,
    add_recording,
    make_registration,
    make_series,
    make_speaker,
    make_speaking_link,
    make_webinar,
    open_desk,
)
from webinars import clock
from webinars.config import MailServer, Settings
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.registration.links import wish_digest
from webinars.models import (
    Agreement,
    Appearance,
    AskingMode,
    AudienceQuestion,
    JoinAccess,
    QuestionState,
    RecordingPlan,
    RecordingSource,
    RecordingSourceKind,
    RecordingWish,
    Registration,
    RegistrationDesk,
    RegistrationState,
    SpeakingLink,
    Webinar,
)

ALL_STATES: Mapping[str, Mapping[str, Any]] = {
    # What is unlike in the others hangs on the webinar, and here that is told apart by the variants.
    **{state: values for state, values in STATES.items() if "parts" not in values},
    "just over": {"starts_in": -HOUR * 2.25},
    "in three weeks": {"starts_in": 21 * DAY},
    "four weeks past": {"starts_in": -29 * DAY - 3 * HOUR},
}
LINEUPS: Mapping[str, tuple[Agreement, ...]] = {
    "nobody": (),
    "not asked": (Agreement.NOT_ASKED, Agreement.NOT_ASKED),
    "asked": (Agreement.ASKED, Agreement.ASKED),
    "agreed": (Agreement.AGREED, Agreement.AGREED),
    "declined": (Agreement.DECLINED, Agreement.DECLINED),
    "one of each": (Agreement.AGREED, Agreement.ASKED, Agreement.NOT_ASKED, Agreement.DECLINED),
}
DESKS: Mapping[str, Mapping[str, Any] | None] = {
    "none": None,
    "elsewhere": None,
    "open": {},
    "places": {"capacity": 30},
    "approved": {"is_approval_needed": True},
    "full": {"capacity": 3, "has_waiting_list": False},
    "waiting list": {"capacity": 3},
    "a place given back": {"capacity": 4},
    "not yet": {"opens_before_minutes": 1},
    "closed": {"closes_before_minutes": 7 * 24 * 60},
}
"""How people register. At those for three all places are taken; at the one for four others wait for the fourth."""
DESK_COUNT = {"published": 10, "live": 10, "open": 4, "running over": 4, "just over": 4, "postponed": 4}
"""In which states pages have most to say, and with how many kinds of desk they are looked at; in others with one."""
FEW = 0.3
LANGUAGES = ("en", "de", "fr", "es", "pt")
NAMES = ("Maria Mitchell", "Caroline Herschel", "Mary Somerville", "Wang Zhenyi")


Reader = Registration | Appearance | AudienceQuestion


@dataclass(frozen=True)
class Variant:
    """What can be otherwise with a webinar in the same state."""

    state: str
    lineup: str = "agreed"
    is_confirmed_only: bool = False
    plan: RecordingPlan = RecordingPlan.YES
    desk: str = "open"
    sends_mail: bool = True
    has_questions: bool = True
    has_recordings: bool = False
    is_at_zoom: bool = False
    """It can be joined by those who registered, in a room at Zoom, where the host registers them."""
    language: str = "en"

    def settings(self, settings: Settings) -> Settings:
        server = MailServer(host="127.0.0.1", port=25) if self.sends_mail else None
        return dataclasses.replace(settings, mail_url=server)


@dataclass
class Scene:
    """A webinar with all that hangs on it, as it is stored, and who reads."""

    session: Session
    settings: Settings
    webinar: Webinar
    now: dt.datetime
    desk: RegistrationDesk | None = None
    registrations: list[Registration] = field(default_factory=list)
    links: list[SpeakingLink] = field(default_factory=list)
    questions: list[AudienceQuestion] = field(default_factory=list)
    wishes: list[RecordingWish] = field(default_factory=list)
    place: str = ""
    """Where the sentence stands: the endpoint of a page or the kind of a mail."""
    reader: Reader | None = None
    """Whose page or mail it is; None: anybody's."""

    def load(self) -> None:
        """Read what hangs on the webinar again: a commit forgets it, and nothing of it is loaded by itself."""
        names = ("host", "series", "lineup", "recordings", "co_organisers", "questions")
        self.session.refresh(self.webinar, names)
        for appearance in self.webinar.lineup:
            self.session.refresh(appearance, ["speaker"])
        for link in self.links:
            self.session.refresh(link, ["appearance"])

    def read_by(self, place: str, reader: Reader | None) -> "Scene":
        return dataclasses.replace(self, place=place, reader=reader)


def make_scene(session: Session, settings: Settings, people: People, variant: Variant) -> Scene:
    values = dict(ALL_STATES[variant.state])
    if variant.is_at_zoom:
        values |= {"join_access": JoinAccess.REGISTERED, "join_url": "https://zoom.us/j/81234567890"}
        session.add(
            RecordingSource(
                organisation_id=people.host.id,
                kind=RecordingSourceKind.ZOOM,
                key="account",
                url="https://zoom.us/recording",
                name="Lunar Society",
                created_at=clock.now(),
                secret="sealed",
                registers_people=True,
            )
        )
    elsewhere = "https://tickets.example/comets" if variant.desk == "elsewhere" else None
    webinar = make_webinar(
        session,
        people.host,
        series=make_series(session, people.host),
        description="All about tails.",
        recording_plan=variant.plan,
        is_lineup_confirmed_only=variant.is_confirmed_only,
        language=variant.language,
        registration_url=elsewhere,
        **{"join_url": "https://meet.example/j/1", **values},
    )
    scene = Scene(session, variant.settings(settings), webinar, clock.now())
    _add_lineup(scene, people, LINEUPS[variant.lineup])
    if (desk := DESKS[variant.desk]) is not None:
        _add_registrations(scene, variant.desk, desk)
    if variant.has_questions:
        board = open_board(session, webinar, mode=AskingMode.ALWAYS, approves_first=True)
        for state in (QuestionState.PENDING, QuestionState.OPEN):
            scene.questions.append(make_question(session, settings, board, f"A {state} one?", state=state))
        scene.questions[-1].notify_email = "ana@attendee.example"
    if variant.has_recordings:
        add_recording(session, webinar)
    session.flush()
    if phase_of(webinar, scene.now) is Phase.AFTER:
        _add_wishes(scene)
    return scene


def _add_wishes(scene: Scene) -> None:
    """Two wait for the recording without a place: one has pressed, the other has not yet."""
    for name, confirmed_at in (("ada", None), ("bo", scene.now)):
        wish = RecordingWish(
            webinar_id=scene.webinar.id,
            email_normal=f"{name}@attendee.example",
            nonce=name,
            link_digest=wish_digest(scene.settings, name),
            created_at=scene.now,
            confirmed_at=confirmed_at,
        )
        scene.session.add(wish)
        scene.wishes.append(wish)
    scene.session.flush()


def _add_lineup(scene: Scene, people: People, agreements: tuple[Agreement, ...]) -> None:
    for name, agreement in zip(NAMES, agreements, strict=False):
        speaker = make_speaker(scene.session, people.host, name)
        appearance = add_appearance(scene.session, scene.webinar, speaker, agreement=agreement)
        if agreement is not Agreement.NOT_ASKED:
            scene.links.append(make_speaking_link(scene.session, scene.settings, appearance, told_sequence=1))


def _add_registrations(scene: Scene, name: str, values: Mapping[str, Any]) -> None:
    """Three have a place, and one is in each of the other states; nobody waits where a place is free."""
    session, webinar = scene.session, scene.webinar
    scene.desk = open_desk(session, webinar, **values)
    states = [*RegistrationState, RegistrationState.CONFIRMED, RegistrationState.CONFIRMED]
    if name not in {"waiting list", "a place given back"}:
        states.remove(RegistrationState.WAITING)
    for number, state in enumerate(states):
        ended = {"ended_at": scene.now} if state in {RegistrationState.CANCELLED, RegistrationState.DECLINED} else {}
        registration = make_registration(
            session,
            scene.settings,
            webinar,
            f"Ana {number}",
            state=state,
            wants_recording=number % 2 == 0,
            **ended,
        )
        scene.registrations.append(registration)


def usual_variants(state: str) -> Iterator[Variant]:
    """Yields a few webinars in that state, with as many kinds of desk as `DESK_COUNT` says."""
    yield from chosen_variants(state)
    desks = list(DESKS)
    first = zlib.crc32(state.encode())
    for number in range(DESK_COUNT.get(state, 1)):
        yield _variant(state, desks[(first + number) % len(desks)], first + number)


def chosen_variants(state: str) -> Iterator[Variant]:
    """Yields those in that state that are seldom met by chance, though pages say something of their own of them."""
    for variant in (
        Variant("a draft", lineup="asked", desk="none"),
        Variant("in three weeks", desk="places"),
        Variant("just over", desk="none"),
        Variant("published", lineup="agreed", desk="none"),
        Variant("published", desk="places", is_at_zoom=True),
        Variant("published", lineup="asked", is_confirmed_only=True, desk="elsewhere"),
    ):
        if variant.state == state:
            yield variant


def every_variant(state: str) -> Iterator[Variant]:
    """Yields a webinar for each kind of desk and each line-up, with all the rest in turn."""
    for number, (desk, lineup) in enumerate(itertools.product(DESKS, LINEUPS)):
        yield dataclasses.replace(_variant(state, desk, number), lineup=lineup)


def _variant(state: str, desk: str, number: int) -> Variant:
    """Returns one that is the same each time, in which the rest is chosen by `number`."""
    chosen = random.Random(number)
    return Variant(
        state=state,
        desk=desk,
        lineup=chosen.choice(list(LINEUPS)),
        is_confirmed_only=chosen.random() < FEW,
        plan=chosen.choice(list(RecordingPlan)),
        sends_mail=chosen.random() > FEW,
        has_questions=chosen.random() > FEW,
        has_recordings=chosen.random() < FEW,
        language=chosen.choice(LANGUAGES),
    )
