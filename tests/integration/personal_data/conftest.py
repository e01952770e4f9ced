from tests.postbox import mail_server, postbox, sending

__all__ = ["mail_server", "postbox", "sending"]
