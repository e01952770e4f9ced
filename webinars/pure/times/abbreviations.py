"""Zone abbreviations: the zones they can mean, the likelier first, and the offset they name when taken literally."""

from functools import cache

from msgspec import Struct

# Abbreviation, literal offset in hours (empty: whatever the clock shows), zones.
_TABLE = """
ET|  |America/New_York
EST|-5|America/New_York
EDT|-4|America/New_York
CT|  |America/Chicago
CST|-6|America/Chicago Asia/Shanghai
CDT|-5|America/Chicago
MT|  |America/Denver
MST|-7|America/Denver America/Phoenix
MDT|-6|America/Denver
PT|  |America/Los_Angeles
PST|-8|America/Los_Angeles
PDT|-7|America/Los_Angeles
HNE|-5|America/Toronto
HAE|-4|America/Toronto
HNC|-6|America/Winnipeg
HAC|-5|America/Winnipeg
HNR|-7|America/Edmonton
HAR|-6|America/Edmonton
HNP|-8|America/Vancouver
HAP|-7|America/Vancouver
AKST|-9|America/Anchorage
AKDT|-8|America/Anchorage
AKT|  |America/Anchorage
HST|-10|Pacific/Honolulu
AST|-4|America/Halifax America/Puerto_Rico Asia/Riyadh
ADT|-3|America/Halifax
NST|-3.5|America/St_Johns
NDT|-2.5|America/St_Johns
GMT|0|Europe/London
BST|1|Europe/London Asia/Dhaka
WET|0|Europe/Lisbon
WEST|1|Europe/Lisbon
CET|1|Europe/Berlin
CEST|2|Europe/Berlin
CETS|  |Europe/Berlin
MEZ|1|Europe/Berlin
MESZ|2|Europe/Berlin
HNEC|1|Europe/Paris
HAEC|2|Europe/Paris
EET|2|Europe/Athens
EEST|3|Europe/Athens
MSK|3|Europe/Moscow
МСК|3|Europe/Moscow
TRT|3|Europe/Istanbul
TSİ|3|Europe/Istanbul
IST|5.5|Asia/Kolkata Asia/Jerusalem Europe/Dublin
IDT|3|Asia/Jerusalem
PKT|5|Asia/Karachi
NPT|5.75|Asia/Kathmandu
BDT|6|Asia/Dhaka
BTT|6|Asia/Thimphu
SLST|5.5|Asia/Colombo
GST|4|Asia/Dubai
AFT|4.5|Asia/Kabul
IRST|3.5|Asia/Tehran
AZT|4|Asia/Baku
GET|4|Asia/Tbilisi
AMT|4|Asia/Yerevan America/Manaus
UZT|5|Asia/Tashkent
ALMT|5|Asia/Almaty
MMT|6.5|Asia/Yangon
ICT|7|Asia/Bangkok
WIB|7|Asia/Jakarta
WITA|8|Asia/Makassar
WIT|9|Asia/Jayapura
HKT|8|Asia/Hong_Kong
SGT|8|Asia/Singapore
MYT|8|Asia/Kuala_Lumpur
PHT|8|Asia/Manila
PHST|8|Asia/Manila
KST|9|Asia/Seoul
JST|9|Asia/Tokyo
AWST|8|Australia/Perth
ACST|9.5|Australia/Adelaide Australia/Darwin
ACDT|10.5|Australia/Adelaide
ACT|  |Australia/Adelaide
AEST|10|Australia/Sydney Australia/Brisbane
AEDT|11|Australia/Sydney
AET|  |Australia/Sydney
NZST|12|Pacific/Auckland
NZDT|13|Pacific/Auckland
NZT|  |Pacific/Auckland
FJT|12|Pacific/Fiji
CHST|10|Pacific/Guam
PGT|10|Pacific/Port_Moresby
WAT|1|Africa/Lagos
CAT|2|Africa/Maputo
SAST|2|Africa/Johannesburg
EAT|3|Africa/Nairobi
BRT|-3|America/Sao_Paulo
BRST|-2|America/Sao_Paulo
ART|-3|America/Argentina/Buenos_Aires
UYT|-3|America/Montevideo
CLT|  |America/Santiago
CLST|-3|America/Santiago
PYT|  |America/Asuncion
BOT|-4|America/La_Paz
VET|-4|America/Caracas
COT|-5|America/Bogota
PET|-5|America/Lima
ECT|-5|America/Guayaquil
"""
_AMBIGUOUS = frozenset({"IST", "CST", "BST", "AMT", "AST"})
_EVENLY_AMBIGUOUS = frozenset({"IST", "AMT"})
_SETTLED_BY_SEASON = frozenset({"AEST", "ACST"})
# Lower case is taken for these only: "et", "ist", "art" and "at" are words.
LOWER_CASE = frozenset(
    {
        "gmt", "utc", "bst", "edt", "est", "pst", "pdt", "cst", "cdt", "mst", "mdt", "cet", "cest", "jst",
        "aest", "aedt", "mez", "mesz", "sgt", "hkt", "sast", "acst", "acdt", "awst", "nzst", "nzdt", "eest", "pkt",
        "wib", "wita", "akst", "akdt",
    }
)  # fmt: skip


class Abbreviation(Struct, frozen=True):
    """What an abbreviation can mean."""

    text: str
    timezones: tuple[str, ...]
    minutes: int | None
    """The offset it names when taken literally, or None for "ET", which names a clock."""

    @property
    def is_ambiguous(self) -> bool:
        """Whether people in different parts of the world mean different zones by it."""
        return self.text in _AMBIGUOUS

    @property
    def is_evenly_ambiguous(self) -> bool:
        """Whether a reader without a hint would guess: IST. CST alone is most often the American one."""
        return self.text in _EVENLY_AMBIGUOUS

    @property
    def is_settled_by_season(self) -> bool:
        """Whether the second zone, which has no summer time, is meant while the first has it: AEST is Brisbane then."""
        return self.text in _SETTLED_BY_SEASON


@cache
def abbreviations() -> dict[str, Abbreviation]:
    """Returns all of them, in capitals."""
    found = {}
    for row in filter(None, _TABLE.splitlines()):
        name, hours, timezones = row.split("|")
        minutes = round(float(hours) * 60) if hours.strip() else None
        found[name] = Abbreviation(name, tuple(timezones.split()), minutes)
    return found
