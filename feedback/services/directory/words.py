"""What columns, roles, languages and masks may be called in a file, in English and in Chinese."""

from collections.abc import Mapping

DEPARTMENTS, UNITS, PEOPLE = "departments", "units", "people"
EVERYWHERE = frozenset({"*", "全部", "全公司"})
NOTHING = frozenset({"none", "无", "不屏蔽"})
SEPARATORS = ";；|、\n"

_PLACE = {
    "code": "编码,编号,代码,机构编码,机构号,部门编码,网点编码,门店编码",
    "parent": "上级,上级编码,上级机构,上级部门",
}
COLUMNS: Mapping[str, Mapping[str, str]] = {
    DEPARTMENTS: _PLACE | {"name": "名称,部门名称", "name_zh": "中文名,中文名称", "name_en": "英文名,英文名称"},
    UNITS: _PLACE | {"name": "名称,机构名称,网点名称,门店名称", "kind": "类型,类别,机构类型,门店类型"},
    PEOPLE: {
        "email": "邮箱,电子邮箱,邮件,电子邮件,e-mail,mail",
        "name": "姓名",
        "role": "角色",
        "units": "unit,branch,branches,网点,门店,机构,所属机构,范围",
        "masks": "mask,屏蔽,脱敏,屏蔽内容",
        "locale": "language,语言",
    },
}
NEEDED: Mapping[str, tuple[str, ...]] = {DEPARTMENTS: ("code",), UNITS: ("code",), PEOPLE: ("email", "role", "units")}
ROLES: Mapping[str, str] = {
    "viewer": "查看者,访客,只读", "operator": "操作员,一线人员,客服", "analyst": "分析师,分析员",
    "manager": "经理,管理者,主管", "owner": "所有者,负责人",
}  # fmt: skip
LOCALES: Mapping[str, str] = {"zh-hans": "zh,zh-cn,zh_hans,中文,简体中文", "en": "en-us,en-gb,english,英文,英语"}
MASKS: Mapping[str, str] = {
    "contacts": "contact,phone,phones,手机,手机号,电话,联系方式", "texts": "text,comments,文本,评论,原文",
}  # fmt: skip


def meaning(word: str, names: Mapping[str, str]) -> str | None:
    """Return what a word stands for among names and their other spellings, whatever its case; None when nothing.

    >>> meaning("手机", MASKS), meaning("Viewer", ROLES), meaning("boss", ROLES)
    ('contacts', 'viewer', None)
    """
    plain = word.strip().casefold()
    return next((name for name, others in names.items() if plain == name or plain in others.split(",")), None)
