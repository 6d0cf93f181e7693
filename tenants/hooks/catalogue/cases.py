"""Events of cases: opened, given to somebody, late, over."""

from tenants.hooks.catalogue.event_type import EventType, Field

CASE = (
    Field("number", "number of the case", "工单号", 37),
    Field("state", "where it is in its life", "状态", "assigned"),
    Field("severity", "how much it matters: low, medium, high or critical", "级别", "high"),
    Field("touchpoint", "code of the touchpoint; empty for the company as a whole", "触点", "queue"),
    Field("unit", "code of the unit; empty when unknown", "门店", "shop-12"),
    Field("rule", "name of the rule that opened it; empty when somebody did", "规则", "差评：等位"),
    Field("assigned", "whether a person or a department has it", "是否已指派", True),
    Field("team", "code of the department that has it; empty when none has", "负责部门", "store-ops"),
    Field("due", "when it has to be resolved", "处理期限", "2026-05-02T12:00:00+00:00"),
)
FIELDS = Field("fields", "names of what changed", "修改项", ["severity"])
STEP = Field("step", "which step of its ladder that was, from 1", "升级次数", 1)
CAUSE = Field("rootCause", "why it came to it; empty while unknown", "根本原因", "waiting_time")
WHY = Field("why", "answer_taken_back when that closed it; else not there", "关闭原因", "answer_taken_back")
RULE = (
    Field("severity", "how much its cases matter", "级别", "high"),
    Field("active", "whether it looks at answers that come", "是否启用", True),
    Field("fields", "names of what changed", "修改项", ["conditions"]),
)

CASES = (
    EventType("case.opened", "A case was opened", "工单已创建", "case", CASE),
    EventType("case.assigned", "A case was given to somebody", "工单已指派", "case", CASE),
    EventType("case.changed", "Something about a case changed", "工单已更新", "case", (*CASE, FIELDS)),
    EventType("case.commented", "Somebody wrote into a case", "工单有新留言", "case", CASE),
    EventType("case.overdue", "A case was not resolved in time", "工单已超时", "case", CASE),
    EventType("case.escalated", "A case was passed up", "工单已升级", "case", (*CASE, STEP)),
    EventType("case.resolved", "A case was resolved", "工单已解决", "case", (*CASE, CAUSE)),
    EventType("case.closed", "A case is over", "工单已关闭", "case", (*CASE, WHY)),
    EventType("case.reopened", "A case was opened again", "工单已重新打开", "case", CASE),
    EventType("case_rule.created", "A rule that opens cases was written", "工单规则已新建", "case_rule", RULE),
    EventType("case_rule.updated", "A rule that opens cases was changed", "工单规则已修改", "case_rule", RULE),
    EventType("case_rule.enabled", "A rule that opens cases was set going", "工单规则已启用", "case_rule", RULE),
    EventType("case_rule.disabled", "A rule that opens cases was stopped", "工单规则已停用", "case_rule", RULE),
    EventType(
        "working_hours.updated",
        "It was said when people work",
        "工作时间已更改",
        "working_hours",
        (Field("unit", "code of the unit; empty for the company", "门店", ""),),
    ),
)
