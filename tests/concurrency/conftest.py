"""A real mail server for these tests."""

from tests.postbox import mail_server, postbox

__all__ = ["mail_server", "postbox"]
