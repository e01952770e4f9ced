"""A WSGI server that nobody can stall: waitress, with deadlines, fair turns and threads of their own for uploads.

Waitress reads requests in one loop and gives a thread only to whole ones. What it lacks, and this adds, is all about
time: when a request must be there, how long an answer may wait for whoever asked, who goes when there is no room.
"""

from webinars.lib.web_server.limits import Limits
from webinars.lib.web_server.server import Server
