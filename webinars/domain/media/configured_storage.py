from webinars.config import Bucket, Settings
from webinars.domain.media.bucket_storage import BucketStorage
from webinars.domain.media.folder_storage import FolderStorage
from webinars.domain.media.storage import FOLDER, Storage


def storage_of(settings: Settings) -> Storage:
    """Returns where this site keeps the bytes of its files."""
    waiting = settings.data / FOLDER
    if isinstance(settings.uploads, Bucket):
        return BucketStorage(settings.uploads, waiting=waiting)
    return FolderStorage(settings.uploads or waiting, waiting=waiting)
