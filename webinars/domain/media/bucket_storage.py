"""The bytes of stored files in a bucket of an object store that speaks Amazon's S3.

Browsers fetch them there: an address that is signed for some hours is made without asking the store, so that no thread
of ours waits for it, and a page is shown while it is away.
"""

import datetime as dt
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from webinars import clock
from webinars.config import Bucket
from webinars.domain.media.errors import StoreDoesNotAnswer
from webinars.domain.media.folder_storage import FolderStorage
from webinars.domain.media.storage import INCOMING, KEY, FileHeaders, new_key, strays_of

CONNECTION_PATIENCE_S, ANSWER_PATIENCE_S = 5, 30
LIFETIME_S = {"video": 6 * 3600, "audio": 6 * 3600}
"""Of an address: a film is watched, and paused, for as long as that."""
USUAL_LIFETIME_S = 3600
WINDOWS = 4
"""In each of so many parts of its life the same address is given again: a browser need not fetch a poster twice."""
REMEMBERED = 10_000


class BucketStorage:
    """Whole or not there as well: a store shows nothing of what it has not taken to the end."""

    def __init__(self, bucket: Bucket, *, waiting: Path) -> None:
        self._bucket = bucket
        self._waiting = FolderStorage(waiting)

    @property
    def address(self) -> str:
        return self._bucket.address

    @property
    def origin(self) -> str | None:
        parts = urlsplit(
            _signed(self._bucket, "get_object", "x", FileHeaders(content_type="", is_download=False, name=""), 0)
        )
        return f"{parts.scheme}://{parts.netloc}"

    def incoming(self) -> IO[bytes]:
        return self._waiting.incoming()

    def keep(self, file: IO[bytes]) -> str:
        file.flush()
        key = new_key()
        self.put(Path(file.name), key)
        return key

    def require_room(self, byte_count: int) -> None:
        self._waiting.require_room(byte_count)

    def place(self, key: str, shown: FileHeaders, *, method: str = "GET") -> str:
        if not KEY.fullmatch(key):
            raise LookupError(key)
        window = int(clock.now().timestamp() / (_lifetime_s(shown) / WINDOWS))
        return _signed(self._bucket, "head_object" if method == "HEAD" else "get_object", key, shown, window)

    @contextmanager
    def fetched(self, name: str) -> Iterator[Path]:
        self._waiting.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._waiting.folder, prefix=INCOMING) as folder:
            path = Path(folder) / "file"
            with _asking():
                self._client.download_file(self._bucket.name, self._name(name), str(path))
            yield path

    def has(self, key: str) -> bool:
        try:
            with _asking():
                self._client.head_object(Bucket=self._bucket.name, Key=self._name(key))
        except FileNotFoundError:
            return False
        return True

    def remove(self, key: str) -> None:
        if KEY.fullmatch(key):
            self.take_back([key])

    def sweep(self, known: Collection[str], *, before: dt.datetime) -> int:
        old = [each["Key"] for each in self._objects() if each["LastModified"] < before]
        strays = strays_of((key.removeprefix(self._bucket.prefix) for key in old), known)
        self.take_back(strays)
        self._forget_broken_off(before)
        # Here is only what is on its way: without a key there is nothing strange.
        return len(strays) + self._waiting.sweep((), before=before)

    def names(self) -> Iterator[str]:
        for each in self._objects():
            yield each["Key"].removeprefix(self._bucket.prefix)

    def put(self, path: Path, name: str) -> None:
        with _asking():
            self._client.upload_file(str(path), self._bucket.name, self._name(name))

    def take_back(self, names: Iterable[str]) -> None:
        for name in names:
            with _asking():
                # One after another: not every store takes many at once.
                self._client.delete_object(Bucket=self._bucket.name, Key=self._name(name))

    def try_out(self) -> None:
        name = f"{INCOMING}{new_key()}"
        with _asking():
            self._client.put_object(Bucket=self._bucket.name, Key=self._name(name), Body=b"?")
            self._client.get_object(Bucket=self._bucket.name, Key=self._name(name))["Body"].read()
        self.take_back([name])

    @property
    def _client(self) -> Any:  # noqa: ANN401 - boto3 makes the class while it runs
        return _client(self._bucket)

    def _name(self, name: str) -> str:
        return self._bucket.prefix + name

    def _objects(self) -> Iterator[dict[str, Any]]:
        with _asking():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket.name, Prefix=self._bucket.prefix
            )
            for page in pages:
                yield from page.get("Contents", ())

    def _forget_broken_off(self, before: dt.datetime) -> None:
        """Forget the parts of large files that never came to their end, which are kept, unseen, until somebody asks."""
        with _asking():
            pages = self._client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self._bucket.name, Prefix=self._bucket.prefix
            )
            for upload in (each for page in pages for each in page.get("Uploads", ())):
                if upload["Initiated"] < before:
                    self._client.abort_multipart_upload(
                        Bucket=self._bucket.name, Key=upload["Key"], UploadId=upload["UploadId"]
                    )


@contextmanager
def _asking() -> Iterator[None]:
    """Name what the store, or the way to it, has to say. Raises FileNotFoundError, StoreDoesNotAnswer."""
    from boto3.exceptions import Boto3Error  # noqa: PLC0415 - a site without a bucket has not got it
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        code = getattr(error, "response", {}).get("Error", {}).get("Code")
        if code in {"404", "NoSuchKey"}:
            raise FileNotFoundError(code) from error
        raise StoreDoesNotAnswer(str(error)) from error


@cache
def _client(bucket: Bucket) -> Any:  # noqa: ANN401 - boto3 makes the class while it runs
    import boto3  # noqa: PLC0415 - see `_asking`
    from botocore.config import Config  # noqa: PLC0415

    return boto3.session.Session().client(
        "s3",
        endpoint_url=bucket.endpoint or None,
        region_name=bucket.region,
        config=Config(
            signature_version="s3v4",
            connect_timeout=CONNECTION_PATIENCE_S,
            read_timeout=ANSWER_PATIENCE_S,
            retries={"total_max_attempts": 2, "mode": "standard"},
            # Stores other than Amazon's have seldom a name of its own for each bucket, and not all know new checksums.
            s3={"addressing_style": "path" if bucket.endpoint else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def _lifetime_s(shown: FileHeaders) -> int:
    return LIFETIME_S.get(shown.content_type.partition("/")[0], USUAL_LIFETIME_S)


@lru_cache(maxsize=REMEMBERED)
def _signed(bucket: Bucket, verb: str, key: str, shown: FileHeaders, _window: int) -> str:
    lifetime_s = _lifetime_s(shown)
    with _asking():
        address: str = _client(bucket).generate_presigned_url(
            verb,
            Params={
                "Bucket": bucket.name,
                "Key": bucket.prefix + key,
                "ResponseContentType": shown.content_type,
                "ResponseContentDisposition": f"attachment; filename={shown.name}" if shown.is_download else "inline",
                "ResponseCacheControl": f"private, max-age={lifetime_s}",
            },
            ExpiresIn=lifetime_s,
        )
    return address
