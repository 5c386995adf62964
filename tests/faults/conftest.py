"""One site for all faults of a run, on a database that is a copy of the tests' own template."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.faults.client import Ledger, Person
from tests.faults.site import Site


@pytest.fixture(scope="session")
def fresh_database(_template, django_db_blocker):
    """The URL of a migrated database that no test has touched."""
    server = urlsplit(os.environ["DATABASE_URL"])
    name = f"faults_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    names = {
        "name": sql.Identifier(name),
        "template": sql.Identifier(connection.settings_dict["TEST"]["TEMPLATE"]),
    }
    with psycopg.connect(server.geturl(), autocommit=True) as database:
        database.execute(sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**names))
        database.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names))
        yield server._replace(path=f"/{name}").geturl()
        database.execute(sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(**names))


@pytest.fixture(scope="session")
def site(fresh_database):
    """Web, worker, beat and what they need, started once."""
    with tempfile.TemporaryDirectory() as folder:  # a short path: sockets lie there
        site = Site(Path(folder) / "site", fresh_database)
        try:
            site.start()
            yield site
        finally:
            site.stop()


@pytest.fixture(scope="session")
def person(site):
    """A representative of a member, signed in, with a ledger of all faults."""
    person = Person(site.port, Ledger(site.folder / "ledger"))
    person.sign_in()
    return person
