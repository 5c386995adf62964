from django.db import migrations

from cms.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_one_guard"), ("correspondence", "0001_initial")]

    operations = [
        append_only("correspondence_letter"),
        append_only("correspondence_attachment"),
        append_only("correspondence_attachedsignature"),
        append_only("correspondence_registration"),
        append_only("correspondence_reading"),
    ]
