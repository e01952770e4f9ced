"""Everything on a site as one JSON file, and back.

Export, import into an empty site, export again: the same bytes. Accounts, memberships, mails and the history of changes
are not in it: they are about people who use the site, not about webinars.
"""

from webinars.domain.archive.export import export_archive
from webinars.domain.archive.fields import ArchiveUnreadable
from webinars.domain.archive.importer import ArchiveReport, import_archive
