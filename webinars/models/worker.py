import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model


class WorkerSign(Model):
    """When a worker process last showed that it is alive. No backup holds it."""

    __tablename__ = "worker_sign"

    name: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    """The process: its machine, and a few random digits."""
    seen_at: Mapped[dt.datetime] = mapped_column()
