"""The shared tables of companies, and the base of the tables in each company's schema."""

from tenants.models.certificate import DeletionCertificate
from tenants.models.company_model import CompanyManager, CompanyModel, CompanyQuerySet, GuardedModel
from tenants.models.erasure import Erasure
from tenants.models.fleet import MigrationResult
from tenants.models.ids import uuid7
from tenants.models.move import CompanyMove
from tenants.models.plan import LIMITS, Counted, Limit, Plan
from tenants.models.provisioning import ProvisioningRun, RecordedDdl
from tenants.models.schedule import TenantSchedule
from tenants.models.tenant import Domain, Tenant

__all__ = [
    "LIMITS",
    "CompanyManager",
    "CompanyModel",
    "CompanyMove",
    "CompanyQuerySet",
    "Counted",
    "DeletionCertificate",
    "Domain",
    "Erasure",
    "GuardedModel",
    "Limit",
    "MigrationResult",
    "Plan",
    "ProvisioningRun",
    "RecordedDdl",
    "Tenant",
    "TenantSchedule",
    "uuid7",
]
