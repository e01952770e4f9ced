"""A zone has the same name wherever a page or a mail says where an hour is."""

import re
from zoneinfo import available_timezones

from webinars.paths import resource_folder
from webinars.pure.times import canonical, is_known, place_name


def test_scripts_call_every_place_as_the_server_does():
    source = (resource_folder("static") / "js" / "hours.js").read_text(encoding="utf-8")
    names = dict(
        re.findall(r'^  "([\w/]+)": "([^"]+)",$', source.split("const PLACES")[1].split("};")[0], re.MULTILINE)
    )
    zones = {canonical(zone) for zone in available_timezones() if "/" in zone and is_known(zone)}
    zones = {zone for zone in zones if not zone.startswith("Etc/")}

    wrong = {
        zone: place_name(zone)
        for zone in zones
        if place_name(zone) != names.get(zone, zone.rpartition("/")[2].replace("_", " "))
    }

    assert len(zones) > 300
    assert wrong == {}
