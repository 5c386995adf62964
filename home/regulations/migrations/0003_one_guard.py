"""The evidence of publication is guarded by the function that guards the journal."""

from django.db import migrations

from cms.audit.append_only import append_only

FORWARD = """
DROP TRIGGER regulations_no_truncate ON regulations_publicationrecord;
DROP TRIGGER regulations_append_only ON regulations_publicationrecord;
DROP FUNCTION regulations_refuse_change();
"""

BACKWARD = """
CREATE FUNCTION regulations_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'evidence of publication is never changed or removed';
END $$;
CREATE TRIGGER regulations_append_only BEFORE UPDATE OR DELETE ON regulations_publicationrecord
    FOR EACH ROW EXECUTE FUNCTION regulations_refuse_change();
CREATE TRIGGER regulations_no_truncate BEFORE TRUNCATE ON regulations_publicationrecord
    FOR EACH STATEMENT EXECUTE FUNCTION regulations_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("regulations", "0002_append_only"), ("audit", "0003_one_guard")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD), append_only("regulations_publicationrecord")]
