"""Between money as people write it and money as it is stored."""

from decimal import ROUND_HALF_UP, Decimal

WITHOUT_MINOR_UNIT = frozenset({"JPY", "KRW"})


def minor_units(amount: Decimal, currency: str) -> int:
    """Return an amount of major units in the currency's minor units, such as 12.34 CNY as 1234; rounded half up.

    >>> minor_units(Decimal("12.345"), "CNY"), minor_units(Decimal("1200"), "JPY")
    (1235, 1200)
    """
    return int(amount.scaleb(digits_of(currency)).to_integral_value(ROUND_HALF_UP))


def major_units(amount: int, currency: str) -> Decimal:
    """Return an amount of minor units in the currency's major units, with its usual number of decimals.

    >>> major_units(1230, "CNY"), major_units(1200, "JPY")
    (Decimal('12.30'), Decimal('1200'))
    """
    return Decimal(amount).scaleb(-digits_of(currency))


def digits_of(currency: str) -> int:
    """Return how many decimals a currency has."""
    return 0 if currency in WITHOUT_MINOR_UNIT else 2
