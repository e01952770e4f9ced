import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model


class WorkerSign(Model):
    """When a worker or a web process last showed that it is alive. No backup holds it."""

    __tablename__ = "worker_sign"

    name: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    """The process: its machine, and a few random digits."""
    seen_at: Mapped[dt.datetime] = mapped_column()
    is_web: Mapped[bool] = mapped_column(default=False)
    """Whether it answers people. Then it is no worker."""
    key_digest: Mapped[str] = mapped_column(sa.String(16), default="")
    """Tells apart processes with different secret keys, and tells nothing of the key."""
