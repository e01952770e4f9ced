"""Who attends in the demo programme: people who cannot be written to any more."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Guest:
    name: str
    email: str
    timezone: str
    says: str
    """Where they have come from, as an answer to the organisers' question."""


GUESTS = (
    Guest("Laura Bassi", "laura@bologna.example", "Europe/Rome", "University of Bologna"),
    Guest("Anna Atkins", "anna@halstead.example", "Europe/London", "Halstead Place, Kent"),
    Guest("Benjamin Banneker", "benjamin@ellicott.example", "America/New_York", "Ellicott’s Mills, Maryland"),
    Guest("Sophie Germain", "sophie@paris.example", "Europe/Paris", "At home, by letter"),
    Guest("Radhanath Sikdar", "radhanath@survey.example", "Asia/Kolkata", "The Great Trigonometrical Survey"),
    Guest("Mary Ward", "mary@birr.example", "Europe/Dublin", "Birr Castle"),
    Guest("Maria Gaetana Agnesi", "maria@milan.example", "Europe/Rome", "Milan"),
    Guest("Maria Mitchell", "mitchell@nantucket.example", "America/New_York", "Nantucket"),
    Guest("Dorothea Erxleben", "dorothea@quedlinburg.example", "Europe/Berlin", "Quedlinburg"),
    Guest("Thomas Brisbane", "thomas@parramatta.example", "Australia/Sydney", "Parramatta Observatory"),
    Guest("Alexander von Humboldt", "alexander@berlin.example", "Europe/Berlin", "Between two journeys"),
    Guest("John Harrison", "john@barrow.example", "Europe/London", "Barrow upon Humber"),
    Guest("Eunice Foote", "eunice@seneca.example", "America/New_York", "Seneca Falls"),
    Guest("Seki Takakazu", "seki@kofu.example", "Asia/Tokyo", "Kōfu"),
)
