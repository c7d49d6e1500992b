"""Sealed bytes in an S3-compatible bucket, under their keyed names.

Each is sent with its SHA-256, which the service checks, and with ``If-None-Match: *``, so that two writers cannot write over each other.
Credentials come by the ways of the AWS tools (``AWS_ACCESS_KEY_ID``, a profile, the machine's role); none are kept here. Object Lock
in governance mode fits; compliance mode does not, because it forbids lawful erasure.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from knell.records.errors import CasebookError, UsageError

from .shelf import Incoming

EXTRA = "s3"
MOST_BYTES = 5 * 1024**3
"""What one request may send."""


class BucketAddress(NamedTuple):
    """``s3://bucket/prefix``; ``endpoint``: the service's URL where it is not Amazon's."""

    bucket: str
    prefix: str
    endpoint: str | None = None

    def spell(self) -> str:
        """The address without the endpoint."""
        return f"s3://{self.bucket}/{self.prefix}"


def parse_bucket(address: str, endpoint: str | None = None) -> BucketAddress:
    """Raises ``UsageError`` for what is no ``s3://bucket/prefix``, or for an endpoint with a password in it."""
    if not address.startswith("s3://") or not address[5:].split("/", maxsplit=1)[0]:
        raise UsageError(f"{address!r} is no bucket", todo="give it as s3://bucket or s3://bucket/prefix")
    if endpoint is not None and (not endpoint.startswith(("https://", "http://")) or "@" in endpoint):
        raise UsageError(
            "the endpoint is no URL, or has a name or password in it", todo="give it as https://host, and nothing secret in it"
        )
    bucket, _, prefix = address[5:].partition("/")
    return BucketAddress(bucket, f"{prefix.strip('/')}/" if prefix.strip("/") else "", endpoint)


class _ThereAlready(CasebookError):
    """Bytes are there under that name."""


class BucketShelf:
    """Blobs in a bucket. ``folder``: the casebook's evidence folder, where what is being sent waits, sealed."""

    def __init__(self, folder: Path, address: BucketAddress) -> None:
        self._incoming, self._address, self._client_made = Incoming(folder), address, None

    def make(self) -> None:
        """Makes the folder for what waits; the bucket has to be there."""
        self._incoming.make()
        with self._asking():
            self._client.head_bucket(Bucket=self._address.bucket)

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Sends bytes; the service checks their hash. What is there under that name goes first: it was found damaged."""
        temp = self._incoming.write(name, pieces)
        size = temp.stat().st_size
        if size > MOST_BYTES:
            what, todo = f"{size:,} bytes are more than a bucket takes at once", "keep the casebook's bytes in a folder"
            raise CasebookError(what, where=self.where(name), todo=todo)
        try:
            self._send(name, temp)
        except _ThereAlready:
            self.remove(name)
            self._send(name, temp)
        temp.unlink()

    def _send(self, name: str, temp: Path) -> None:
        with temp.open("rb") as file, self._asking():
            self._client.put_object(
                Bucket=self._address.bucket,
                Key=self._key(name),
                Body=file,
                ChecksumAlgorithm="SHA256",
                ChecksumSHA256=_checksum(temp),
                IfNoneMatch="*",
            )

    def settle(self, names: Iterable[str]) -> None:
        """Nothing to do: what the service has acknowledged stays."""

    def open(self, name: str) -> BinaryIO | None:
        """The object of that name."""
        with self._asking():
            try:
                told = self._client.get_object(Bucket=self._address.bucket, Key=self._key(name))
            except self._client.exceptions.NoSuchKey:
                return None
        return cast(BinaryIO, _Body(told["Body"], self._asking))

    def has(self, name: str) -> bool:
        """Whether there is an object of that name."""
        from botocore.exceptions import ClientError

        with self._asking():
            try:
                self._client.head_object(Bucket=self._address.bucket, Key=self._key(name))
            except ClientError as error:
                if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
                    return False
                raise
        return True

    def remove(self, name: str) -> None:
        """Takes the object away. A bucket that keeps versions has to be told to let old ones go: what lies there is sealed."""
        with self._asking():
            self._client.delete_object(Bucket=self._address.bucket, Key=self._key(name))

    def names(self) -> Iterator[str]:
        """All objects' names."""
        with self._asking():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._address.bucket, Prefix=self._address.prefix):
                for told in page.get("Contents", ()):
                    yield told["Key"].removeprefix(self._address.prefix)

    def clear_incoming(self) -> int:
        """Takes away what waits and was not sent."""
        return self._incoming.clear()

    def where(self, name: str) -> str:
        """The object's address."""
        return self._address.spell() + name

    @property
    def _client(self) -> Any:
        if self._client_made is None:
            try:
                import boto3
                from botocore.config import Config
            except ImportError as error:
                todo = f"install it with: pip install 'knell[{EXTRA}]'"
                raise CasebookError("blobs in a bucket need the package boto3, which is not installed", todo=todo) from error
            config = Config(connect_timeout=10, retries={"max_attempts": 5, "mode": "standard"}, s3={"addressing_style": "path"})
            self._client_made = boto3.session.Session().client("s3", endpoint_url=self._address.endpoint, config=config)
        return self._client_made

    def _key(self, name: str) -> str:
        return self._address.prefix + name

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turns the service's complaints into one line."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            raise _fault(error, self._address.spell()) from error
        except BotoCoreError as error:
            todo = "check the network, the endpoint and the credentials"
            raise CasebookError(f"the bucket does not answer: {error}", where=self._address.spell(), todo=todo) from error


class _Body:
    """An object's bytes as a file to be read."""

    def __init__(self, body: Any, asking: Any) -> None:
        self._body, self._asking = body, asking

    def read(self, size: int = -1) -> bytes:
        """The next bytes: as many as asked for, unless the end comes first."""
        with self._asking():
            return bytes(self._body.read(None if size < 0 else size))

    def close(self) -> None:
        """Lets go of the connection."""
        self._body.close()

    def __enter__(self) -> "_Body":
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return base64.b64encode(hashlib.file_digest(file, "sha256").digest()).decode()


def _fault(error: Any, where: str) -> CasebookError:
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if code in ("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch") or status in (401, 403):
        return CasebookError("the bucket refuses these credentials", where=where, todo="check AWS_ACCESS_KEY_ID or the profile")
    if code in ("NoSuchBucket",) or status == 404:
        return CasebookError("there is no such bucket", where=where, todo="make it first, or check its name and the endpoint")
    if code in ("PreconditionFailed", "ConditionalRequestConflict"):
        return _ThereAlready("another writer stored bytes under the same name", where=where, todo="run the same command again")
    if code in ("BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch"):
        return CasebookError(
            "the bytes did not arrive as they were sent", where=where, todo="check the network and run the same command again"
        )
    said = error.response.get("Error", {}).get("Message") or code
    return CasebookError(f"the bucket did not do as told: {said}", where=where, todo="check the service")
