from webinars.lib.i18n import current_locale

TWO_LETTERS = 2
SCRIPTS_THAT_MATTER = ("zh-Hans", "zh-Hant")


def language_choices(present: str | None) -> list[tuple[str, str]]:
    """Languages by name in the reader's language, each with its BCP 47 tag; `present` is among them in any case."""
    names = current_locale().languages
    choices = {tag: name for tag, name in names.items() if len(tag) == TWO_LETTERS}
    for tag in SCRIPTS_THAT_MATTER:
        choices[tag] = names.get(tag.replace("-", "_"), tag)
    if present and present not in choices:
        choices[present] = names.get(present.replace("-", "_"), present)
    return sorted(choices.items(), key=lambda choice: choice[1].casefold())
