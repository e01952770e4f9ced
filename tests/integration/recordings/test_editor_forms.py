import pytest
from werkzeug.datastructures import MultiDict

from webinars.site.recordings.editor_forms import TimingForm


def timing(**fields):
    return TimingForm(MultiDict({"begins": "0:00", **fields}))


def test_cuts_are_read_however_they_are_joined(app):
    with app.test_request_context():
        form = timing(cuts="10:00–12:30\n\n 1:00:00 - 1:05:00 \n15m to 20m10s\n-2:00–-1:00")

        assert form.validate(), form.errors
        assert form.stretches() == [(600, 750), (3600, 3900), (900, 1210), (-120, -60)]


@pytest.mark.parametrize("line", ["10:00", "10:00–", "from 10:00 to 12:00 and on", "10:00–12:30–13:00", "–"])
def test_what_is_no_stretch_is_named(app, line):
    with app.test_request_context():
        form = timing(cuts=line)

        assert not form.validate()
        assert line in form.cuts.errors[0]


def test_a_webinar_that_begins_later_in_the_video_has_an_earlier_sync_point(app):
    with app.test_request_context():
        assert timing(begins="5:00").sync_s() == -300
        assert timing(begins="-0:30").sync_s() == 30
