"""A bucket of the tests' own, in a server of Amazon's protocol that is a process of its own."""

import re
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from webinars.config import Bucket

PATIENCE_S = 60
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "a secret of the bucket"}


@pytest.fixture(scope="session")
def store_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that keeps everything in memory."""
    said = tmp_path_factory.mktemp("store") / "said"
    with said.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
            stdout=output,
            stderr=output,
        )
    try:
        ends_at = time.monotonic() + PATIENCE_S
        while not (found := re.search(r"Running on (http://127\.0\.0\.1:\d+)", said.read_text())):
            assert server.poll() is None, said.read_text()
            assert time.monotonic() < ends_at, "the store does not come"
            time.sleep(0.05)
        yield found[1]
    finally:
        server.kill()
        server.wait()


class OwnBucket:
    """A new one, which other tests know nothing of."""

    def __init__(self, address: str) -> None:
        self.settings = Bucket(name=f"bucket-{uuid.uuid4().hex}", prefix="some/files/", endpoint=address)
        self.client: Any = boto3.client(
            "s3",
            endpoint_url=address,
            region_name="us-east-1",
            aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
        )
        self.client.create_bucket(Bucket=self.settings.name)

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a site that keeps its files here."""
        return {**KEYS, "WEBINARS_UPLOADS": self.settings.address, "AWS_ENDPOINT_URL": self.settings.endpoint}

    def contents(self, prefix: str = "some/files/") -> dict[str, bytes]:
        """What is kept, by its name behind the prefix."""
        listed = self.client.list_objects_v2(Bucket=self.settings.name, Prefix=prefix).get("Contents", [])
        return {
            each["Key"].removeprefix(prefix): self.client.get_object(Bucket=self.settings.name, Key=each["Key"])[
                "Body"
            ].read()
            for each in listed
        }


@pytest.fixture
def bucket(store_address: str) -> OwnBucket:
    return OwnBucket(store_address)
