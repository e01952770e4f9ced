"""Keeps secrets that stand in addresses out of the logs of whatever serves us."""

import logging
import re

from flask import Flask

_SECRETS = re.compile(r"(/(?:my|follow|account/password)/)[^/\s\"'?]+")
LOGGERS = ("gunicorn.access", "gunicorn.error", "werkzeug")


def masked(text: str) -> str:
    """`text` with the secret part of addresses blotted out."""
    return _SECRETS.sub(r"\1…", text)


class _Mask(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True


_MASK = _Mask()


def init_app(_app: Flask) -> None:
    for name in LOGGERS:
        # The same filter twice is one.
        logging.getLogger(name).addFilter(_MASK)
