import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from cms.audit.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_one_guard'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('correspondence', '0002_sent_is_immutable'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Undertaking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='обязательство')),
                ('due_on', models.DateField(db_index=True, verbose_name='исполнить до')),
                ('reminded', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='за сколько дней напомнили')),
                ('fulfilled_on', models.DateField(blank=True, null=True, verbose_name='исполнено')),
                ('proof', models.CharField(blank=True, max_length=300, verbose_name='чем подтверждено')),
                ('fulfilled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто отметил')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='correspondence.letter', verbose_name='письмо')),
                ('thread', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='undertaking', to='correspondence.thread', verbose_name='переписка')),
            ],
            options={
                'verbose_name': 'обязательство по письму',
                'verbose_name_plural': 'обязательства по письмам',
                'ordering': ['due_on', 'pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Effect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.CharField(max_length=40, verbose_name='номер записи')),
                ('said', models.CharField(max_length=300, verbose_name='что внесено')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='когда')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='вид записи')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='effects', to='correspondence.letter', verbose_name='по письму')),
            ],
            options={
                'verbose_name': 'последствие письма',
                'verbose_name_plural': 'последствия писем',
                'ordering': ['pk'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['content_type', 'object_id'], name='correspondence_effect_on')],
                'constraints': [models.UniqueConstraint(fields=('letter', 'content_type', 'object_id'), name='correspondence_effect_told_once')],
            },
        ),
        append_only('correspondence_effect'),
    ]
