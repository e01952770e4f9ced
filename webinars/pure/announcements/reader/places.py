"""Countries, regions and towns, which stand where people and organisations do."""

from typing import Final

_COUNTRIES: Final = frozenset(
    """
    afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahamas bangladesh
    barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil brasil britain bulgaria burundi
    cambodia cameroon canada chad chile china colombia congo croatia cuba cyprus denmark ecuador egypt england
    estonia ethiopia fiji finland france gambia georgia germany ghana greece guatemala guinea guyana haiti
    honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan
    kenya kosovo kuwait kyrgyzstan laos latvia lebanon liberia libya lithuania luxembourg madagascar malawi
    malaysia mali malta mauritius mexico moldova mongolia morocco mozambique myanmar namibia nepal netherlands
    nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal
    bahrain brunei comoros djibouti dominica eritrea eswatini gabon greenland grenada kiribati kurdistan lesotho
    liechtenstein czechia macedonia maldives mauritania micronesia monaco montenegro nauru palau seychelles suriname
    tajikistan turkmenistan tuvalu uae aotearoa catalonia
    qatar romania russia rwanda samoa scotland senegal serbia singapore slovakia slovenia somalia spain sudan
    sweden switzerland syria taiwan tanzania thailand togo tonga tunisia turkey türkiye uganda ukraine uruguay
    usa us u.s. uk u.k. uzbekistan vanuatu venezuela vietnam wales yemen zambia zimbabwe deutschland österreich
    schweiz frankreich españa francia italia méxico perú chile alemania
    """.split()
) | {
    "new zealand",
    "south africa",
    "south korea",
    "north korea",
    "sri lanka",
    "united kingdom",
    "united states",
    "costa rica",
    "el salvador",
    "hong kong",
    "saudi arabia",
    "burkina faso",
    "sierra leone",
    "papua new guinea",
    "czech republic",
    "puerto rico",
    "the netherlands",
    "great britain",
    "northern ireland",
    "dominican republic",
    "the philippines",
    "the gambia",
    "marshall islands",
    "solomon islands",
    "trinidad and tobago",
    "north macedonia",
    "united arab emirates",
    "timor-leste",
    "ivory coast",
    "south sudan",
    "cabo verde",
    "faroe islands",
    "new caledonia",
}


def is_country(text: str) -> bool:
    return text.strip(" .").casefold() in _COUNTRIES


_REGIONS: Final = frozenset(
    """
    latin america|américa latina|amérique latine|lateinamerika|north america|south america|central america|
    américa central|américa do sul|américa del sur|américa del norte|amérique du nord|west africa|east africa|
    southern africa|south asia|southeast asia|east asia|central asia|middle east|oriente medio|medio oriente|
    oriente médio|eastern europe|western europe|european union|unión europea|união europeia|estados unidos|
    états-unis|reino unido|royaume-uni|north atlantic|pacific islands|sahara occidental|western sahara|
    great lakes|great plains|new england|new south wales|british columbia|nova scotia|south australia|
    new york|nueva york|new jersey|new mexico|new hampshire|north carolina|south carolina|west virginia|
    san francisco|los angeles|los ángeles|san diego|las vegas|new orleans|new delhi|mexico city|
    ciudad de méxico|buenos aires|rio de janeiro|são paulo|porto alegre|belo horizonte|santiago de chile|la paz|
    san josé|san salvador|santo domingo|tel aviv|hong kong|cape town|addis ababa|abu dhabi|kuala lumpur|
    phnom penh|ho chi minh city|den haag|the hague|la haye|la haya|frankfurt am main|le havre
    """.replace("\n", " ").split("|")
)


def is_place(text: str) -> bool:
    """Whether a text is nothing but a country, a region or a town that could be taken for a name."""
    folded = " ".join(text.strip(" .").casefold().split())
    return is_country(text) or folded in _FOLDED_REGIONS


_FOLDED_REGIONS: Final = frozenset(" ".join(region.split()) for region in _REGIONS)
