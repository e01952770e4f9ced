"""The first of two walls against cross-site requests. Forms under /manage and /account carry tokens as well."""

from flask import Flask, abort, request

from webinars.lib.web_addresses import netloc_of
from webinars.web.site_context import site_settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def refuse_cross_site_writes() -> None:
    """Refuse a state-changing request that a browser says another site has made.

    Fetch Metadata (`Sec-Fetch-Site`) first, the Origin header (RFC 6454) for browsers without it. A client that sends
    neither is not a browser on somebody's behalf. It has no cookie, or it needs the form token.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            abort(403, "This form was sent from another site. Open the page here and send it again.")
        return
    origin = request.headers.get("Origin")
    # A proxy in front may ask us by another name; the address that people know is ours in any case.
    ours = {request.host, netloc_of(site_settings().base_url)}
    if origin is not None and netloc_of(origin) not in ours:
        abort(403, "This form was sent from another site. Open the page here and send it again.")


def init_app(app: Flask) -> None:
    app.before_request(refuse_cross_site_writes)
