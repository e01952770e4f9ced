"""Whether a text looks back at a webinar or forward to it, by its words."""

import re
from collections.abc import Sequence
from typing import Final

from webinars.pure.announcements.model import Kind
from webinars.pure.announcements.reader.links import video_of
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.timed import ABOUT_NEXT

_PAST: Final = re.compile(
    r"\b(?:took place|was held|were held|held (?:its|their|an?|the|our) |was (?:co-?)?(?:organi[sz]ed|hosted|"
    r"moderated|chaired|addressed)|speakers "
    r"were|speakers included|were as follows|addressed questions|we embed|embedded below|videos? (?:of|from|is|are) |"
    r"recording (?:of|is|from)|recordings? (?:is|are) (?:now )?available|"
    r"watch (?:the )?(?:recording|video|full|replay)|originally presented|last (?:week|month|night|sunday|saturday|"
    r"monday|tuesday|wednesday|thursday|friday)|highlights from|spoke (?:about|on|at|to)|discussed|"
    r"brought together|opened the|watch it|missed (?:our|the|it|this)|on demand|has concluded|has ended|is over|"
    r"thank(?:s| you) to "
    r"(?:all|everyone)|participants (?:discussed|heard|joined)|explored|"
    r"the (?:webinar|event|session|panel|call|speakers) (?:\w+ed|was|were|gave|took)|fand (?:am|statt)|aufzeichnung|"
    r"mitschnitt|r[üu]ckblick|diskutierten|sprachen|a eu lieu|s['’]est tenue?|enregistrement|se realiz[óo]|tuvo "
    r"lugar|se llev[óo] a cabo|grabaci[óo]n|aconteceu|foi realizad[oa]|gravaç[ãa]o|recap)\b",
    re.IGNORECASE,
)
_FUTURE: Final = re.compile(
    r"\b(?:will|tonight|tomorrow|watch live|live on|register|registration|join us|takes place|is (?:holding|hosting|"
    r"organising|organizing)|are "
    r"(?:holding|hosting|organising|organizing)|upcoming|confirmed speakers|save the date|invites?|invitation|rsvp|"
    r"sign up|book your|next webinar|tickets?|free event|all welcome|please|"
    r"wird|werden|findet|anmeld\w*|l[äa]dt|einladung|aura lieu|inscri\w+|invitamos|participar[áa]n|ser[áa]|se "
    r"realizar[áa]|tendr[áa]|convida\w*|acontecer[áa])\b",
    re.IGNORECASE,
)
_PAST_TITLE: Final = re.compile(
    r"^\W*(?:videos?|recordings?|recap|watch|highlights|report|replay|webinar (?:video|recording|recap|report|"
    r"summary)|mitschnitt|aufzeichnung|r[üu]ckblick|grabaci[óo]n|gravaç[ãa]o|vid[ée]o|"
    r"enregistrement)\b(?!\s*(?:conference|call|premiere))",
    re.IGNORECASE,
)


def kind_of(parts: Sequence[Part]) -> Kind:
    """Whether the words look back or forward; a text that does neither announces."""
    past = future = 0
    for part in parts[:400]:
        text = ABOUT_NEXT.sub("", part.line.text[:2_000])
        past += min(3, len(_PAST.findall(text)))
        future += min(3, len(_FUTURE.findall(text)))
        past += 2 * any(video_of(link.url) is not None for link in part.line.links if link.is_embed) + any(
            video_of(link.url) is not None for link in part.line.links
        )
    for part in parts[:3]:
        past += 3 * bool(_PAST_TITLE.match(part.line.text))
    return Kind.RECAP if past > future else Kind.ANNOUNCEMENT
