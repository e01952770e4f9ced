import pytest

from webinars.domain.organisations.errors import OrganisationInvalid
from webinars.domain.organisations.settings import OrganisationSettings, checked_settings
from webinars.pure.times import DisplayZone


def settings(**values):
    return OrganisationSettings(**({"name": "Lunar Society", "timezone": "Europe/London"} | values))


def test_what_is_typed_is_stored_tidily():
    stored = checked_settings(
        settings(
            name=" Lunar\n Society ",
            timezone="Europe/Kiev",
            url="society.example",
            contact=" Secretary@Society.example ",
            display_zones=[
                DisplayZone(" Britain ", "Europe/London"),
                DisplayZone("", ""),
                DisplayZone("", "Asia/Kolkata"),
            ],
            accent="#1D4B8F",
            embed_sites=["https://Society.example/blog", "https://society.example"],
        )
    )

    assert stored == settings(
        timezone="Europe/Kyiv",
        url="https://society.example",
        contact="secretary@society.example",
        display_zones=(DisplayZone("Britain", "Europe/London"), DisplayZone("India", "Asia/Kolkata")),
        accent="#1d4b8f",
        embed_sites=("https://society.example",),
    )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " \n", "Enter the name"),
        ("timezone", "Europe/Lodnon", "no zone “Europe/Lodnon”"),
        ("url", "javascript:alert(1)", "address of a site"),
        ("contact", "somewhere", "e-mail address"),
        ("contact", "https://a@b/", "e-mail address"),
        ("default_duration_minutes", 0, "1 minute to 24 hours"),
        ("default_duration_minutes", 1441, "1 minute to 24 hours"),
        ("accent", "blue", "six figures"),
        ("accent", "#12345", "six figures"),
        ("accent", "#12345g", "six figures"),
        ("hour_style", "roman", "two ways"),
        ("display_zones", [DisplayZone("Moon", "Moon/Tranquillity")], "no zone “Moon/Tranquillity”"),
        ("display_zones", [DisplayZone("Britain", "Europe/London")] * 25, "at most 24"),
        ("embed_sites", ["https://society.example", "*"], "“\\*” is not"),
        ("embed_sites", ["https://society.example"] * 51, "at most 50"),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_field(field, value, sentence):
    with pytest.raises(OrganisationInvalid, match=sentence) as refusal:
        checked_settings(settings(**{field: value}))

    assert refusal.value.field == field
