from msgspec import Struct


class Limits(Struct, frozen=True, kw_only=True):
    """What one process of the server gives to those who ask, and for how long."""

    head_s: float = 10
    """From the connection, or the first octet of a later request, to the end of its head."""
    form_s: float = 30
    """From there to the end of a body that is no larger than a form."""
    stall_s: float = 30
    """How long an upload or an answer may stand still. As long as it moves, it may take hours."""
    idle_s: float = 75
    """How long a connection is kept without a request. Longer than proxies keep theirs to us."""
    linger_s: float = 5
    """How long octets are still taken, and thrown away, of somebody who was refused: else the refusal is not seen."""
    leave_s: float = 2
    """How long a request may still come over a connection that is there when the server is told to stop."""
    grace_s: float = 20
    """How long requests that are there already may take once the server has been told to stop."""
    connections: int = 1000
    """Open at once. Beyond that, whoever has let us wait longest has to go."""
    threads: int = 4
    """Requests answered at once."""
    writes: int = 4
    """The same for forms that are sent: a save does not queue behind everybody who reads."""
    uploads: int = 16
    """Requests with larger bodies, read at once. Those of people who may not send one are answered without reading."""
    head_bytes: int = 32 * 1024
    form_bytes: int = 2 * 1024 * 1024
    """What is read before a thread is given to a request."""
