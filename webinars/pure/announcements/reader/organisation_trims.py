"""What stands around the name of an organisation: articles, what kind of thing it is, its abbreviation."""

import re
from typing import Final

ARTICLE = re.compile(
    r"^(?:the|der|die|das|dem|den|des|le|la|les|l['’]|il|lo|gli|het|el|los|las|o|a|os|as|our|our friends (?:at|"
    r"from)|our "
    r"(?:partners|colleagues|comrades|sisters and brothers) (?:at|from|in)|both|by|and|und|y|et|e|with|von|vom|par|"
    r"por|pela|pelo|del|du|della|dello|delle|degli|dalla|dallo|dalle|dagli|dai|dal)\s+|^(?:[ld]|dell|"
    r"dall)['’](?=[A-ZÉ])"
)
GENERIC: Final = re.compile(
    r"(?:l['’])?(?:(?:non-profit|local|national|regional|international|online|independent|feminist|student|"
    r"campaign|support|"
    r"citizens'?) )*(?:association|group|organi[sz]ation|collective|collectif|colectivo|coletivo|collettivo|network|"
    r"charity|magazine|revue|revista|rivista|campaign|initiative|iniciativa|asociaci[óo]n|associa[çc][ãa]o|"
    r"associazione|stichting|vereniging|organisatie|f[öo]reningen|foreningen|ong|ngo|think ?tank|platform|plataforma|"
    r"plateforme|journal|newspaper|zeitung|tageszeitung|peri[óo]dico|jornal|di[áa]rio|Vereins|Bündnisses|"
    r"r[ée]seau|red|rede|rete|sindicato|sindacato|syndicat|gremio|partido|movimiento|movimento|"
    r"mouvement|fundaci[óo]n|"
    r"funda[çc][ãa]o|fondation|compagnie|soci[ée]t[ée]|publisher|publishers|[ée]ditions|editorial|editora|"
    r"podcast|blog)"
    r"\s+(?=[A-ZÄÖÜÉÈÀÁÍÓÚÑÇ“\"«])"
)
"""“l'association Mémoires”, “the charity Example Aid”: in small letters it is no part of the name."""


def tidy(name: str) -> str:
    name = name.strip(' ,;:.–—-*"“”').strip()
    name = re.sub(r"^[^\W\d_]{3,20}(?: [^\W\d_]{2,12})?:\s+(?=\S)", "", name)
    while article := ARTICLE.match(name):
        name = name[article.end() :]
    name = re.sub(r"^[A-Z][\w-]+-based\s+(?=[A-Z])", "", name)
    if generic := GENERIC.match(name):
        name = name[generic.end() :]
    name = re.sub(r"\s+\((?:co-?(?:host|organi[sz]er|sponsor)s?|lead|host|tbc)\)$", "", name, flags=re.IGNORECASE)
    name = _UNDERTAKING.sub("", _SHORT_FORM.sub("", name))
    if (both := _SPELT_OUT.match(name)) and sum(char.isupper() for char in both["short"]) > 1:
        name = both["full"]
    return re.sub(r"(?:’|')s?\s+(?:webinar|event)$", "", name).strip()


_SHORT_FORM = re.compile(r"\s*\((?=[^()]*[A-ZÄÖÜÉ][^()]*[A-ZÄÖÜÉ])[A-ZÄÖÜÉ][\w&.’'/-]{1,14}\)$")
"""The “(ES)” of “Example Society (ES)”, which is no part of the name."""
_SPELT_OUT = re.compile(r"(?P<short>[A-Z][\w&-]{1,9})\s\((?P<full>[A-ZÄÖÜÉ][\w’'-]+(?: [\w&’'-]+){1,9})\)$")
"""“ES (Example Society)”."""
_UNDERTAKING = re.compile(r"(?<=\w)\s(?:project|team|community|crew|organi[sz]ation)$")
"""“the OpenExample project”: in small letters it says only what the name is one of."""
