"""Holders are kept with their contract: a load writes one row a contract, in one table."""

from itertools import groupby
from operator import attrgetter

from django.db import migrations, models

MANY = 2_000


def keep_those_that_are_there(apps, schema_editor):
    Holder = apps.get_model("procurement", "Holder")
    PublishedContract = apps.get_model("procurement", "PublishedContract")
    rows = Holder.objects.order_by("contract_id", "rank").iterator(chunk_size=MANY)
    ready = []
    for uid, held in groupby(rows, attrgetter("contract_id")):
        held = list(held)
        sizes = [one.category for one in held if one.category]
        ready.append(
            PublishedContract(
                uid=uid,
                holders=[[one.identifier, one.id_kind, one.siret, one.name, one.category] for one in held],
                sme_holder="PME" in sizes if sizes else None,
            )
        )
        if len(ready) == MANY:
            PublishedContract.objects.bulk_update(ready, ["holders", "sme_holder"], batch_size=200)
            ready = []
    PublishedContract.objects.bulk_update(ready, ["holders", "sme_holder"], batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ('procurement', '0012_invoiced_hours'),
    ]

    operations = [
        migrations.AddField(
            model_name='publishedcontract',
            name='holders',
            field=models.JSONField(blank=True, default=list, help_text='dans l’ordre de HolderRow', verbose_name='titulaires, un à un'),
        ),
        migrations.AddField(
            model_name='publishedcontract',
            name='sme_holder',
            field=models.BooleanField(blank=True, null=True, verbose_name='a une PME pour titulaire'),
        ),
        migrations.RunPython(keep_those_that_are_there, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel(
            name='Holder',
        ),
        migrations.RemoveIndex(
            model_name='publishedcontract',
            name='published_by_commune',
        ),
        migrations.AddIndex(
            model_name='publishedcontract',
            index=models.Index(fields=['commune_code', 'department_code', 'sorted_on'], name='published_by_commune'),
        ),
        migrations.AlterField(
            model_name='publishedshare',
            name='axis',
            field=models.CharField(choices=[('tout', 'tous les contrats'), ('acheteur', 'par acheteur'), ('famille', 'par famille d’achat'), ('departement', 'par département'), ('commune', 'par commune'), ('a-compter', 'des contrats ont été écrits depuis le dernier compte')], max_length=12, verbose_name='axe'),
        ),
    ]
