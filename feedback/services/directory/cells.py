"""Single cells: what may stand in a code or a name."""

from unicodedata import category

from feedback.services.directory.lines import Unfit

# What a spreadsheet would run when the directory is written to a file again.
_FORMULA = ("=", "+", "@", "-")


def require_plain(column: str, text: str, *, most: int) -> str:
    """Return a text that can be stored, shown and written to a spreadsheet. Raises Unfit.

    Control characters and those that turn the direction of writing are refused: names would look like others.
    """
    if len(text) > most:
        raise Unfit(column, text, "too_long", f"must have at most {most} characters; it has {len(text)}")
    if any(category(one) in {"Cc", "Cf", "Cs", "Co", "Cn"} for one in text):
        raise Unfit(column, text, "bad_character", "must not contain control characters")
    if text.startswith(_FORMULA):
        raise Unfit(column, text, "formula", "must not begin like a formula: = + - @")
    return text


def required(column: str, text: str, *, most: int) -> str:
    """Return a text that is not empty. Raises Unfit."""
    if not text:
        raise Unfit(column, text, "missing", f"{column} is required")
    return require_plain(column, text, most=most)
