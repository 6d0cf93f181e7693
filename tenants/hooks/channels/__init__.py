"""How endpoints are spoken to. Plain Python: what to send, where to, and what an answer means."""

from collections.abc import Mapping

from tenants.hooks.channels.dingtalk import DingTalk
from tenants.hooks.channels.feishu import Feishu
from tenants.hooks.channels.message import Channel
from tenants.hooks.channels.standard import StandardWebhook
from tenants.hooks.channels.wecom import WeCom

CHANNELS: Mapping[str, Channel] = {
    "webhook": StandardWebhook(),
    "wecom": WeCom(),
    "dingtalk": DingTalk(),
    "feishu": Feishu(),
}

__all__ = ["CHANNELS", "Channel"]
