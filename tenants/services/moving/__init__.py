"""Moving companies between databases: see docs/decisions/databases.md and docs/operations/scale.md."""

from tenants.services.moving.copying import CannotMove
from tenants.services.moving.moving import (
    confirm_move,
    drop_copies,
    give_up_move,
    move_company,
    open_move,
    resume_moves,
)

__all__ = ["CannotMove", "confirm_move", "drop_copies", "give_up_move", "move_company", "open_move", "resume_moves"]
