"""What a bank's admin brings in from files in story 3: departments, branches and three hundred people."""

import base64
from typing import Any

from tests.faults.stack import Stack
from tests.flow.http_client import Program

ASK = """mutation($kind: DirectoryKind!, $content: String!, $dry: Boolean!) {
  importDirectory(input: {kind: $kind, fileName: "list.csv", content: $content, dryRun: $dry}) {
    job { id } userErrors { message } } }"""
TOLD = """query($id: ID!) { directoryImport(id: $id) { rows created changed unchanged rejected invitations
  refusals { row column value code reason } } }"""
WHO = """{ members(first: 100) { totalCount nodes { email masks roles(first: 5) { nodes { role unit { code } } } } }
  departments(first: 5) { totalCount } units(first: 100) { totalCount } }"""
BRANCHES = 20
PEOPLE = 300
DEPARTMENTS = "编码,名称,上级\nretail,零售银行部,\nops,运营管理部,retail\nrisk,风险管理部,无此部门\n"


def branches() -> str:
    """Return two regions with ten branches each, those below first."""
    rows = [f"b{number},第{number}网点,网点,{('east', 'west')[number % 2]}" for number in range(BRANCHES)]
    return "\n".join(["编码,名称,类型,上级", *rows, "east,东区,大区,", "west,西区,大区,"])


def people() -> str:
    """Return three hundred people of the branches, who see no phones, and two rows that are wrong."""
    rows = [
        f"p{number}@bank.example,员工{number},{('操作员', '分析师', '经理')[number % 3]},b{number % BRANCHES},手机,中文"
        for number in range(PEOPLE)
    ]
    return "\n".join(
        ["邮箱,姓名,角色,网点,屏蔽,语言", *rows, "p300@bank,x,经理,b1,,", "p301@bank.example,x,经理,b99,,"]
    )


def bring_in(stack: Stack, owner: Program) -> dict[str, Any]:
    """Bring the three files in, each tried first, in the encoding of Chinese Windows; return what became of each."""
    done: dict[str, Any] = {}
    for kind, text in (("DEPARTMENTS", DEPARTMENTS), ("UNITS", branches()), ("PEOPLE", people())):
        for dry in (True, False, False):
            content = base64.b64encode(text.encode("gbk")).decode()
            job = owner.data(ASK, kind=kind, content=content, dry=dry)["importDirectory"]["job"]["id"]
            stack.wait_until(lambda job=job: owner.data(TOLD, id=job)["directoryImport"] is not None, 120)  # type: ignore[misc]  # bound
            done.setdefault(kind, []).append(owner.data(TOLD, id=job)["directoryImport"])
    return done


def require_brought_in(done: dict[str, Any], seen: dict[str, Any]) -> None:
    """Check that trials told what came of it, that wrong rows were told, and that a second time changed nothing."""
    counts = {"DEPARTMENTS": (2, 1), "UNITS": (BRANCHES + 2, 0), "PEOPLE": (PEOPLE, 2)}
    for kind, (tried, taken, again) in done.items():
        assert tried == taken
        assert (taken["created"], taken["rejected"]) == counts[kind]
        assert (again["created"], again["changed"], again["invitations"]) == (0, 0, 0)
    wrong = [(one["row"], one["column"], one["code"]) for one in done["PEOPLE"][1]["refusals"]]
    assert wrong == [(PEOPLE + 1, "email", "bad_email"), (PEOPLE + 2, "units", "unknown_unit")]
    assert (seen["departments"]["totalCount"], seen["units"]["totalCount"]) == (2, BRANCHES + 2)
    assert seen["members"]["totalCount"] == PEOPLE + 1  # and the one who was there
    new = [one for one in seen["members"]["nodes"] if one["email"] != "boss@bank.example"]
    assert {tuple(one["masks"]) for one in new} == {("contacts",)}
    assert all(one["roles"]["nodes"][0]["unit"]["code"].startswith("b") for one in new)
