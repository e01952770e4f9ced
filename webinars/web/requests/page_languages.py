"""Public pages in other languages than English: /de/webinars/comets is /webinars/comets in German.

The language is taken off the path before an address is looked up, and put on again by `url_for`, so no route and no
view knows of it. Nothing negotiates and nothing is remembered: which language a page is in is said by its address
alone, so caches need not know of it either. Feeds, files and what programs read have one address: their language is
their webinar's. Pages of organisers are in English.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import quote, urlencode
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, current_app, g, has_app_context, has_request_context, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import Rule

from webinars.lib.i18n import DEFAULT_LOCALE, SOURCE_LANGUAGE, spoken_languages, use_locale
from webinars.lib.languages import language_offer
from webinars.web.access import Audience, audience_of
from webinars.web.security.origin import SAFE_METHODS
from webinars.web.security.secret_addresses import is_secret
from webinars.web.site_context import site_settings

_LANGUAGE = "webinars.language"
"""In the environment of a request: the language that its path begins with."""
_PREFIXES = frozenset(spoken_languages()) - {SOURCE_LANGUAGE}
_NO_PAGES = frozenset(
    {
        "accents", "api", "cards", "conduct", "covers", "files", "health", "hooks", "invitations", "metrics",
        "moderate", "oembed", "q", "static", "v",
    }
)  # fmt: skip
"""What the paths of files, short links and pages of organisers begin with."""


class LanguageFlask(Flask):
    """A Flask whose `url_for` stays in the language of the page that asks."""

    def url_for(self, endpoint: str, **values: Any) -> str:  # noqa: ANN401 - as Flask has it
        language = page_language()
        if language == SOURCE_LANGUAGE:
            return super().url_for(endpoint, **values)
        name = f"{request.blueprint}{endpoint}" if endpoint.startswith(".") else endpoint
        view = self.view_functions.get(name)
        if view is not None and audience_of(view) is Audience.FRAMED:
            values.setdefault("lang", language)
        address = super().url_for(endpoint, **values)
        return f"/{language}{address}" if name in page_endpoints(self) else address


def init_app(app: Flask) -> None:
    app.wsgi_app = _without_language(app.wsgi_app)  # type: ignore[method-assign,assignment]
    app.before_request(_begin)
    app.teardown_request(_end)
    app.jinja_env.globals |= {
        "html_language": html_language,
        "language_alternates": language_alternates,
        "language_offer": language_offer,
        "page_language": page_language,
        "page_translations": page_translations,
    }


def page_language() -> str:
    """Returns the language of the page that is asked for, as its BCP 47 tag."""
    return g.get("page_language", SOURCE_LANGUAGE) if has_app_context() else SOURCE_LANGUAGE


@contextmanager
def page_in(language: str) -> Iterator[None]:
    """Make a page in `language`, or addresses of such pages, until the block ends."""
    before = page_language()
    g.page_language = language
    try:
        with use_locale(DEFAULT_LOCALE if language == SOURCE_LANGUAGE else language):
            yield
    finally:
        g.page_language = before


def html_language() -> str:
    """Returns the tag of the page's root element, with what the English of our pages is."""
    language = page_language()
    return "en-GB" if language == SOURCE_LANGUAGE else language


def language_in(path: str) -> tuple[str, str]:
    """Returns the language that a path begins with, and the rest of it. English has no such beginning."""
    first, _slash, rest = path[1:].partition("/")
    return (first, f"/{rest}") if first in _PREFIXES else (SOURCE_LANGUAGE, path)


def page_languages() -> tuple[str, ...]:
    """Returns the languages that this site offers, English first."""
    return site_settings().languages or spoken_languages()


def language_prefix(language: str) -> str:
    """Returns what paths of pages in `language` begin with: "/de", and nothing for English."""
    return "" if language == SOURCE_LANGUAGE else f"/{language}"


def is_translated() -> bool:
    """Returns whether the page that is asked for is there in every language that this site offers."""
    return has_request_context() and request.endpoint in page_endpoints(current_app)


def page_path(language: str | None = None) -> str:
    """Returns the path that is asked for, with its query, in `language`, or in its own."""
    prefix = language_prefix(page_language() if language is None else language)
    return prefix + request.full_path.removesuffix("?")


def page_translations() -> list[tuple[str, str]]:
    """Returns the languages that the present page is there in, each with its path. None where it is in one alone."""
    languages = page_languages()
    if len(languages) == 1 or request.method not in SAFE_METHODS or not is_translated():
        return []
    # A page that is kept is everybody's: of what stands behind the question mark it may hold what tells it from others.
    names: Collection[str] | None = g.get("query_names")
    asked = [(name, value) for name, value in request.args.items(multi=True) if names is None or name in names]
    path = quote(request.path) + (f"?{urlencode(asked)}" if asked else "")
    return [(language, language_prefix(language) + path) for language in languages]


def language_alternates() -> list[tuple[str, str]]:
    """Returns the same with whole addresses, for search engines: nothing of a page that only its owner knows.

    `x-default` is the page for those whose language is not among them.
    """
    if request.url_rule is None or is_secret(request.url_rule):
        return []
    base, found = site_settings().base_url, page_translations()
    addresses = [(language, base + path) for language, path in found]
    return [*addresses, ("x-default", addresses[0][1])] if addresses else []


def page_endpoints(app: Flask) -> frozenset[str]:
    """Returns the endpoints whose pages are there in every language."""
    found: frozenset[str] | None = app.extensions.get("page endpoints")
    if found is None:
        rules: dict[str, list[Rule]] = {}
        for rule in app.url_map.iter_rules():
            rules.setdefault(rule.endpoint, []).append(rule)
        found = frozenset(name for name, each in rules.items() if all(_is_page(app, rule) for rule in each))
        app.extensions["page endpoints"] = found
    return found


def _is_page(app: Flask, rule: Rule) -> bool:
    if audience_of(app.view_functions[rule.endpoint]) not in {Audience.PUBLIC, Audience.VOTER}:
        return False
    first, last = rule.rule[1:].partition("/")[0], rule.rule.rpartition("/")[2]
    return first not in _NO_PAGES and "." not in last


def _without_language(wsgi_app: WSGIApplication) -> WSGIApplication:
    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        language, path = language_in(environ.get("PATH_INFO", ""))
        if language != SOURCE_LANGUAGE:
            environ |= {_LANGUAGE: language, "PATH_INFO": path}
        return wsgi_app(environ, start_response)

    return application


def _begin() -> ResponseReturnValue | None:
    language = request.environ.get(_LANGUAGE)
    if language is None:
        # What other sites frame has one address, which they have pasted.
        language = request.args.get("lang", "") if request.path.startswith("/embed/") else ""
        if language not in _PREFIXES or language not in page_languages():
            return None
    elif language not in page_languages():
        return redirect(page_path(SOURCE_LANGUAGE), 302)
    elif request.url_rule is not None and not is_translated():
        return redirect(page_path(SOURCE_LANGUAGE), 308)
    g.page_in_language = ExitStack()
    g.page_in_language.enter_context(page_in(language))
    return None


def _end(_error: BaseException | None) -> None:
    stack: ExitStack | None = g.pop("page_in_language", None)
    if stack is not None:
        stack.close()
