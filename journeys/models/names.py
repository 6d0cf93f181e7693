"""The two columns that every named thing of intent carries."""

from django.db import models


class NamedInTwoLanguages(models.Model):
    """A Chinese and an English name, either of which may be empty."""

    name_zh = models.CharField(max_length=200, blank=True, help_text="Name in Chinese; empty when none was given.")
    name_en = models.CharField(max_length=200, blank=True, help_text="Name in English; empty when none was given.")

    class Meta:
        abstract = True
