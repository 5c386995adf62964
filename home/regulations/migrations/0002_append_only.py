from django.db import migrations

FORWARD = """
CREATE FUNCTION regulations_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'evidence of publication is never changed or removed';
END $$;
CREATE TRIGGER regulations_append_only BEFORE UPDATE OR DELETE ON regulations_publicationrecord
    FOR EACH ROW EXECUTE FUNCTION regulations_refuse_change();
CREATE TRIGGER regulations_no_truncate BEFORE TRUNCATE ON regulations_publicationrecord
    FOR EACH STATEMENT EXECUTE FUNCTION regulations_refuse_change();
"""

BACKWARD = """
DROP TRIGGER regulations_no_truncate ON regulations_publicationrecord;
DROP TRIGGER regulations_append_only ON regulations_publicationrecord;
DROP FUNCTION regulations_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("regulations", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
