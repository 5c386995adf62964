"""The database of a test run.

It is a copy of one that was migrated once: for every worker, and for the next run too. What a test has committed is
taken out of it again by putting back the rows that the prepared site began with.
"""

import fcntl
import hashlib
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

PREFIX = "template_"


def provide_template():
    """Name a migrated database as the template of the test database; make it first where there is none."""
    name = PREFIX + _fingerprint()
    with _alone(settings.VAR_DIR / "template.lock"):
        if name not in _templates():
            _make(name)
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = connection.settings_dict["TEST"]["TEMPLATE"] = name


def _fingerprint():
    """Return a digest of every migration of the installed apps, and of what else is asked when they run."""
    digest = hashlib.sha256(" ".join(config.label for config in apps.get_app_configs()).encode())
    for config in apps.get_app_configs():
        for file in sorted((Path(config.path) / "migrations").glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


def _templates():
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return [name for (name,) in cursor.fetchall()]


def _make(name):
    """Migrate under another name: a run that is broken off leaves nothing that looks whole. Older templates go."""
    half, own = f"half_{name}", connection.settings_dict["NAME"]
    test = connection.settings_dict["TEST"]
    wanted, test["NAME"] = test["NAME"], half
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    finally:
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = own
        test["NAME"] = wanted
    with connection.cursor() as cursor:
        for old in _templates():
            cursor.execute(f"DROP DATABASE {old}")
        cursor.execute(f"ALTER DATABASE {half} RENAME TO {name}")


@contextmanager
def _alone(path):
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def keep_rows(monkeypatch):
    """Keep the rows that are there now; every test that commits ends with them instead of with empty tables.

    It takes a tenth of the time of TRUNCATE on two hundred tables, after which the site would have to be prepared
    again. Triggers and keys must be held off meanwhile, for which PostgreSQL wants a superuser; Django empties the
    tables of others, and those that only grow let it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        if not cursor.fetchone()[0]:
            cursor.execute(LET_TRUNCATE)
            return
        cursor.execute(KEEP_ROWS)
    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", _put_back_rows)


def keeps_rows():
    """Whether :func:`keep_rows` could do it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('kept.put_back') IS NOT NULL")
        return cursor.fetchone()[0]


def _put_back_rows(_test_case):
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept.put_back()")


LET_TRUNCATE = r"""
DO $$
DECLARE
    guard record;
BEGIN
    FOR guard IN SELECT tgrelid::regclass AS guarded, tgname FROM pg_trigger WHERE tgname LIKE '%\_no\_truncate' LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', guard.guarded, guard.tgname);
    END LOOP;
END $$;
"""

#: Columns that the database computes itself are left to it.
KEEP_ROWS = """
DROP SCHEMA IF EXISTS kept CASCADE;
CREATE SCHEMA kept;
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', name);
    END LOOP;
END $$;
CREATE FUNCTION kept.put_back() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE
    name text;
    columns text;
    is_filled boolean;
BEGIN
    FOR name, columns IN
        SELECT table_name, string_agg(format('%I', column_name), ', ')
        FROM information_schema.columns
        WHERE table_schema = 'public' AND is_generated = 'NEVER'
        AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'kept')
        GROUP BY table_name
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%1$I UNION ALL SELECT FROM kept.%1$I)', name) INTO is_filled;
        IF is_filled THEN
            EXECUTE format('DELETE FROM public.%I', name);
            EXECUTE format('INSERT INTO public.%1$I (%2$s) SELECT %2$s FROM kept.%1$I', name, columns);
        END IF;
    END LOOP;
END $$;
CREATE FUNCTION kept.changes() RETURNS TABLE (name text, columns text, gone text, come text) LANGUAGE plpgsql AS $$
BEGIN
    FOR name, columns IN
        SELECT format('public.%I', table_name), string_agg(format('%I', column_name), ', ' ORDER BY ordinal_position)
        FROM information_schema.columns
        WHERE table_schema = 'public' AND is_generated = 'NEVER'
        AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'kept')
        GROUP BY table_name
    LOOP
        EXECUTE format(
            'WITH held AS (SELECT p::text AS line FROM %1$s AS p), begun AS (SELECT k::text AS line FROM %2$s AS k)'
            ' SELECT (SELECT string_agg(quote_literal(line), '', '') FROM begun WHERE line NOT IN (TABLE held)),'
            ' (SELECT string_agg(quote_literal(line), '', '') FROM held WHERE line NOT IN (TABLE begun))',
            name, replace(name, 'public.', 'kept.')
        ) INTO gone, come;
        IF gone IS NOT NULL OR come IS NOT NULL THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END $$;
"""
