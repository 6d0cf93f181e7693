"""Events of what a company intends: journeys, touchpoints, plans, scenarios, settings."""

from tenants.hooks.catalogue.event_type import EventType, Field

CODE = Field("code", "code", "编码", "queue")
PLAN = (
    Field("code", "code of the plan", "方案编码", "faster-queue"),
    Field("title", "title of the plan", "方案", "Faster queue"),
    Field("state", "where the plan is in its life", "状态", "approved"),
    Field("startDate", "first day of the plan", "开始日期", "2026-06-15"),
    Field("evaluateTo", "last day that its evaluation looks at", "评估截止", "2026-09-15"),
)
SCENARIO = (
    Field("code", "code of the scenario", "情景编码", "better-queue"),
    Field("title", "title of the scenario", "情景", "Better queue"),
    Field("status", "ok, or insufficient when it could not be answered", "状态", "ok"),
)

INTENT = (
    EventType("plan.created", "An action plan was written", "新建行动方案", "plan", PLAN),
    EventType("plan.changed", "An action plan was changed", "行动方案已修改", "plan", PLAN),
    EventType("plan.approved", "An action plan was approved", "行动方案已批准", "plan", PLAN),
    EventType("scenario.saved", "A scenario was answered and kept", "情景已保存", "scenario", SCENARIO),
    EventType(
        "scenario.adopted",
        "A scenario became plans",
        "情景已转为方案",
        "scenario",
        (*SCENARIO, Field("plans", "codes of the plans", "方案", ["better-queue-1"])),
    ),
    EventType("scenario.deleted", "A scenario was forgotten", "情景已删除", "scenario", SCENARIO),
    EventType(
        "settings.changed",
        "The model settings have a new version",
        "模型设置已更新",
        "settings",
        (
            Field("number", "number of the version", "版本", 4),
            Field("fields", "names of the fields that changed", "修改项", ["minimum_n"]),
        ),
    ),
)
