"""What each response tells the browser about its safety (CSP level 3, and OWASP ASVS 5, chapter 3)."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request

from webinars.web.access import Audience, audience_of
from webinars.web.security.origin import SAFE_METHODS
from webinars.web.security.sessions import may_have_session
from webinars.web.site_context import site_settings

BASE_POLICY = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "media-src": ("'self'",),
    "manifest-src": ("'self'",),
    "worker-src": ("'self'",),
    "form-action": ("'self'",),
    "base-uri": ("'none'",),
    "object-src": ("'none'",),
    "frame-src": ("'none'",),
    "frame-ancestors": ("'none'",),
}
SANDBOX_POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; frame-ancestors 'none'; sandbox"
ONE_YEAR_S = 31_536_000
ALWAYS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
]
UNFRAMED = [("X-Frame-Options", "DENY"), ("Cross-Origin-Opener-Policy", "same-origin")]
SHARED = [("Access-Control-Allow-Origin", "*")]
"""In a sandbox an embed has no origin, so that its own page is another's to it. It fetches that again in time."""
REFERRER_POLICY = "strict-origin-when-cross-origin"
"""Not `same-origin`: YouTube (error 153) and Dailymotion refuse to play without a referrer."""


def allow_source(directive: str, *sources: str) -> None:
    """Let this response load from `sources`: exactly what its own players need and nothing else."""
    widened: dict[str, tuple[str, ...]] = g.setdefault("csp_sources", {})
    widened[directive] = widened.get(directive, ()) + sources


def allow_leading_to(address: str) -> None:
    """Let a form of this response end at `address` by a redirect. Only its scheme is told: the rest is a secret."""
    allow_source("form-action", f"{urlsplit(address).scheme}:")


def allow_framing(*sites: str) -> None:
    """Let `sites` (origins) frame this response, or any where none is named. Only for views marked `access.framed`."""
    g.frame_ancestors = sites or ("*",)


def page_cache_control() -> str:
    """Returns how long others may hold a page for everyone: caches in front of the site a while, browsers not."""
    return f"public, max-age=0, must-revalidate, s-maxage={site_settings().page_cache_seconds}"


def sandbox() -> None:
    """Let this response load nothing but itself: for files that people have uploaded, opened on their own."""
    g.is_sandboxed = True


def init_app(app: Flask) -> None:
    app.after_request(_set_headers)


def _set_headers(response: Response) -> Response:
    headers = response.headers
    is_framed = _has_audience(Audience.FRAMED)
    if _has_audience(Audience.PROGRAM):
        # No browser shows it, and what it would be told is as long as many an answer.
        headers.extend(ALWAYS[:1])
        _say_https(response)
        return response
    # Added, which views never do themselves: setting them would look through all headers for each of them.
    headers.add("Content-Security-Policy", _policy(is_framed=is_framed))
    headers.extend(ALWAYS + (SHARED if is_framed else UNFRAMED))
    if "Referrer-Policy" not in headers:
        headers.add("Referrer-Policy", REFERRER_POLICY)
    if may_have_session():
        headers["Cache-Control"] = "no-store"
    elif "Cache-Control" not in headers and _is_page_for_everyone(response):
        headers.add("Cache-Control", page_cache_control())
    _say_https(response)
    return response


def _say_https(response: Response) -> None:
    if current_app.config["SETTINGS"].base_url.startswith("https:"):
        response.headers.add("Strict-Transport-Security", f"max-age={ONE_YEAR_S}; includeSubDomains")


def _is_page_for_everyone(response: Response) -> bool:
    """Returns whether a cache in front of the site may give this page to the next who asks for it."""
    is_page = response.status_code == 200 and response.mimetype == "text/html"  # noqa: PLR2004 - of HTTP
    view = current_app.view_functions.get(request.endpoint or "")
    is_for_everyone = view is not None and audience_of(view) in {Audience.PUBLIC, Audience.FRAMED}
    return is_page and is_for_everyone and request.method in SAFE_METHODS


def _has_audience(audience: Audience) -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and audience_of(view) == audience


def _policy(*, is_framed: bool) -> str:
    if g.get("is_sandboxed", False):
        return SANDBOX_POLICY
    policy = dict(BASE_POLICY)
    widened: dict[str, tuple[str, ...]] = g.get("csp_sources", {})
    for directive, sources in widened.items():
        kept = tuple(source for source in policy[directive] if source != "'none'")
        policy[directive] = tuple(dict.fromkeys((*kept, *sources)))
    if is_framed:
        policy["frame-ancestors"] = g.get("frame_ancestors", ("*",))
    return "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in policy.items())
