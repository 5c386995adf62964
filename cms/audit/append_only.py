"""Tables that only grow: a database trigger refuses UPDATE, DELETE and TRUNCATE."""

from django.db.migrations.operations import RunSQL

FUNCTION = "refuse_change"  # made by migration audit.0003

_FORWARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {function}();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""

_BACKWARD = """
DROP TRIGGER {table}_no_truncate ON {table};
DROP TRIGGER {table}_append_only ON {table};
"""


def append_only(table):
    """Return the operation of a migration that closes ``table`` to change and removal.

    The migration depends on ``("audit", "0003_one_guard")``, which makes the triggers' function.
    """
    return RunSQL(
        _FORWARD.format(table=table, function=FUNCTION),
        _BACKWARD.format(table=table),
    )
