"""Robots of WeCom (企业微信) groups: the key in the address is the secret. 20 messages a minute."""

from datetime import datetime

from tenants.hooks.channels.message import Answer, Call, Target, Told, Verdict
from tenants.hooks.channels.robots import PAUSE, json_call, judged
from tenants.hooks.channels.words import words_of


class WeCom:
    """A robot of a WeCom group."""

    pause = PAUSE
    hosts = frozenset({"qyapi.weixin.qq.com"})

    def call(self, told: Told, target: Target, *, now: datetime) -> Call:
        """Return the message."""
        content = words_of(told, locale=target.locale)
        return json_call(target.url, {"msgtype": "text", "text": {"content": content}})

    def judge(self, answer: Answer, *, now: datetime) -> Verdict:
        """Return what an answer means: 45009 is too many messages, 93000 an address that is no more."""
        gone = frozenset({93000})
        return judged(answer, names=("errcode", "errmsg"), too_many=frozenset({45009, 45033}), gone=gone)
