"""Events of the house: long work, people, keys, and webhooks themselves."""

from tenants.hooks.catalogue.event_type import EventType, Field

JOB = (
    Field("kind", "sort of work", "任务类型", "score"),
    Field("state", "where the job is in its life", "状态", "done"),
    Field("attempts", "how often a worker has begun it", "尝试次数", 1),
)
PROGRESS = (
    *JOB,
    Field("done", "steps finished", "已完成步数", 40),
    Field("total", "steps in all; null when not known", "总步数", 100),
)
KEY = (
    Field("prefix", "first characters of the key", "密钥前缀", "hb_Zk3vQ1aB8"),
    Field("scopes", "what it may do", "权限", ["feedback:write"]),
    Field("expiresAt", "when it expires; null when it does not", "到期时间", None),
)
ROLE = (
    Field("role", "the role", "角色", "analyst"),
    Field("unit", "code of the unit in which; empty for the whole company", "门店", ""),
)
ENTRY = (
    *KEY,
    Field("reason", "why", "原因", "scores of May look too low, ticket 4711"),
)

STATE = (Field("state", "what it is now", "状态", "on"),)

HOUSE = (
    EventType("job.started", "A worker began a job", "任务已开始", "job", JOB),
    EventType("job.progressed", "A job came further", "任务有进展", "job", PROGRESS, is_live_only=True),
    EventType("job.finished", "A job is done", "任务已完成", "job", JOB),
    EventType("job.failed", "A job failed for good", "任务失败", "job", JOB),
    EventType("job.cancelled", "A job was cancelled", "任务已取消", "job", JOB),
    EventType("member.invited", "A person was invited", "已邀请新成员", "member", ROLE[:1]),
    EventType(
        "member.joined",
        "A person came the first time by the company's own sign-in",
        "成员首次通过企业账号登录",
        "member",
        ROLE[:1],
    ),
    EventType(
        "member.second_factor_changed",
        "A person's second factor was set on, off or reset",
        "成员的第二重验证已更改",
        "member",
        STATE,
    ),
    EventType("member.passkey_added", "A person made a passkey", "成员已添加通行密钥", "member"),
    EventType("member.passkey_removed", "A person removed a passkey", "成员已移除通行密钥", "member"),
    EventType(
        "sso_provider.changed",
        "The company's own sign-in was set or removed",
        "企业账号登录设置已更改",
        "sso_provider",
        STATE,
    ),
    EventType(
        "member.masks_changed",
        "It was decided what is hidden from a person",
        "成员的屏蔽内容已更改",
        "member",
        (Field("masks", "what is hidden: contacts, texts", "屏蔽内容", ["contacts"]),),
    ),
    EventType(
        "directory.imported",
        "Departments, units or people were brought in from a file",
        "组织或人员文件已导入",
        "directory",
        (
            Field("kind", "departments, units or people", "类型", "people"),
            Field("created", "how many are new", "新增", 298),
            Field("changed", "how many were changed", "变更", 0),
            Field("unchanged", "how many are as they were", "未变", 0),
            Field("rejected", "rows that were refused", "拒收", 2),
        ),
    ),
    EventType("member.deactivated", "A person may sign in no more", "成员已停用", "member"),
    EventType("member.reactivated", "A person may sign in again", "成员已恢复", "member"),
    EventType("session.ended", "Sessions of a person ended", "会话已结束", "member"),
    EventType("role.assigned", "A person was given a role", "已分配角色", "member", ROLE),
    EventType("role.removed", "A role was taken away from a person", "已移除角色", "member", ROLE),
    EventType("api_key.created", "An API key was made", "新建 API 密钥", "api_key", KEY),
    EventType("api_key.rotated", "An API key is being replaced by another", "API 密钥已轮换", "api_key", KEY),
    EventType("api_key.revoked", "An API key was revoked", "API 密钥已吊销", "api_key", KEY),
    EventType("operator.entered", "Somebody of the operator entered the company", "运营方人员已进入", "api_key", ENTRY),
    EventType(
        "operator_access.changed",
        "It was decided whether people of the operator may enter",
        "运营方进入权限已更改",
        "tenant",
        (
            Field("isAllowed", "whether they may", "是否允许", False),
            Field("ended", "how many who were in were shown out", "已请出的人数", 0),
        ),
    ),
    EventType(
        "second_factor_rule.changed",
        "It was decided whether everybody has to give a second factor",
        "第二重验证要求已更改",
        "tenant",
        (Field("from", "from when on; null: nobody is asked to", "开始时间", "2026-12-01T00:00:00+00:00"),),
    ),
    EventType(
        "webhook_endpoint.disabled",
        "A webhook endpoint was disabled because it failed too long or is gone",
        "Webhook 端点已停用",
        "webhook_endpoint",
        (
            Field("reason", "why", "原因", "it has failed since 2026-05-07"),
            Field("failingSince", "first failure after the last success", "首次失败", "2026-05-07T08:00:00+00:00"),
        ),
    ),
    EventType(
        "webhook.test",
        "Somebody tests a webhook endpoint",
        "测试消息",
        "webhook_endpoint",
        (Field("message", "a greeting", "内容", "It works."),),
    ),
)
