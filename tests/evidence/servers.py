"""A PostgreSQL server and a bucket service for the tests, on this machine and in a temporary folder; skipped where they are not installed."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

USUAL = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def find_binary(name: str) -> str | None:
    """A program of PostgreSQL's, on the path or where Debian puts it."""
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, USUAL)]))
    return None if found is None else str(Path(found).resolve())


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """Starts a server with an empty cluster; gives the address of a database. PostgreSQL refuses root, so it runs as "nobody" then."""
    initdb, postgres = find_binary("initdb"), find_binary("postgres")
    if initdb is None or postgres is None:
        pytest.skip("NOT RUN: no PostgreSQL server is installed here")
    pytest.importorskip("psycopg", reason="NOT RUN: psycopg is not installed")
    user = "nobody" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="knell-pg-"))
    folder.chmod(0o755)
    cluster = folder / "cluster"
    cluster.mkdir(mode=0o700)
    if user is not None:
        nobody = pwd.getpwnam(user)
        for path in (folder, cluster):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
    quiet = {"cwd": folder, "user": user, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    made = [initdb, "-D", str(cluster), "-U", "knell", "--auth=trust", "--encoding=UTF8", "--no-locale", "--data-checksums", "--no-sync"]
    subprocess.run(made, check=True, **quiet)  # type: ignore[call-overload]
    server = subprocess.Popen([postgres, "-D", str(cluster), "-k", str(folder), "-c", "listen_addresses="], **quiet)  # type: ignore[call-overload]
    try:
        _wait_for(folder)
        yield f"postgresql://knell@/postgres?host={folder}"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(folder: Path) -> None:
    import time

    import psycopg

    for _ in range(200):
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(f"postgresql://knell@/postgres?host={folder}").close()
            return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


@contextlib.contextmanager
def bucket_server() -> Iterator[str]:
    """Starts a stand-in for an S3 service with a bucket ``evidence``; gives its endpoint."""
    pytest.importorskip("boto3", reason="NOT RUN: boto3 is not installed")
    moto = pytest.importorskip("moto.server", reason="NOT RUN: moto is not installed")
    import boto3

    secrets = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
    with pytest.MonkeyPatch.context() as patched:
        for name, value in secrets.items():
            patched.setenv(name, value)
        server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        try:
            host, port = server.get_host_and_port()
            endpoint = f"http://{host}:{port}"
            boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket="evidence")
            yield endpoint
        finally:
            server.stop()
