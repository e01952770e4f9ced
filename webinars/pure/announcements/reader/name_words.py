"""Words that stand in names, and words that no name of a person has."""

import re
from typing import Final

from webinars.pure.announcements.reader.kinds import ORGANISATION_ADJECTIVES, ORGANISATION_WORDS, is_compound

LETTERS: Final = (
    r"PhD|Ph\.\s?D\.?|DPhil|DSc|EdD|PsyD|DrPH|DVM|DNP|DDS|PharmD|MD|M\.\s?D\.?|MBBS|MBChB|JD|J\.D\.|LLM|"
    r"LL\.\s?M\.?|LLB|"
    r"MSc|M\.\s?Sc\.?|MA|M\.\s?A\.?|MBA|MPH|MPhil|MPP|MPA|MFA|MEd|MSW|MLIS|MSN|BSc|BSN|BA|RN|FNP|CPA|PE|"
    r"P\.\s?E\.|PEng|P\.\s?Eng\.?|"
    r"CEng|LEED AP|FAIA|AIA|RIBA|FRIBA|FRTPI|FRS|FRSE|FBA|FRCP|FRCS|FRSA|FRSC|FREng|FRAS|FRHistS|FACS|FIEEE|"
    r"MRCP|MRCS|"
    r"MP|MSP|MEP|MLA|MS|TD|AM|MdB|MdL|MdEP|CBE|OBE|MBE|KBE|DBE|KCB|KCMG|GCMG|DCMG|CMG|GBE|LVO|MVO|ONZM|AO|AC|"
    r"OAM|OC|DL|JP|QC|"
    r"KC|SC|RA|KSC|SJ|OP|OFM|OSB|Esq\.?"
)
"""Degrees, honours, seats and orders, as they stand behind a name."""
PARTICLES: Final = frozenset(
    "de da do dos das di del della delle du des der den van von vom zu zur zum le la las los el al ul bin ibn ben "
    "bint abu ter ten y e i af av vander vande "
    "van't d' dos santos st st. mac ap ab o' ó ní uí nic ash ad an- ag ould wa bat bar ole".split()
) - {"santos"}
LEADS_NO_NAME: Final = frozenset(
    "of for in on at to and the a an from with by about or against between under over into des der die das dem den "
    "von vom für im am zum zur und oder in bei "
    """
    de la le les du d' el los las del para por en sobre y et e o os as da do das dos no na pour sur dans à au
    aux is are was were
    """.split()
)
INNER: Final = frozenset("von de la las los del da do dos du y e le el al van".split())
_NOT_NAMES: Final = (ORGANISATION_WORDS | ORGANISATION_ADJECTIVES) - {
    "press",
    "bank",
    "bond",
    "young",
    "red",
    "parti",
    "bund",
    "trust",
    "post",
    "hub",
    "may",
    "front",
    "club",
    "academy",
} | frozenset(
    """
    the a an and or of for in on at to from by with without about our your their his her its this that these
    those we you they it is are was were be will who what why when where how which if as not no yes all more
    most some any each every both other another new old first second third next last part webinar webinars
    seminar event events session sessions panel discussion conference meeting talk talks lecture workshop series
    anmeldung teilnahme inscription inscripción inscrição participer participar
    call rally register registration join watch video videos recording recordings stream livestream live zoom
    youtube facebook vimeo twitter eventbrite instagram telegram whatsapp email mail website online link here
    click free please date time times day monday tuesday wednesday thursday friday saturday sunday january
    february march april june july august september october november december montag dienstag mittwoch
    donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember lundi mardi mercredi
    jeudi vendredi samedi dimanche janvier février mars avril juin juillet août septembre octobre novembre
    décembre lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio
    agosto septiembre octubre noviembre diciembre segunda terça quarta quinta sexta janeiro fevereiro março maio
    junho julho setembro outubro novembro dezembro speaker speakers moderator chair host panellist panelist
    presenter presenters facilitator respondent discussant interviewer interpreter keynote organiser organizer
    organisers organizers professor director president secretary editor author journalist researcher activist
    economist historian lecturer fellow minister convenor convener coordinator founder co-founder manager
    officer head chief executive senior editor-in-chief writer scientist analyst ambassador chairman chairwoman
    china russia ukraine europe america africa asia britain england scotland wales ireland germany france spain
    italy india japan korea canada australia brazil mexico cuba venezuela bolivia chile argentina colombia peru
    palestine gaza israel iran iraq syria yemen lebanon turkey egypt libya sudan nigeria kenya ghana pakistan
    bangladesh nepal vietnam indonesia malaysia singapore thailand philippines zealand kingdom states republic
    berlin london beijing geneva brussels eastern western northern southern central pacific atlantic gmt utc est
    edt pst pdt bst cet cest politics political economy economic history policy law rights human war peace
    climate science technology development health education research studies democracy democratic socialism
    socialist communist imperialism capitalism multipolarity sanctions nuclear disarmament weapons security
    energy data question questions answer answers q&a topic topics agenda programme abstract introduction
    welcome opening closing remarks break lunch coffee please thank thanks contact note notes slides resources
    apologies read share der die das und oder mit von für auf im am zum zur über eine ein einer les des une pour
    avec sur dans par los las una con por para sobre os uma com em no na nos nas um open source software web
    digital internet community communities members member team tbc tba tbd confirmed invited
    organizzato organizado organizada organisé organisiert georganiseerd veranstaltet arrangert promosso presentato
    presented hosted moderated chaired poetry auspicia auspician patrocina patrocinan apoya apoyan
    headteacher teacher naturalist poet novelist filmmaker engineer lawyer barrister doctor nurse farmer artist
    curator librarian archivist architect photographer campaigner entrepreneur scholar critic translator musician
    sociologist anthropologist geographer biologist physicist chemist astronomer philosopher psychologist
    mp mep msp mla ceo cto cfo columnist broadcaster playwright composer conductor actor designer midwife solicitor
    headmaster
    historiker historikerin soziologe soziologin geograf geografin geograph geographin schriftsteller schriftstellerin
    politologe politologin ökonom ökonomin lehrer lehrerin arzt ärztin aktivist aktivistin regisseur regisseurin
    künstler künstlerin rechtsanwalt rechtsanwältin publizist publizistin kurator kuratorin bürgermeister
    bürgermeisterin landrat landrätin deichgraf pfarrer pfarrerin sprecherin leiter leiterin vorsitzende vorsitzender
    geschäftsführer
    geschäftsführerin biologe biologin physiker physikerin philosoph philosophin theologe theologin wissenschaftler
    wissenschaftlerin journalistin juristin juristinnen
    teaching learning collections biodiversity vegetable garden gardens gardening seeds planting planning budget
    building buildings housing water ocean oceans coast coastal weather heating cooling carbon emissions
    transport traffic cycling walking roads railway railways rail training sport sports musical heritage
    archaeology stories storytelling readings writing literature language languages translation ancient
    medieval modern contemporary future past century decade year years month months week children families
    family mothers fathers parents boys girls men mental physical public private local regional freedom liberty
    equality indigenous native refugees migrants migration asylum border borders working labor strike strikes
    crisis crises emergency pandemic covid virus vaccine vaccines medicine medical surgery clinical patient patients
    tools toolkit guide guidelines overview update updates report reports reporting launch premiere screening film
    films cinema theatre theater dance concert festival exhibition gallery book books volume edition issue chapter
    access accessibility inclusion diversity impact impacts challenge challenges opportunities lessons perspectives
    approaches strategies practice practices methods results findings evidence trade markets business industry
    industries finance financial investment debt tax taxes agriculture food farming soil animal animals birds
    plants tree trees insects bees planet planets galaxy galaxies telescope biology chemistry physics
    mathematics mathematical statistics machine machines robots artificial intelligence engineering cities city town
    village villages rural urban region regions islands asian european vice deputy acting former retired emeritus
    visiting adjunct assistant associate student candidate candidates volunteer volunteers graduate postgraduate
    undergraduate postdoctoral doctoral honorary principal treasurer spokesperson spokeswoman spokesman
    square avenue houses rector permanent observer adviser advisor envoy commissioner delegate representative counsel
    counsellor councillor partner consultant specialist expert strategist trustee producer publisher correspondent
    technician practitioner therapist counselor psychotherapist physician surgeon theologian mathematician
    politician kandidaten kandidatinnen fragen keynote vía via upcoming congresswoman congressman senator rabbi
    executive
     ethnologe ethnologin archäologe archäologin filmemacher filmemacherin autorin
    """.split()
)


