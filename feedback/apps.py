"""Django registration of the facts."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Facts of one company: customers, answers, orders and interactions."""

    name = "feedback"
    verbose_name = "Feedback"
