"""A real mail server for these tests, and connections to a web server that send octets one by one."""

from tests.concurrency.connections import connect, serve, site
from tests.postbox import mail_server, postbox

__all__ = ["connect", "mail_server", "postbox", "serve", "site"]
