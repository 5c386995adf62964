"""Saved lists belong to every register of the back office: those of members move to the cabinet's table."""

from django.db import migrations

MEMBERS = "registry.member"


def to_cabinet(apps, schema_editor):
    SavedList = apps.get_model("cabinet", "SavedList")
    SavedList.objects.bulk_create(
        SavedList(user_id=row.user_id, code=MEMBERS, title=row.title, query=row.query)
        for row in apps.get_model("registry", "SavedList").objects.all()
    )


def from_cabinet(apps, schema_editor):
    moved = apps.get_model("cabinet", "SavedList").objects.filter(code=MEMBERS)
    SavedList = apps.get_model("registry", "SavedList")
    SavedList.objects.bulk_create(
        SavedList(user_id=row.user_id, title=row.title, query=row.query) for row in moved
    )
    moved.delete()


class Migration(migrations.Migration):

    dependencies = [
        ("cabinet", "0005_saved_lists"),
        ("registry", "0010_contract_notice_term"),
    ]

    operations = [
        migrations.RunPython(to_cabinet, from_cabinet),
        migrations.DeleteModel(name="SavedList"),
    ]