OPENS_NO_NAME: Final = frozenset("de da do dos das del della di la le los las el y e zu zur zum du des".split())
GIVEN_NAMES_TOO: Final = frozenset(
    "una les des will april june may august domingo julio israel india china kenya paris jordan".split()
)
SURNAMES_TOO: Final = frozenset(
    "das do an sur day england ireland france wales berlin london law read price page head post press bond young bank "
    "friday english german spain holland reader fellow israel moderno war chile march abril julio domingo "
    "bishop".split()
)
BEFORE_PLACES: Final = frozenset("new air radio tour north south east west northern southern great little".split())
ENDS_NO_NAME: Final = frozenset("press trust club hub academy front bund parti".split())
"""Two words may be "Emily Press"; three are a publisher."""

_ENDINGS: Final = re.compile(
    r"[^\W\d_]{3,}(?:[ts]ions?|icians?|isms?|olog(?:y|ies|ical|ists?|en|innen)|ograph(?:y|ical)|ionals?|ities|"
    r"bility|tivity|ships?|"
    r"-(?:president|chair|director|general|secretary|founder|leader|in-residence|elect)|"
    r"(?:redakteur|pr[äa]sident|minister|sekret[äa]r|direktor|leiter|sprecher|forscher|wissenschaftler|politiker|"
    r"vertreter|referent|vorsitzende|beauftragte|kandidat|koordinator|anw[äa]lt|k[üu]nstler|wirtschaftler|"
    r"kommissar|b[üu]rgermeister|beamt|h[äa]ndler)(?:in|"
    r"innen|en|e|r|s)?|"
    r"(?:iker|eur|tor|log|grafin|zist|nalist|vist|schaftler)in(?:nen)?)"
)
"""“Reproduction”, “Vice-President”, “Chefredakteurin”: whole families of words that end no name."""


def is_no_name(folded: str) -> bool:
    """Whether a word in small letters is one that no name of a person has."""
    return folded in _NOT_NAMES or is_compound(folded) or _ENDINGS.fullmatch(folded) is not None


def is_job_phrase(words: str) -> bool:
    """“Executive Director”, “writer”, “former Congresswoman”: nothing in it could be a name."""
    return all(word[:1].islower() or is_no_name(word.casefold().strip(".,")) for word in words.split()) and bool(words)
