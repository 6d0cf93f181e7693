"""Events of what a company intends: journeys, touchpoints, plans, scenarios, settings."""

from tenants.hooks.catalogue.event_type import EventType, Field

CODE = Field("code", "code", "编码", "queue")
STATE = Field("state", "where it is in its life; empty for what has none", "状态", "")
FIELDS = Field("fields", "names of what changed", "修改项", ["name_en"])
EDIT = (CODE, STATE, FIELDS)
PLAN = (
    Field("code", "code of the plan", "方案编码", "faster-queue"),
    Field("state", "where the plan is in its life", "状态", "approved"),
    Field("fields", "names of what changed", "修改项", ["state"]),
)
TASK = (
    Field("code", "always empty: tasks have no code", "编码", ""),
    STATE,
    Field("fields", "names of what changed", "修改项", ["progress"]),
)
VERSION = (
    Field("journey", "code of the journey", "旅程", "dine-in"),
    Field("number", "number of the version", "版本", 3),
)
TITLE = Field("title", "title of the scenario", "情景", "Better queue")


def _edits(kind: str, en: str, zh: str, happened: dict[str, tuple[str, str]]) -> tuple[EventType, ...]:
    fields = {"plan": PLAN, "task": TASK}.get(kind, EDIT)
    return tuple(
        EventType(f"{kind}.{what}", f"{en} was {word}", f"{zh}{ideogram}", kind, fields)
        for what, (word, ideogram) in happened.items()
    )


CREATED = {"created": ("created", "已新建")}
UPDATED = {"updated": ("changed", "已修改")}
DELETED = {"deleted": ("removed", "已删除")}
ARCHIVED = {"archived": ("archived", "已归档"), "restored": ("restored", "已恢复")}
MAPPED = {"mapped": ("mapped onto another, for which its code stands from now on", "已归并到其他触点")}
PLAN_LIFE = {
    "submitted": ("submitted for approval", "已提交审批"),
    "returned": ("returned for changes", "已退回"),
    "approved": ("approved", "已批准"),
    "started": ("started", "已开始"),
    "closed": ("closed", "已结束"),
    "cancelled": ("cancelled", "已取消"),
    "reopened": ("reopened", "已恢复"),
    "blocked": ("blocked: something is in its way", "受阻"),
    "unblocked": ("unblocked: it can go on", "已解除受阻"),
}
SAID = (
    Field("code", "code of the plan", "方案编码", "faster-queue"),
    Field("mentions", "e-mail addresses of the people whom it calls to look", "提及", ["ann@example.com"]),
)

INTENT = (
    *_edits("journey", "A journey", "旅程", CREATED | UPDATED | ARCHIVED),
    EventType(
        "journey_version.drafted", "A draft of a journey was begun", "旅程草稿已新建", "journey_version", VERSION
    ),
    EventType(
        "journey_version.edited",
        "Stages or touchpoints of a draft were changed",
        "旅程草稿已修改",
        "journey_version",
        (*VERSION, Field("action", "what was changed", "操作", "stage.created")),
    ),
    EventType(
        "journey_version.published", "A version of a journey is in force", "旅程版本已发布", "journey_version", VERSION
    ),
    EventType(
        "journey_version.discarded", "A draft of a journey was dropped", "旅程草稿已放弃", "journey_version", VERSION
    ),
    *_edits("touchpoint", "A touchpoint", "触点", CREATED | UPDATED | ARCHIVED | MAPPED),
    *_edits("channel", "A channel", "渠道", CREATED | UPDATED),
    *_edits("persona", "A persona", "客户画像", CREATED | UPDATED | DELETED),
    *_edits("plan", "An action plan", "行动方案", CREATED | UPDATED | PLAN_LIFE),
    EventType("plan.commented", "Somebody commented on an action plan", "行动方案有新评论", "plan", SAID),
    *_edits("task", "A task of a plan", "任务", CREATED | UPDATED | {"completed": ("completed", "已完成")} | DELETED),
    EventType(
        "scenario.saved",
        "A scenario was answered and kept",
        "情景已保存",
        "scenario",
        (TITLE, Field("status", "ok, or insufficient when it could not be answered", "状态", "ok")),
    ),
    EventType(
        "scenario.adopted",
        "A scenario became plans",
        "情景已转为方案",
        "scenario",
        (TITLE, Field("plans", "codes of the plans", "方案", ["better-queue-1"])),
    ),
    EventType("scenario.deleted", "A scenario was forgotten", "情景已删除", "scenario", (TITLE,)),
    EventType(
        "settings.updated",
        "The model settings have a new version",
        "模型设置已更新",
        "settings",
        (
            Field("number", "number of the version", "版本", 4),
            Field("fields", "names of the settings that were given", "修改项", ["minimum_n"]),
        ),
    ),
)
