"""What is the same on a laptop, in tests and in production."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from config.env import Environment, database_settings
from config.logs import logging_settings
from config.settings.admin import *  # noqa: F403
from config.settings.live import *  # noqa: F403
from config.settings.people import *  # noqa: F403
from config.settings.telemetry import *  # noqa: F403
from tenants.backend.lending import require_alive

BASE_DIR = Path(__file__).resolve().parents[2]
env = Environment()

# --- Companies -------------------------------------------------------------------------------
# Each app is in exactly one of the two lists: an app in both would let a query that lost its
# company read the public tables instead of failing.
SHARED_APPS = [
    "django_tenants",
    "tenants",
    "config",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
]
TENANT_APPS = [
    "django.contrib.sessions",
    "tenants.audit",
    "tenants.hooks",
    "tenants.members",
    "tenants.jobs",
    "tenants.versions",
    "journeys",
    "feedback",
    "analytics",
]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]
TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
PUBLIC_SCHEMA_NAME = "public"
PUBLIC_SCHEMA_URLCONF = "config.public_urls"
ROOT_URLCONF = "config.urls"
# Dotted paths of callable(*, company, industry, locale), run in a new company's schema.
TENANT_SETUP_STEPS: list[str] = ["journeys.services.blueprints.apply_blueprint"]
# Dotted path of callable(*, company) that gives a company its regular work, run in public.
TENANT_SCHEDULE_STEP = "analytics.services.schedule.plan_company"
# Dotted paths of callable() -> [(code, is_met, detail)], run inside a company: points of the operator's list.
READINESS_CHECKS = ["analytics.services.readiness.readiness_checks"]
# Dotted path of callable(*, company) that fills a company with demonstration data, run inside it.
TENANT_DEMO_STEP = "analytics.management.demonstration.fill_company"
# Dotted path of callable(company, settings): takes the model settings that a dataset brings along.
DATASET_SETTINGS_STEP = "analytics.services.settings.apply_dataset_settings"
# --- Privacy ---------------------------------------------------------------------------------
# Dotted path of callable() -> {"customers": [...], "interactions": [...]}: attributes that figures are made of.
ANONYMOUS_ATTRIBUTES = "analytics.services.anonymous.counted_attributes"
# Dotted path of callable(*, requested_by) that has all aggregates built anew, when keys of facts changed.
AFTER_KEYS_CHANGED = "analytics.services.anonymous.recount"
# Dotted path of callable(*, made_at) that puts a company in order that came from an archive, run inside it.
TENANT_RESTORE_STEP = "feedback.services.privacy.restoring.after_restore"

# --- Long work -------------------------------------------------------------------------------
# Kind of job -> dotted path of callable(*, job) -> result that does it, in the job's company.
JOB_RUNNERS: dict[str, str] = {
    "apply_case_rule": "feedback.services.cases.past.run_past_job",
    "evaluate": "analytics.services.plans.job.run_evaluate_job",
    "export_changes": "feedback.services.changes.requests.run_export_job",
    "directory": "feedback.services.directory.running.run_directory_job",
    "map_touchpoint": "feedback.services.remapping.run_map_job",
    "monitor": "analytics.services.monitoring.job.run_monitor_job",
    "load_demonstration": "analytics.management.demonstration_jobs.run_load_job",
    "predict": "analytics.services.prediction.jobs.run_predict_job",
    "privacy_access": "feedback.services.privacy.requests.run_access_job",
    "privacy_erase": "feedback.services.privacy.requests.run_erase_job",
    "recognise_customers": "feedback.services.identity.recognising.run_recognise_job",
    "retention": "feedback.services.privacy.requests.run_retention_job",
    "score": "analytics.services.schedule.run_score_job",
    "remove_demonstration": "analytics.management.demonstration_jobs.run_remove_job",
    "undo_import": "feedback.services.undoing.run_undo_job",
}

# --- Webhooks --------------------------------------------------------------------------------
# Dotted path of callable(*, company) that has a worker look at the company's outbox, called after a commit.
OUTBOX_WAKER = "tenants.tasks.wake_deliveries"
# Dotted path of callable(*, company) that has a worker open cases from answers that came, called after a commit.
CASE_WAKER = "feedback.tasks.wake_cases"
# Dotted path of callable(*, company) that has a worker send the company's mails, called after a commit.
MAIL_WAKER = "tenants.tasks.wake_mail"
# Hosts that webhooks may be sent to although they are not on the public internet, without https, on any port.
WEBHOOK_OPEN_HOSTS = env.words("WEBHOOK_OPEN_HOSTS", ())

# Tables whose rows a plan limits, by what they are counted as.
COUNTED_TABLES = {
    "customers": ["feedback_customer"],
    "facts": ["feedback_feedbackitem", "feedback_order", "feedback_interaction"],
    "api_keys": ["members_apikey"],
}
# Partial indexes on rows among them that do not count: customers who turned out to be somebody else.
COUNTED_LESS = {"customers": ["feedback_customer_merged"]}
# How the rows are counted before a company is refused for them.
COUNTED_EXACTLY = {"customers": "feedback.selectors.living_customers"}
# Addresses that take a POST also of a company that may only be read: questions, and signing in.
READ_ONLY_POSTS = ("/graphql", "/auth/")

# --- Archives of companies -------------------------------------------------------------------
# Table, or table.column, that never goes into an archive -> why.
ARCHIVE_LEAVES_OUT = {
    "analytics_cell": "derived: built anew from the facts",
    "analytics_layout": "derived: built anew from the facts",
    "analytics_watermark": "derived: built anew from the facts",
    "django_migrations": "named in the manifest",
    "feedback_amended": "cursors of exports are good for the living company only",
    "hooks_audience": "who follows a stream follows the living company",
    "versions_dataversion": "counts what was written here: a copy counts anew",
    "hooks_webhookdelivery": "addresses and secrets of other systems: a copy must not call them",
    "hooks_webhookendpoint": "addresses and secrets of other systems: a copy must not call them",
    "hooks_webhookevent": "addresses and secrets of other systems: a copy must not call them",
    "members_signin": "sessions end with the host that they are of",
    "members_ticket": "links that work once, for the host that sent them",
    "django_session": "sessions end with the host that they are of",
}
# Folders of a company's files that never go into an archive: what is in them is good for the living company only.
ARCHIVE_LEAVES_OUT_FOLDERS = ("exports",)
# Table, or table.column, that opens doors and goes only with --with-credentials -> what stands there instead.
ARCHIVE_CREDENTIALS = {
    "members_apikey": "",
    "members_passkey": "",
    "members_ssoconnection": "",
    "members_ssoidentity": "",
    "members_user.password": "!",
    "members_user.recovery_digests": "[]",
    "members_user.sealed_secret": "",
    "members_user.second_factor_at": None,
}
# Columns of transaction ids, which mean something on one server only and are shifted when they come to another.
ARCHIVE_TRANSACTION_COLUMNS = ("xid", "replaced_xid")
# Columns that hold them otherwise: a snapshot as PostgreSQL prints it, and a row as JSON. A move shifts these too.
SNAPSHOT_COLUMNS = ("analytics_watermark.snapshot",)
ROW_IMAGE_COLUMNS = ("feedback_superseded.row",)
# Beginnings of the tables that a clone without facts takes.
CLONE_WITHOUT_FACTS_TAKES = [
    *("members_", "journeys_", "analytics_modelsettings", "feedback_caserule", "feedback_workinghours"),
]

# What of a table somebody reaches who is bound to units: "*" all of it, else the column that holds the unit, or the
# dotted path of callable(rows, *, units) that narrows rows. A table that is not listed is out of their reach.
UNIT_REACH: dict[str, str] = {
    "members.Unit": "pk",
    "feedback.FeedbackItem": "unit_id",
    "feedback.Order": "unit_id",
    "feedback.Case": "unit_id",
    "feedback.CaseEvent": "feedback.selectors.events_of_units",
    "jobs.Job": "feedback.selectors.exports_of_units",
    "feedback.Customer": "feedback.selectors.customers_of_units",
    "feedback.CustomerIdentity": "feedback.selectors.known_of_units",
    "journeys.ActionPlan": "journeys.selectors.plans_of_units",
    "journeys.PlanUnit": "journeys.selectors.arms_of_units",
    "journeys.PlanDepartment": "journeys.selectors.parts_of_units",
    "journeys.ActionTask": "journeys.selectors.parts_of_units",
    "journeys.PlanComment": "journeys.selectors.parts_of_units",
    "analytics.PlanEvaluation": "journeys.selectors.parts_of_units",
    "analytics.ScopeScore": "analytics.selectors.scores_of_units",
    "analytics.CustomerPrediction": "feedback.selectors.known_of_units",
    **dict.fromkeys(("members.Department", "journeys.Journey", "journeys.JourneyVersion", "journeys.Stage"), "*"),
    **dict.fromkeys(("journeys.StageTouchpoint", "journeys.Touchpoint", "journeys.Channel", "journeys.Persona"), "*"),
    "analytics.ScoreRun": "*",
}

# --- Requests --------------------------------------------------------------------------------
MIDDLEWARE = [
    "config.headers.HeadersMiddleware",
    "config.pages.PagesMiddleware",
    "config.requests.RequestMiddleware",
    "config.health.HealthMiddleware",
    "tenants.middleware.CompanyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tenants.middleware.ActorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# How many proxies of ours stand in front, each of which appends the address it saw to X-Forwarded-For.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0, high=10)
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.pages.forbidden"

# --- GraphQL: models' docstrings and help texts are the descriptions that the API shows ----------
STRAWBERRY_DJANGO = {"FIELD_DESCRIPTION_FROM_HELP_TEXT": True, "TYPE_DESCRIPTION_FROM_MODEL_DOCSTRING": True}
# What a key or a person may ask for at once, in points, and how many come back each second.
API_BUCKET_POINTS = env.integer("API_BUCKET_POINTS", 10_000, low=1000)
API_RESTORE_POINTS = env.integer("API_RESTORE_POINTS", 500, low=1)
# How long an answer is kept for who asks the same while the data stay as they are; 0: not at all.
API_ANSWER_SECONDS = env.integer("API_ANSWER_SECONDS", 600, low=0, high=86_400)
# Documents that anybody may name by their hashes: some for everybody, and those of the console that was built.
PERSISTED_DOCUMENTS = BASE_DIR / "config" / "documents.json"
CONSOLE = BASE_DIR / "web" / "dist"
CONSOLE_DOCUMENTS = CONSOLE / "bundle" / "documents.json"

# --- Mail: printed where EMAIL_HOST names no server -------------------------------------------
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "huibao@localhost")
MAILERS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
if email_host := env.optional("EMAIL_HOST"):
    MAILERS["default"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": email_host,
            "port": env.integer("EMAIL_PORT", 587, low=1, high=65535),
            "username": env.optional("EMAIL_HOST_USER") or "",
            "password": env.optional("EMAIL_HOST_PASSWORD") or "",
            "use_tls": env.flag("EMAIL_USE_TLS", True),
            "timeout": 10,
        },
    }

# --- Language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_ROUTERS = [TENANT_SYNC_ROUTER := "tenants.backend.routing.CompanyRouter"]


def database(url: str, *, others: dict[str, str] | None = None) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES for an address, with a pool of connections to each in each process.

    `others` are the addresses, by alias, of further databases that companies can be moved to.

    Requests are cut off after DATABASE_STATEMENT_TIMEOUT_MS, which only the web processes set:
    an import or a rebuild may take minutes.
    """
    return {alias: _pooled(each) for alias, each in {"default": url, **(others or {})}.items()}


