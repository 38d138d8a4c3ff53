"""The columns that people chose, so that next month's file asks nothing."""

from django.db import models


class ColumnChoice(models.Model):
    """For one kind of table, one organisation (0 for none) and one set of titles: which column is which."""

    table = models.CharField("tableau", max_length=60)
    organisation = models.BigIntegerField("organisation", default=0)
    titles = models.CharField("empreinte des titres", max_length=64)
    columns = models.JSONField("colonnes", default=dict)
    chosen_at = models.DateTimeField("choisies le")

    class Meta:
        verbose_name = "choix de colonnes"
        verbose_name_plural = "choix de colonnes"
        ordering = ["-chosen_at"]
        constraints = [
            models.UniqueConstraint(fields=["table", "organisation", "titles"], name="one_choice_by_titles")
        ]

    def __str__(self) -> str:
        return self.table
