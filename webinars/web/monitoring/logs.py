"""Structured logs on standard error: readable at home, JSON in production. Times are UTC."""

import ipaddress
import logging
import secrets
import sys

import structlog
from flask import Flask, request

from webinars.config import Settings

NETWORK_BITS = {4: 24, 6: 48}


def configure(settings: Settings) -> None:
    """Set up logging for this process, as `settings.log_format` says.

    Tracebacks name files and lines and never the values of variables: those hold passwords, tokens and addresses.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    as_json: list[structlog.typing.Processor] = [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=True),
    ]
    as_lines: list[structlog.typing.Processor] = [
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback, sort_keys=False
        )
    ]
    structlog.configure(
        processors=shared + (as_json if settings.log_format == "json" else as_lines),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Asked for at each line, because a supervisor or a test may put another stream in its place.
        logger_factory=lambda *_names: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def init_app(app: Flask) -> None:
    configure(app.config["SETTINGS"])
    app.before_request(_name_the_request)


def _name_the_request() -> None:
    """Put one random name, and where it came from, on every line that a request writes."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=secrets.token_hex(4), network=network_of(request.remote_addr or ""))


def network_of(address: str) -> str:
    """Returns the network around an address: enough to see who tries again and again, and not a person's own."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, NETWORK_BITS[found.version]), strict=False))