def _pooled(url: str) -> dict[str, Any]:
    settings: dict[str, Any] = database_settings(url)
    timeout = env.integer("DATABASE_STATEMENT_TIMEOUT_MS", 0)
    settings["ENGINE"] = "tenants.backend"
    settings["CONN_MAX_AGE"] = 0
    settings["CONN_HEALTH_CHECKS"] = True
    most = env.integer("DATABASE_POOL_SIZE", 8, low=0, high=200)
    settings["OPTIONS"] |= {
        "pool": {"min_size": 1, "max_size": most, "timeout": 10, "check": require_alive},
        "options": f"-c statement_timeout={timeout} -c lock_timeout=10s",
        "connect_timeout": 5,
    }
    if not most:
        del settings["OPTIONS"]["pool"]  # a connection a piece of work, and none in between
    return settings


def caches(redis_url: str) -> dict[str, dict[str, Any]]:
    """Return Django's CACHES for one Redis address."""
    limits = {"socket_timeout": 2, "socket_connect_timeout": 2}
    backend = "django.core.cache.backends.redis.RedisCache"
    key = "tenants.access.cache_key"  # names the company, so that no company reads what another stored
    return {"default": {"BACKEND": backend, "LOCATION": redis_url, "OPTIONS": limits, "KEY_FUNCTION": key}}


# --- Background work -------------------------------------------------------------------------
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A message that nobody acknowledged within the visibility timeout is delivered again, so a task
# must have been ended before that.
CELERY_TASK_SOFT_TIME_LIMIT = 1500
CELERY_TASK_TIME_LIMIT = 1620
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800, "socket_timeout": 10, "socket_connect_timeout": 5}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 3, "interval_start": 0, "interval_step": 0.2, "interval_max": 1}
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
TICK_SECONDS = env.integer("TICK_SECONDS", 60, low=1, high=3600)
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "analytics.tick", "schedule": float(TICK_SECONDS), "options": {"expires": TICK_SECONDS * 0.9}},
    "tend": {"task": "tenants.tend", "schedule": 300.0, "options": {"expires": 240.0}},
}

# --- Words to the operator -------------------------------------------------------------------
LOGGING = logging_settings(form=env.text("LOG_FORMAT", "plain"), level=env.text("LOG_LEVEL", "INFO"))
