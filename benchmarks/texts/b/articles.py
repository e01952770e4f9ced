"""What stands before an organisation's name within a sentence: articles, alone or together with a preposition."""

_HEADS = {
    "de": {
        "f": "Universität Hochschule Volkshochschule Stadtbibliothek Gesellschaft Kirchengemeinde Initiative "
        "Zeitschrift",
        "m": "DGB-Kreisverband Heimatverein Förderverein Arbeitskreis Landesverband Fachbereich Verein Verband",
        "n": "Institut Zentrum Netzwerk Bündnis Forum Bildungswerk",
    },
    "fr": {
        "f": "Bibliothèque Médiathèque Société Ligue Paroisse Fédération Fondation Revue Maison Coopérative",
        "m": "Collectif Réseau Laboratoire Centre Mouvement Cercle Comité",
        "v": "Université Institut Association Observatoire ONG Union École",
    },
    "es": {
        "f": "Universidad Biblioteca Sociedad Red Asociación Fundación Parroquia Federación Cooperativa Plataforma "
        "Revista Facultad Comunidad ONG Cátedra",
        "m": "Instituto Centro Colectivo Museo Sindicato Observatorio Ateneo Colegio",
    },
    "pt": {
        "f": "Universidade Biblioteca Sociedade Associação Rede Fundação Paróquia Federação Cooperativa Revista "
        "Faculdade ONG Comunidade",
        "m": "Instituto Centro Coletivo Sindicato Museu Observatório Movimento Programa Grupo Laboratório",
    },
    "it": {
        "f": "Biblioteca Società Rete Fondazione Parrocchia Federazione Cooperativa Rivista",
        "m": "Centro Comitato Collettivo Museo Movimento Dipartimento Dottorato Laboratorio Circolo",
        "v": "Università Istituto Associazione Osservatorio ONG",
    },
}
_WORDS = {
    "de": {"f": ("die ", "von der ", "von der "), "m": ("der ", "vom ", "vom "), "n": ("das ", "vom ", "vom ")},
    "fr": {"f": ("la ", "par la ", "de la "), "m": ("le ", "par le ", "du "), "v": ("l’", "par l’", "de l’")},
    "es": {"f": ("la ", "por la ", "de la "), "m": ("el ", "por el ", "del ")},
    "pt": {"f": ("a ", "pela ", "da "), "m": ("o ", "pelo ", "do ")},
    "it": {"f": ("la ", "dalla ", "della "), "m": ("il ", "dal ", "del "), "v": ("l’", "dall’", "dell’")},
}
_BARE = {
    "en": ("", "by ", "from "),
    "de": ("", "von ", ""),
    "fr": ("", "par ", ""),
    "es": ("", "por ", ""),
    "pt": ("", "por ", ""),
    "it": ("", "da ", ""),
}
THE, BY, OF = range(3)


def before_job(language: str, job: str, *, is_woman: bool) -> str | None:
    """Returns the article of a job that stands before a name, or None where no form fits every sentence."""
    if language == "en" or (language == "de" and " " not in job):
        return ""
    if not is_woman or language not in {"fr", "es"}:
        return None
    return "l’" if language == "fr" and job[0] in "aehiou" else "la "


def before(language: str, organisation: str, case: int) -> str:
    """Returns the words before the name: the article alone, of who does something, or of where somebody is from.

    Where the language does not tell, the last is empty.
    """
    head = organisation.split(" ", 1)[0]
    for gender, heads in _HEADS.get(language, {}).items():
        if head in heads.split():
            return _WORDS[language][gender][case]
    return _BARE[language][case]
