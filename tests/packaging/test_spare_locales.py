"""The site says the same where Babel has nothing but the languages that `bin/spare_locales.py` leaves."""

import shutil
import subprocess
import sys
from pathlib import Path

import babel
import pytest

from tests.packaging.environments import CHANGED

PROJECT = Path(__file__).parents[2]
ASKED = """
from webinars.lib.i18n import format_date, format_list, spoken_languages, use_locale
from webinars.lib.languages import NOT_LATIN, language_choices, language_name, text_direction
from webinars.pure.announcements.reader.text.language import _languages
from webinars.pure.times import place_names, world_words, zone_names
from webinars.pure.times.typed_zone import _plain_names
import datetime as dt
for language in spoken_languages():
    with use_locale(language):
        print(language_choices("gsw-CH"), format_date(dt.date(2027, 2, 14), "EEEE d MMMM y"), format_list(list("abc")))
        print([(tag, language_name(tag), text_direction(tag)) for tag in sorted(NOT_LATIN)])
        print(zone_names.all_timezones(dt.datetime(2027, 2, 14, tzinfo=dt.UTC)))
print(sorted(_languages().items()))
for script in world_words.LANGUAGES:
    print(script, world_words._numbered(script, "months"), world_words._parts(script), place_names._names_in(script))
print(place_names.names(), _plain_names())
"""


@pytest.fixture
def spared(tmp_path):
    """A folder with Babel in it, as `bin/setup` leaves it."""
    shutil.copytree(Path(babel.__file__).parent, tmp_path / CHANGED)
    subprocess.run([sys.executable, "bin/spare_locales.py"], cwd=PROJECT, env=with_path(tmp_path), check=True)
    return tmp_path


def with_path(*folders):
    return {"PYTHONPATH": ":".join(map(str, (*folders, PROJECT))), "PYTHONHASHSEED": "0"}


def said(*folders):
    done = subprocess.run([sys.executable, "-c", ASKED], env=with_path(*folders), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_what_is_left_says_all_that_the_site_says_and_reads(spared):
    left = {path.stem.partition("_")[0] for path in (spared / CHANGED / "locale-data").glob("*.dat")}

    assert {"en", "ar", "zh", "root"} <= left
    assert "is" not in left
    assert said(spared) == said()
