"""Currencies (ISO 4217) and how money becomes an integer."""

from decimal import Decimal

from feedback.channels.problems import BadValue
from journeys.services.money import minor_units

CURRENCIES = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG
    HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA
    MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD
    RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
    USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905  easier to read and to compare than 160 strings
)
LARGEST_MINOR = 10**15


def to_minor(amount: Decimal, *, currency: str) -> int:
    """Return an amount in minor units, rounded half up; raise BadValue when it is too large to be true.

    >>> to_minor(Decimal("12.345"), currency="CNY")
    1235
    """
    minor = minor_units(amount, currency)
    if abs(minor) > LARGEST_MINOR:
        raise BadValue("out_of_range", f"is too large: at most {LARGEST_MINOR} minor units are kept")
    return minor
