"""Events of what is derived: scores, alerts, evaluations, predictions."""

from tenants.hooks.catalogue.event_type import EventType, Field

RUN = (
    Field("period", "label of the period", "周期", "2026-05"),
    Field("status", "ok, provisional, insufficient or closed", "状态", "ok"),
    Field("returnIndex", "return index of the company; null when it cannot be told", "回报指数", 104.2),
    Field("value", "experience value of the company, 0 to 100; null when it cannot be told", "体验值", 71.3),
    Field("low", "lower end of its interval", "区间下限", 70.1),
    Field("high", "upper end of its interval", "区间上限", 72.5),
    Field("modelVersion", "version of the model", "模型版本", "1"),
    Field("runHash", "hash of all figures", "结果哈希", "9f2c51d0"),
)
ALERT = (
    Field("touchpoint", "code of the touchpoint; empty for the company as a whole", "触点", "queue"),
    Field("metric", "metric of the chart", "指标", "csat"),
    Field("day", "first day out of control", "日期", "2026-05-12"),
    Field("kind", "sort of deviation", "类型", "shift"),
    Field("direction", "up or down", "方向", "down"),
    Field("value", "mean of the metric that day", "实际值", 3.4),
    Field("expected", "mean to expect", "预期值", 4.2),
    Field("state", "where the alert is in its life", "状态", "open"),
)

ANALYSIS = (
    EventType("score.computed", "A period was scored", "体验回报得分已计算", "period", RUN),
    EventType("period.closed", "A period was closed: its score stays as it is", "周期已关账", "period", RUN),
    EventType("alert.opened", "A metric left its control limits", "指标异常预警", "alert", ALERT),
    EventType("alert.changed", "Late facts changed an alert", "预警已更新", "alert", ALERT),
    EventType("alert.withdrawn", "Late facts took an alert's reason away", "预警已撤回", "alert", ALERT),
    EventType("alert.acknowledged", "Somebody looks after an alert", "预警已认领", "alert", ALERT),
    EventType("alert.resolved", "An alert is dealt with", "预警已处理", "alert", ALERT),
    EventType(
        "plan.evaluated",
        "An action plan was evaluated",
        "行动方案已评估",
        "plan",
        (
            Field("code", "code of the plan", "方案编码", "faster-queue"),
            Field("number", "number of the evaluation", "第几次评估", 1),
            Field("verdict", "worked, no_evidence, harmed or cannot_tell", "结论", "worked"),
            Field("effect", "effect in the plan's metric; null when it cannot be told", "效果", 0.42),
            Field("low", "lower end of its interval", "区间下限", 0.2),
            Field("high", "upper end of its interval", "区间上限", 0.64),
        ),
    ),
    EventType(
        "prediction.finished",
        "Customers were predicted",
        "客户预测完成",
        "prediction",
        (
            Field("period", "month as of whose end it is", "周期", "2026-05"),
            Field("target", "what was predicted", "目标", "repurchase"),
            Field("status", "ok, provisional or insufficient", "状态", "ok"),
            Field("verdict", "whether it beats what is known without it", "结论", "better"),
            Field("customers", "how many customers", "客户数", 12000),
        ),
    ),
)
