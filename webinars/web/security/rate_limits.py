"""How often one network may do what costs us or could be guessed at.

Counted in memory, exact for one process, or with WEBINARS_REDIS_URL in Redis, for all of them.
"""

import datetime as dt
import ipaddress
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import limits
import structlog
from babel.dates import format_timedelta
from flask import Flask, Response, abort, g, request
from flask_limiter import Limiter

from webinars import redis_server
from webinars.lib.i18n import current_locale
from webinars.lib.i18n import gettext as _
from webinars.lib.tokens import digest_of

View = TypeVar("View", bound=Callable[..., Any])

IPV6_NETWORK_BITS = 64
"""What one customer gets: within it an address costs nothing to change."""
WIDE_IPV4_BITS, WIDE_IPV6_BITS = 24, 48
LECTURE_HALL = "300 per 10 minutes"
"""For what everybody in a hall does at once, behind one address. Mails to one recipient are limited by themselves."""
SEARCHES = "600 per 10 minutes"
"""By a network, as with other pages that cost more than reading."""
USUAL_WAIT = dt.timedelta(minutes=10)


def network() -> str:
    """Returns the network that the request comes from: an IPv4 address, or the first half of an IPv6 address."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.version == 4:  # noqa: PLR2004 - IPv4
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_NETWORK_BITS), strict=False))


def wide_network() -> str:
    """Returns the network that somebody can hold who has many addresses: 256 of IPv4, or a site's share of IPv6."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    bits = WIDE_IPV4_BITS if address.version == 4 else WIDE_IPV6_BITS  # noqa: PLR2004 - IPv4
    return str(ipaddress.ip_network((address, bits), strict=False))


def own_link() -> str:
    """Returns the secret link that the request comes by, whichever network it is used from.

    It is itself kept nowhere.
    """
    return f"{request.blueprint} {digest_of((request.view_args or {}).get('token', ''))[:32]}"


log = structlog.get_logger()
limiter = Limiter(key_func=network, strategy="moving-window")


class _AwayHandler(logging.Handler):
    """Passes on that the limiter has lost Redis. What else it says nobody needs to hear."""

    def emit(self, record: logging.LogRecord) -> None:
        if "unreachable" in record.msg:
            redis_server.tell_away(record.getMessage())


limiter.logger.addHandler(_AwayHandler(logging.WARNING))


def init_app(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = redis_server.options() if settings.redis_url else {}
    app.config["RATELIMIT_KEY_PREFIX"] = "webinars"
    # A Redis that is away must not lock everybody out; each process counts for itself meanwhile.
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(settings.redis_url)
    limiter.init_app(app)
    app.after_request(_say_when)


def at_most(rate: str, *, by: Callable[[], str] = network) -> Callable[[View], View]:
    """Let a view answer so often ("10 per 10 minutes") to each key that `by` gives. Beyond that it answers 429."""

    def limited(view: View) -> View:
        guarded: View = limiter.limit(rate, key_func=by, error_message=_too_many)(view)  # type: ignore[assignment]  # wraps keeps the view's shape
        return guarded

    return limited


def is_within(rate: str, what: str, *, by: Callable[[], str] = network, is_counted: bool = True) -> bool:
    """Returns False once `what` was done more often than `rate` says, by the key that `by` gives.

    For views that then answer something of their own. This time is counted too, unless it is only asked (`is_counted`).
    A Redis that is away lets everybody through: what is asked here is never all that stands in somebody's way.
    """
    limit = limits.parse(rate)
    try:
        ask = limiter.limiter.hit if is_counted else limiter.limiter.test
        is_let_through = ask(limit, "webinars", what, by())
    except Exception as error:  # noqa: BLE001 - each storage has errors of its own
        log.warning("limit not counted", what=what, error=type(error).__name__)
        return True
    if not is_let_through:
        g.reached_limit = limit
    return is_let_through


def require_within(rate: str, what: str) -> None:
    """End in 429 once `what` was done more often than `rate` says, by the network that the request comes from."""
    if not is_within(rate, what):
        abort(429, _too_many())


def _too_many() -> str:
    log.info("limit reached", endpoint=request.endpoint)
    return _(
        "Too many tries in a short time. Wait %(time)s, and try again.",
        time=format_timedelta(_wait(), locale=current_locale()),
    )


def _wait() -> dt.timedelta:
    """Returns after how long the limit that this request has reached lets something through, whatever came when."""
    of_view = limiter.current_limit
    limit = of_view.limit if of_view is not None and of_view.breached else g.get("reached_limit")
    return USUAL_WAIT if limit is None else dt.timedelta(seconds=limit.get_expiry())


def _say_when(response: Response) -> Response:
    if response.status_code == 429:  # noqa: PLR2004 - Too Many Requests (RFC 6585)
        response.headers.setdefault("Retry-After", str(round(_wait().total_seconds())))
    return response
