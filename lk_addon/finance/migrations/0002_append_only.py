"""Lines of the ledger are corrected by other lines, never changed."""

from django.db import migrations

from cms.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_initial"), ("audit", "0003_one_guard")]
    operations = [append_only("finance_movement")]
