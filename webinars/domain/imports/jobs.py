"""What the worker does for imports."""

import structlog
from sqlalchemy.orm import Session

from webinars.domain.imports.large_files import store_rest
from webinars.domain.imports.stepwise_import import lease_unfinished_file
from webinars.lib.errors import WebinarsError

log = structlog.get_logger()


def finish_imports(session: Session) -> None:
    """Store the rest of a file that somebody has begun to import and left. Commits by itself, in steps."""
    try:
        with lease_unfinished_file(session) as found:
            if found is not None:
                file, row = found
                store_rest(session, file, row)
                log.info("import finished", begun_at=row.begun_at.isoformat())
    except WebinarsError as error:
        log.error("import not finished", reason=str(error))  # noqa: TRY400 - a refusal, and no fault of ours
