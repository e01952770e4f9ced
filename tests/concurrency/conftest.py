"""Work done at one moment, a real mail server, and connections to a web server that send octets one by one."""

from tests.concurrency.connections import connect, serve, site
from tests.concurrency.together import together
from tests.postbox import mail_server, postbox

__all__ = ["connect", "mail_server", "postbox", "serve", "site", "together"]
