"""Money leaves in major units of the company's currency."""

from journeys.services.money import digits_of


def minor_per_major(currency: str) -> int:
    """Return how many minor units make one of the currency: 100 fen are a yuan, a yen has none.

    >>> minor_per_major("CNY"), minor_per_major("JPY")
    (100, 1)
    """
    return int(10 ** digits_of(currency))
