"""A real mail server for these tests."""

from tests.postbox import mail_server, postbox, sending, sending_in_vain

__all__ = ["mail_server", "postbox", "sending", "sending_in_vain"]
