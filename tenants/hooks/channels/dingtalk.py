"""Robots of DingTalk (钉钉) groups, with the secret of "加签" where there is one. 20 messages a minute."""

from datetime import datetime
from urllib.parse import quote_plus

from tenants.hooks.channels.message import Answer, Call, Target, Told, Verdict
from tenants.hooks.channels.robots import PAUSE, json_call, judged, signed
from tenants.hooks.channels.words import words_of


class DingTalk:
    """A robot of a DingTalk group."""

    pause = PAUSE
    hosts = frozenset({"oapi.dingtalk.com", "api.dingtalk.com"})

    def call(self, told: Told, target: Target, *, now: datetime) -> Call:
        """Return the message; time and signature go into the address."""
        url = target.url
        if target.secrets:
            secret, stamp = target.secrets[0], str(round(now.timestamp() * 1000))
            sign = quote_plus(signed(secret, f"{stamp}\n{secret}"))
            url += f"{'&' if '?' in url else '?'}timestamp={stamp}&sign={sign}"
        return json_call(url, {"msgtype": "text", "text": {"content": words_of(told, locale=target.locale)}})

    def judge(self, answer: Answer, *, now: datetime) -> Verdict:
        """Return what an answer means: 130101 and 660026 are too many messages, 300005 a token that is no more."""
        gone = frozenset({300005, 400101})
        return judged(answer, names=("errcode", "errmsg"), too_many=frozenset({130101, 660026}), gone=gone)
