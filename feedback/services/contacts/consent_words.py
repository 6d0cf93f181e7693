"""What the field `consent` says, in the company's own words."""

import re

LONGEST_PURPOSE = 100
GENERAL = "general"
_GIVEN = {"yes", "y", "true", "1", "given", "granted", "opt-in", "on", "同意", "是", "已同意"}
_WITHDRAWN = {
    "no",
    "n",
    "false",
    "0",
    "withdrawn",
    "denied",
    "revoked",
    "opt-out",
    "off",
    "不同意",
    "否",
    "撤回",
    "已撤回",
}
_PARTS = re.compile(r"[,;|，；、\n]+")
_SAID = re.compile(r"\s*[=:：]\s*")


def parsed_consent(text: str) -> dict[str, bool]:
    """Return what a text of the field `consent` says: purpose -> given.

    Purposes are parted by commas or semicolons. A purpose alone, or with a "+" before it, is given; with a "-" before
    it, withdrawn; "purpose=yes" and "purpose=no" say so in words. A bare yes or no is about the purpose "general".

    >>> parsed_consent("newsletter, -calls; analysis=no")
    {'newsletter': True, 'calls': False, 'analysis': False}
    >>> parsed_consent("no")
    {'general': False}
    """
    found = dict(_said(part.strip()) for part in _PARTS.split(text) if part.strip(" +-"))
    return {purpose[:LONGEST_PURPOSE]: given for purpose, given in found.items() if purpose}


def _said(part: str) -> tuple[str, bool]:
    purpose, *rest = _SAID.split(part.lower(), maxsplit=1)
    word = rest[0].strip() if rest else ""
    if not rest and purpose in _GIVEN | _WITHDRAWN:
        return GENERAL, purpose in _GIVEN
    if purpose[:1] in "+-":
        return purpose[1:].strip(), purpose[0] == "+" and word not in _WITHDRAWN
    return (purpose, word not in _WITHDRAWN) if not rest or word in _GIVEN | _WITHDRAWN else (part.lower(), True)
