"""Events of facts: batches stored and taken back."""

from tenants.hooks.catalogue.event_type import EventType, Field

KIND = Field("kind", "sort of records", "记录类型", "feedback")
SOURCE = Field("source", "where they came from", "来源", "shop")
ACCEPTED = Field("accepted", "records that are new", "新增", 980)
DUPLICATES = Field("duplicates", "records that were known already", "重复", 15)
CORRECTED = Field("corrected", "known records that now say something else", "更正", 2)
REJECTED = Field("rejected", "records that could not be kept", "拒收", 3)
FILE = Field("file", "name of the file", "文件", "may.csv")
MERGE = (
    Field(
        "customer",
        "id of the customer who was merged into the other",
        "被合并客户的 ID",
        "019a2b3c-0000-7000-8000-000000000002",
    ),
    Field("into", "id of the other", "合并到的客户的 ID", "019a2b3c-0000-7000-8000-000000000001"),
    Field("rule", 'kinds of identifier that both have alike, or "manual"', "匹配规则", "phone"),
)
STORED = (SOURCE, ACCEPTED, DUPLICATES, CORRECTED, REJECTED)

FACTS = (
    EventType("feedback_batch.stored", "Feedback was stored", "反馈已入库", "batch", STORED),
    EventType("order_batch.stored", "Orders were stored", "订单已入库", "batch", STORED),
    EventType("customer_batch.stored", "Customers were stored", "客户已入库", "batch", STORED),
    EventType("interaction_batch.stored", "Contacts with customers were stored", "接触记录已入库", "batch", STORED),
    EventType("unit_batch.stored", "Units were described", "门店资料已入库", "batch", STORED),
    EventType("import.finished", "The import of a file ended", "文件导入完成", "batch", (KIND, FILE, *STORED)),
    EventType(
        "batch.undone",
        "A batch was taken back",
        "批次已撤销",
        "batch",
        (
            KIND,
            Field("removed", "facts that are gone", "移除", 980),
            Field("restored", "facts that are again what they were", "恢复", 2),
            Field("kept", "facts that a later batch corrected and that stay", "保留", 0),
        ),
    ),
    EventType(
        "export.ready",
        "The file of an export can be fetched",
        "导出文件已可下载",
        "job",
        (
            Field("lines", "changes that it tells of", "变更行数", 1200),
            Field("deletes", "how many of them tell of what is gone", "删除行数", 3),
            Field("hasMore", "true when the next file goes on in the same span", "是否还有后续文件", False),
        ),
    ),
    EventType(
        "consent.recorded",
        "Consent was given or withdrawn",
        "同意已记录",
        "customer",
        (
            Field("purpose", "what for", "用途", "newsletter"),
            Field("isGiven", "true when given, false when withdrawn", "是否同意", False),
        ),
    ),
    EventType("customer.merged", "Two customers were found to be one person", "客户已合并", "customer", MERGE),
    EventType("customer.merge_undone", "A merge of customers was undone", "客户合并已撤销", "customer", MERGE),
    EventType(
        "merge_conflict.found",
        "Customers share an identifier, and a person has to say whether they are one",
        "发现待确认的重复客户",
        "merge_conflict",
        (
            Field("reason", "different_ids, too_many or review", "原因", "different_ids"),
            Field("rule", "kinds of identifier that they share", "匹配规则", "phone"),
            Field("kinds", "kinds of identifier in which they differ", "不一致的标识", ["member_no"]),
            Field("customers", "how many customers share it", "共用的客户数", 2),
        ),
    ),
    EventType(
        "merge_conflict.decided",
        "Somebody said whether customers are one person",
        "重复客户已确认",
        "merge_conflict",
        (Field("state", "merged or kept_apart", "结论", "kept_apart"),),
    ),
    EventType(
        "identity_policy.updated",
        "The rules by which customers are recognised were changed",
        "身份识别规则已更改",
        "identity_policy",
        (Field("rules", "kinds of identifier, in the order of the rules", "规则顺序", ["member_no", "phone"]),),
    ),
    EventType(
        "person.erased",
        "A person was erased",
        "个人信息已删除",
        "erasure",
        (
            Field("receipt", "hash of the receipt", "凭证哈希", "9f2c…"),
            Field("rows", "rows and files that were changed", "涉及的记录数", 12),
        ),
    ),
    EventType(
        "retention.updated",
        "It was decided how long a class of data is kept",
        "保存期限已更改",
        "retention",
        (
            Field("kind", "class of data", "数据类别", "texts"),
            Field("days", "days that it is kept; null: for as long as the company exists", "保存天数", 730),
        ),
    ),
    EventType(
        "retention.applied",
        "What was kept for long enough was let go of",
        "到期数据已清除",
        "retention",
        (Field("rows", "rows and files by class", "各类记录数", {"texts": 120}),),
    ),
)
