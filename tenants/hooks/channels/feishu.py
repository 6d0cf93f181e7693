"""Robots of Feishu (飞书) groups, with the secret of "签名校验" where there is one."""

from datetime import datetime

from tenants.hooks.channels.message import Answer, Call, Target, Told, Verdict
from tenants.hooks.channels.robots import PAUSE, json_call, judged, signed
from tenants.hooks.channels.words import words_of


class Feishu:
    """A robot of a Feishu group."""

    pause = PAUSE
    hosts = frozenset({"open.feishu.cn", "open.larksuite.com"})

    def call(self, told: Told, target: Target, *, now: datetime) -> Call:
        """Return the message; time and signature go into the body. The key is time and secret, the message nothing."""
        content: dict[str, object] = {"msg_type": "text", "content": {"text": words_of(told, locale=target.locale)}}
        if target.secrets:
            stamp = str(int(now.timestamp()))
            content |= {"timestamp": stamp, "sign": signed(f"{stamp}\n{target.secrets[0]}", "")}
        return json_call(target.url, content)

    def judge(self, answer: Answer, *, now: datetime) -> Verdict:
        """Return what an answer means: 9499 and 11232 are too many messages, 19001 a token that is no more."""
        gone = frozenset({19001})
        return judged(answer, names=("code", "msg"), too_many=frozenset({9499, 11232}), gone=gone)
