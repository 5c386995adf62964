from django.db import migrations

from cms.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_history"), ("audit", "0003_one_guard")]
    operations = [append_only("registry_rightdecision"), append_only("registry_registrychange")]
