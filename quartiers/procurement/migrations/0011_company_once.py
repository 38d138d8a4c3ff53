from django.db import migrations, models


def tell_twins_apart(apps, schema_editor):
    """Two rows of the same company, added at the same instant, keep what each says: the second is numbered."""
    company = apps.get_model("procurement", "SourcingCompany")
    seen = set()
    for row in company.objects.order_by("pk"):
        name, rank = row.name, 1
        while (row.sourcing_id, row.name) in seen:
            rank += 1
            row.name = f"{name[:190]} ({rank})"
        if rank > 1:
            row.save(update_fields=["name"])
        seen.add((row.sourcing_id, row.name))


class Migration(migrations.Migration):
    dependencies = [("procurement", "0010_check_of_contract")]

    operations = [
        migrations.RunPython(tell_twins_apart, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="sourcingcompany",
            constraint=models.UniqueConstraint(fields=("sourcing", "name"), name="a_company_once_in_a_card"),
        ),
    ]
