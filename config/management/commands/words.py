"""`manage.py words`: bring the translations up to date with the code, and compile them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.words import used_words, write_mo, write_po
from tenants.wording import read_po

LANGUAGE = "zh_Hans"
APPS = ("config", "tenants", "journeys", "feedback", "analytics")


class Command(BaseCommand):
    """Keep the .po file equal to what the code says, and the .mo file equal to the .po file."""

    help = "Add new texts to locale/zh_Hans/LC_MESSAGES/django.po and compile it; --check says what is missing."
    # They load every address and the whole API, and this needs neither.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--check", action="store_true", help="write nothing, fail when something is missing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--dir", type=Path, default=settings.BASE_DIR / "locale", help="folder of translations")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or check."""
        folder: Path = options["dir"] / LANGUAGE / "LC_MESSAGES"
        po, mo = folder / "django.po", folder / "django.mo"
        known = read_po(po.read_text()) if po.exists() else {}
        used = used_words(Path(settings.BASE_DIR) / app for app in APPS)
        words = {text: known.get(text, "") for text in used}
        untranslated = sorted(text for text, said in words.items() if not said)
        text, compiled = write_po(words, language=LANGUAGE), write_mo(words, language=LANGUAGE)
        if options["check"]:
            if untranslated:
                raise CommandError(f"not translated, write them into {po.name}: {untranslated}")
            if not mo.exists() or po.read_text() != text or mo.read_bytes() != compiled:
                raise CommandError("the translations are out of date: run manage.py words and commit what it writes")
        else:
            folder.mkdir(parents=True, exist_ok=True)
            po.write_text(text)
            mo.write_bytes(compiled)
        report = {"texts": len(words), "untranslated": untranslated, "dropped": sorted(set(known) - set(words))}
        lines = [f"{len(words)} texts, {len(untranslated)} not translated", *untranslated]
        self.stdout.write(msgspec.json.encode(report).decode() if options["json"] else "\n".join(lines))
