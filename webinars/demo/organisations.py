from webinars.domain.organisations.settings import OrganisationSettings
from webinars.pure.times import DisplayZone

LUNAR = "Lunar Society"
ETOILES = "Société des Étoiles"
WISDOM = "House of Wisdom"
LETTERS = "Letters on nature"
INSTRUMENTS = "Instruments and their makers"

SOCIETIES = (
    OrganisationSettings(
        name=LUNAR,
        timezone="Europe/London",
        url="https://lunar.example",
        contact="hello@lunar.example",
        accent="#1f5fa8",
        description="We meet when the moon is full enough to ride home by, and talk about whatever can be tried out.",
        display_zones=(
            DisplayZone("Britain", "Europe/London"),
            DisplayZone("US Eastern", "America/New_York"),
            DisplayZone("India", "Asia/Kolkata"),
        ),
    ),
    OrganisationSettings(
        name=ETOILES,
        timezone="Europe/Paris",
        url="https://etoiles.example",
        contact="bonjour@etoiles.example",
        accent="#9a2f5b",
        description="Astronomers, translators and makers of instruments. *Nous regardons, puis nous écrivons.*",
        display_zones=(
            DisplayZone("Paris", "Europe/Paris"),
            DisplayZone("Montréal", "America/Toronto"),
            DisplayZone("Dakar", "Africa/Dakar"),
        ),
        hour_style="digits",
    ),
    OrganisationSettings(
        name=WISDOM,
        timezone="Asia/Baghdad",
        url="https://wisdom.example",
        contact="library@wisdom.example",
        accent="#2d7a4f",
        description="A library that reads aloud: books carried from language to language, and what became of them.",
        display_zones=(
            DisplayZone("Baghdad", "Asia/Baghdad"),
            DisplayZone("Britain", "Europe/London"),
            DisplayZone("China", "Asia/Shanghai"),
        ),
    ),
)
