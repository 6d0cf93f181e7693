"""What-if questions that were kept: several improvements at once, with the answer of the day."""

from django.db import models

from tenants.models.company_model import CompanyModel


class Scenario(CompanyModel):
    """Improvements of one or several touchpoints that were thought through: what they would cost and bring."""

    code = models.CharField(max_length=120, unique=True, help_text="Short name, unique in the company.")
    title = models.CharField(max_length=200, help_text="What it is about, for people.")
    asked = models.JSONField(help_text="Touchpoints, uplifts, costs and timing as they were asked, complete.")
    period = models.DateField(help_text="First day of the month whose model answered.")
    run_hash = models.CharField(max_length=64, help_text="Hash of the run that answered.")
    model_version = models.CharField(max_length=40, help_text="Version of the model that answered.")
    settings_number = models.PositiveIntegerField(help_text="Version of the model settings; 0 stands for the defaults.")
    seed = models.BigIntegerField(help_text="Seed of the draws; scenarios with one seed share customers and discount.")
    status = models.CharField(max_length=12, help_text="ok, or insufficient when the data cannot price it.")
    reason = models.TextField(blank=True, help_text="Why there are no figures; empty when there are.")
    results = models.JSONField(help_text="All figures, as `scenario show --json` prints them.")
    draws = models.JSONField(help_text="Draws of the net present value, by which scenarios are compared.")
    plans = models.JSONField(default=list, help_text="Codes of the action plans that it became.")
    created_at = models.DateTimeField(help_text="When it was asked first.")
    answered_at = models.DateTimeField(help_text="When it was answered last.")
    created_by = models.CharField(max_length=255, blank=True, help_text="Who asked; empty when unknown.")

    class Meta(CompanyModel.Meta):
        db_table = "analytics_scenario"
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.code
