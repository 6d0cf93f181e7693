"""Rows of companies' people and jobs for tests: made in the company that the test is in."""

from __future__ import annotations

import factory

from tenants.jobs.models import Job
from tenants.members.models import Department, Unit, User


class UnitFactory(factory.django.DjangoModelFactory):
    """A mapped unit with a code of its own."""

    class Meta:
        model = Unit

    code = factory.Sequence(lambda number: f"unit-{number}")
    name = factory.LazyAttribute(lambda unit: unit.code.title())


class DepartmentFactory(factory.django.DjangoModelFactory):
    """A department with a code of its own."""

    class Meta:
        model = Department

    code = factory.Sequence(lambda number: f"department-{number}")


class UserFactory(factory.django.DjangoModelFactory):
    """A person without a password."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@company.example")


class JobFactory(factory.django.DjangoModelFactory):
    """A queued job."""

    class Meta:
        model = Job

    kind = "count"
