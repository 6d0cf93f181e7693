"""The operator's pages: Django's admin in Unfold's clothes, loaded by the operator's addresses only.

Neither is an installed app: Django's admin would bring a table of changes that hangs on people, who live in the
schemas of companies. So its templates and tags are named here, in an engine of their own.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django

_OURS = Path(__file__).resolve().parents[2] / "tenants" / "admin"
_UNFOLD = Path(str(getattr(find_spec("unfold"), "origin", ""))).parent
_DJANGOS = "django.template.backends.django.DjangoTemplates"
_REQUEST = ["django.template.context_processors.request"]
_TAGS = {
    **{name: f"django.contrib.admin.templatetags.{name}" for name in ("admin_list", "admin_urls")},
    **{name: f"unfold.templatetags.{name}" for name in ("unfold", "unfold_list")},
}
TEMPLATES: list[dict[str, Any]] = [
    {"BACKEND": _DJANGOS, "APP_DIRS": True, "OPTIONS": {"context_processors": _REQUEST}},
    {
        "BACKEND": _DJANGOS,
        "NAME": "operator",
        "DIRS": [
            _OURS / "templates",
            _UNFOLD / "templates",
            Path(django.__file__).parent / "contrib" / "admin" / "templates",
        ],
        "OPTIONS": {"context_processors": _REQUEST, "libraries": _TAGS},
    },
]
# Folders of files that the pages load, by the first part of their address below /admin/files/.
ADMIN_FILES = {"operator": _OURS / "files", "unfold": _UNFOLD / "static" / "unfold"}
# Tables that the pages count in: when a company was last scored, and how much came in by month. Never content.
SCORES_TABLE, BATCHES_TABLE = "analytics_scorerun", "feedback_importbatch"
# Dotted path of callable(industry) -> [(name in Chinese, name in English, touchpoints)]: what a company begins with.
BLUEPRINT_PREVIEW = "journeys.services.blueprints.preview"
# Industries for which TENANT_DEMO_STEP has data.
DEMO_INDUSTRIES = ("dining", "ecommerce")
