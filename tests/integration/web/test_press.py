"""What a press stores, says and shows: of verbs of the test's own, and of some of the desk."""

import pytest
import sqlalchemy as sa
from flask import get_flashed_messages
from wtforms import StringField
from wtforms.validators import InputRequired

from tests.factories import make_series
from webinars.db import db
from webinars.lib.errors import FieldInvalid, FormInvalid, NotAllowed, WebinarsError
from webinars.models import AuditEvent, Series
from webinars.web.forms.base import SessionForm
from webinars.web.press import WrongInForm, press, say_at

PAGE = "/manage/series/the-night-sky"
NEVER = "never said"


class SkyForm(SessionForm):
    title = StringField()
    name = StringField()


class NamedSkyForm(SkyForm):
    name = StringField(validators=[InputRequired("Name it.")])


@pytest.fixture(autouse=True)
def sky(session, lunar):
    return make_series(session, lunar)


@pytest.fixture
def pressed(app, session):
    """`pressed(verb, …)`: status, address or page, and what is flashed; the verb has changed the title before."""

    def pressed(verb, **how):
        session.commit()
        with app.test_request_context(PAGE, method="POST", data={"title": "Typed"}):
            form, page = how.pop("form", SkyForm)(), how.pop("page", None)

            def change():
                series = db.session().scalars(sa.select(Series)).one()
                series.title = "Changed"
                db.session().flush()
                return verb(series)

            given = {"said": NEVER, "back": "/never"} | how
            if page is not None:
                given |= {"form": form, "page": page}
            answer = press(change, **given)
            db.session.rollback()
            told = get_flashed_messages(with_categories=True)
            if isinstance(answer, tuple):
                return answer[1], answer[0], told, form
            return answer.status_code, getattr(answer, "location", ""), told, form

    return pressed


def stored(session):
    session.expire_all()
    return session.scalars(sa.select(Series.title)).one()


def refusing(error):
    def verb(_series):
        raise error

    return verb


def shown(_subject):
    return f"page of {db.session().scalars(sa.select(Series.title)).one()}"


def test_what_was_done_is_stored_said_and_left(session, pressed):
    status, address, told, _ = pressed(
        lambda series: series.title, said=lambda title: f"{title}.", back=lambda title: f"/{title}"
    )

    assert (status, address, told) == (303, "/Changed", [("ok", "Changed.")])
    assert stored(session) == "Changed"


@pytest.mark.parametrize(("said", "told"), [(("Nobody.", "danger"), [("danger", "Nobody.")]), ("", [])])
def test_it_is_said_in_the_tone_that_is_asked_for(pressed, said, told):
    assert pressed(lambda _: None, said=said)[2] == told


def test_what_is_refused_is_said_at_its_field_of_the_page_as_it_is_stored(session, pressed):
    status, page, told, form = pressed(refusing(FieldInvalid("title", "Too long.")), page=shown)

    assert (status, page, told) == (422, "page of The Night Sky", [])
    assert (form.title.data, form.title.errors, form.name.errors) == ("Typed", ["Too long."], [])
    assert stored(session) == "The Night Sky"


def test_a_field_may_have_another_name_in_the_form(pressed):
    form = pressed(refusing(FieldInvalid("title", "Too long.")), page=shown, fields={"title": "name"})[3]

    assert (form.title.errors, form.name.errors) == ([], ["Too long."])


def test_what_is_wrong_in_several_places_is_said_at_each(pressed):
    form = pressed(refusing(FormInvalid({"title": "Too long.", "name": "Too short."})), page=shown)[3]

    assert (form.title.errors, form.name.errors) == (["Too long."], ["Too short."])


def test_what_a_verb_has_said_by_itself_is_said_once(pressed):
    status, page, told, form = pressed(refusing(WrongInForm()), page=shown)

    assert (status, page, told, form.errors) == (422, "page of The Night Sky", [], {})


@pytest.mark.parametrize("error", [WebinarsError("Too late."), FieldInvalid("hour", "Too late.")])
def test_what_is_wrong_with_no_field_is_said_above(pressed, error):
    status, page, told, _ = pressed(refusing(error), page=shown)

    assert (status, page, told) == (422, "page of The Night Sky", [("danger", "Too late.")])


def test_a_form_that_is_not_right_runs_no_verb(session, pressed):
    status, page, _, form = pressed(refusing(AssertionError()), form=NamedSkyForm, page=shown)

    assert (status, page, form.name.errors) == (422, "page of The Night Sky", ["Name it."])
    assert stored(session) == "The Night Sky"


@pytest.mark.parametrize("tone", ["danger", "warn"])
def test_a_refusal_may_lead_elsewhere(session, pressed, tone):
    status, address, told, _ = pressed(refusing(WebinarsError("Too late.")), refused=say_at("/there", tone))

    assert (status, address, told) == (303, "/there", [(tone, "Too late.")])
    assert stored(session) == "The Night Sky"


@pytest.mark.parametrize(
    ("error", "how"),
    [(NotAllowed(), {"page": shown}), (NotAllowed(), {"refused": say_at("/there")}), (WebinarsError("Too late."), {})],
)
def test_what_no_view_shows_goes_on_to_the_error_page(session, pressed, error, how):
    with pytest.raises(type(error)):
        pressed(refusing(error), **how)

    db.session.rollback()
    assert stored(session) == "The Night Sky"


TYPED = {"title": "Canals", "description": "Typed", "slug": "typed"}


class TestOfTheDesk:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client, sign_in, olga):
        sign_in(client, olga)

    def test_what_is_refused_leaves_nothing_and_the_page_names_what_is_stored(self, session, client, lunar):
        make_series(session, lunar, "Canals")

        answer = client.post(PAGE, data=TYPED)

        assert answer.status_code == 422
        assert "<h1>The Night Sky</h1>" in " ".join(answer.text.split())
        assert 'value="Canals"' in answer.text
        assert "There is a series called “Canals” already." in answer.text
        assert sorted(session.scalars(sa.select(Series.title))) == ["Canals", "The Night Sky"]
        assert session.scalar(sa.select(sa.func.count(AuditEvent.id))) == 0

    def test_a_second_press_changes_nothing_more(self, session, client):
        answers = [client.post(PAGE, data=TYPED | {"slug": "the-night-sky"}) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert session.scalar(sa.select(sa.func.count(AuditEvent.id))) == 1

    @pytest.mark.usefixtures("derived")
    def test_a_second_press_on_what_is_deleted_finds_nothing(self, client):
        assert [client.post(f"{PAGE}/deletion").status_code for _ in range(2)] == [303, 404]
