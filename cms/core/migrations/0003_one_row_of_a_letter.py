from django.db import migrations
from django.db.models import Min

INDEX = "core_one_row_of_a_letter"
MAKE_INDEX = (
    f"CREATE UNIQUE INDEX {INDEX} ON post_office_emailtemplate (name, language) WHERE default_template_id IS NULL"
)


def merge(apps, schema_editor):
    """Leave one row of each letter: two, made at one moment, stopped every later letter of their kind."""
    rows = apps.get_model("post_office", "EmailTemplate").objects.filter(default_template=None)
    for name, language, first in rows.values_list("name", "language").annotate(first=Min("pk")).order_by():
        others = rows.filter(name=name, language=language).exclude(pk=first)
        apps.get_model("post_office", "Email").objects.filter(template__in=others).update(template=first)
        rows.model.objects.filter(default_template__in=others).delete()  # translations of what is not used
        others.delete()
    schema_editor.connection.check_constraints()  # now: no index can be made while one of them is to be checked


class Migration(migrations.Migration):
    """post_office's own constraint holds a column that is empty in every row of ours, and so holds nothing."""

    dependencies = [
        ("core", "0002_organization_look"),
        ("post_office", "0014_alter_email_recipient_delivery_status_and_more"),
    ]

    operations = [
        migrations.RunPython(merge, migrations.RunPython.noop, elidable=True),
        migrations.RunSQL(MAKE_INDEX, f"DROP INDEX {INDEX}"),
    ]
