from django.db import migrations, models

from quartiers.territory.names import search_name


def fill(apps, schema_editor):
    neighbourhoods = apps.get_model("territory", "Neighbourhood").objects
    for code, name in list(neighbourhoods.values_list("code", "name")):
        neighbourhoods.filter(pk=code).update(search_name=search_name(name))


class Migration(migrations.Migration):
    dependencies = [("territory", "0003_outline")]

    operations = [
        migrations.AddField(
            "neighbourhood",
            "search_name",
            models.CharField("nom sans accents", max_length=200, db_index=True, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            "neighbourhood",
            options={
                "ordering": ["department_id", "search_name", "code"],
                "verbose_name": "quartier prioritaire",
                "verbose_name_plural": "quartiers prioritaires",
            },
        ),
    ]
