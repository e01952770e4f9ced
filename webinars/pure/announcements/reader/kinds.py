"""What kinds of organisations and of events are called."""

import re
from typing import Final

ORGANISATION_WORDS: Final = frozenset(
    """
    university universities institute institution college school faculty centre center foundation trust society
    association network networks group collective coalition campaign committee council union unions party
    alliance federation confederation commission agency ministry department office organisation organization
    initiative project programme program movement forum platform lab laboratory observatory library museum
    archive press magazine journal news review daily times post media radio tv television club company
    corporation inc ltd gmbh llc e.v. bank assembly parliament senate embassy secretariat working verein verband
    hochschule universität partei bund amt stiftung gesellschaft akademie zentrum bündnis netzwerk gewerkschaft
    biblioteca bibliothèque bibliothek colegio museo musée observatorio academia centro federación confederación
    liga frente facultad facultade société sociedad sociedade école escuela escola ateneo observatoire asamblea
    université institut fondation association réseau collectif syndicat parti ligue mouvement comité universidad
    instituto fundación fundacion asociación asociacion red colectivo sindicato partido ministerio movimiento
    comité consejo centro universidade fundação associação rede coletivo movimento conselho laboratório nations
    league internationale board clinic hospital solidarity consortium friends parliamentarians cooperative
    co-operative academy chamber caucus brigade front congress partnership task force secretariat hub
    cátedra chaire lehrstuhl society's guild circle mission missions embassies ministries lodge
    förening föreningen sällskapet institutet förbundet universitet forbundet foreningen vereniging
    observatório cooperativa coopérative authority bureau directorate llp fellowship church parish congregation
    diocese cathedral mosque synagogue stichting genootschap archives
    archiv archivo arquivo ayuntamiento conservatoire conservatorio prefeitura embajada embaixada municipalidad
    società associazione fondazione istituto sindacato rete comitato centro-studi gesellschaften frauenverein
    """.split()
)

_LONGEST_SURNAME: Final = 9
_COMPOUNDS: Final = (
    "verein", "vereins", "verband", "verbands", "stiftung", "gesellschaft", "institut", "zentrum", "gewerkschaft",
    "netzwerk", "bündnis", "akademie", "hochschule", "initiative", "bibliothek", "werkstatt", "kollektiv", "komitee",
    "kreis", "srat", "gruppe", "mitglied", "vorstand", "ausschuss", "gremium", "redaktion",
    "beirat", "werk", "forum", "bewegung", "museum", "archiv", "universität", "förbundet",
    "föreningen", "sällskapet", "vereniging", "stichting", "bond", "rådet", "institutet",
    "akademien", "akademin", "centret", "museet", "nätverket", "nettverket", "netværket", "universitetet", "högskolan",
    "høyskolen", "højskolen", "stiftelsen", "kommittén", "komiteen", "rörelsen", "bevegelsen", "bevægelsen",
    "foreningen", "forbundet", "selskabet", "selskapet", "biblioteket", "genootschap", "universiteit",
)  # fmt: skip


def is_compound(word: str) -> bool:
    """Whether a German or Scandinavian compound names a kind of organisation: "arbeiterbildungsverein"."""
    return len(word) > _LONGEST_SURNAME and word.endswith(_COMPOUNDS)


_CAUSE: Final = re.compile(
    r"(?:[A-Z][\w-]+ )?(?:teachers|scientists|lawyers|physicians|doctors|nurses|parliaments|mayors|women|mothers|"
    r"grandmothers|veterans|workers|artists|writers|students|youth|economists|engineers|academics|researchers|"
    r"journalists|farmers|citizens|neighbours|psychologists|librarians|archivists|unions|unionists|cities|towns|"
    r"quakers|christians|jews|muslims|labour|architects|musicians|parents) (?:for|against|without|beyond) "
    r"(?:the |a )?[A-Z]",
    re.IGNORECASE,
)
"""“Teachers for Peace”, “Parliaments Against the Bomb”."""


def has_kind(name: str) -> bool:
    """Whether any word of a name says that it is one of an organisation: "Society", "Frauenverein"."""
    if _CAUSE.match(name):
        return True
    words = [word.casefold().strip("().,'’:*") for word in name.split()]
    return any(word in ORGANISATION_WORDS or is_compound(word) for word in words)


ORGANISATION_ADJECTIVES: Final = frozenset(
    """
    international national european global world united lawyers workers students teachers scientists physicians
    women youth community service services american african british economic peoples people's
    """.split()
)

EVENT_WORDS: Final = (
    r"webinars?|web-?talks?|online-?talks?|seminarios? web|clase abierta|rodas? de conversa(?: (?:online|"
    r"virtual))?|webbinari(?:um|et)|web-?seminare?|"
    r"webinaire|webin[áa]rios?|side[- ]event|author talk|fireside chat|"
    r"webinario|webin[áa]rio|online (?:event|seminar|discussion|rally|meeting|talk|panel|forum|"
    r"conference|lecture|book launch|course|workshop|vigil|gathering|celebration|commemoration|screening|concert|"
    r"protest|assembly|hearing|briefing|ceremony)|"
    r"virtual (?:event|seminar|meeting|panel|press conference|conference|roundtable|workshop)|seminars?|seminario|"
    r"s[ée]minaire|"
    r"community calls?|panel discussion|roundtable|round table|teach-?in|live ?stream|lecture|workshop|colloquium|"
    r"symposium|"
    r"online-(?:diskussion|veranstaltung|seminar|vortrag|gespr[äa]ch|podium|podiumsdiskussion)|podiumsdiskussion|"
    r"vortrag|diskussion|veranstaltung|"
    r"conversatorio|charla|taller|panel|mesa redonda|conf[ée]rence|table ronde|palestra|live|book launch|press "
    r"conference|press briefing|"
    r"rencontre|d[ée]bat|atelier|encuentro|encontro|debate|gespr[äa]ch|tagung|jornada|forum|conference|rally|town "
    r"hall|masterclass|hearing|(?:panel)?samtale?|(?:visio|vid[ée]o|web)-?conf[ée]rences?|foredrag|lezing|"
    r"f[öo]rel[äa]sning|seminarium|"
    r"conferenza|dibattito|talk|meeting|event|"
    r"session|call|discussion|course|briefing|meet-?up|brown bag(?: lunch| seminar| talk| series)?|hackathon|"
    r"open day|"
    r"information session|q ?& ?a session|open house"
)
