"""Cases follow the customer whom they are about: to the one who stands for it now, and back again."""

from feedback.services.merge.stage import Cursor

_MOVE = (
    "UPDATE feedback_case f SET customer_id = m.target, account_id = NULLIF(m.account, m.target), "
    "respondent = m.target, revision = f.revision + 1 "
    "FROM jsonb_to_recordset(%s::jsonb) AS m(account uuid, source uuid, target uuid, bucket int2) "
    "WHERE f.customer_id = m.source AND COALESCE(f.account_id, f.customer_id) = m.account"
)


def move_cases(cursor: Cursor, moves: str) -> None:
    """Move the cases of some accounts; `moves` are the same, as JSON, by which their facts move."""
    cursor.execute(_MOVE, [moves])
