"""What mutations of departments and units take."""

import strawberry

REVISION = "Revision that you read; the change is refused when somebody else was quicker."
BELOW = "Id of what it belongs to; the top when left out."


@strawberry.input(description="A department to make.")
class CreateDepartmentInput:
    """A department to make."""

    code: str = strawberry.field(description="Stable code, unique in the company.")
    name_zh: str = strawberry.field(default="", description="Name in Chinese.")
    name_en: str = strawberry.field(default="", description="Name in English.")
    parent: strawberry.ID | None = strawberry.field(default=None, description=BELOW)


@strawberry.input(description="What to change of a department; what is left out stays.")
class UpdateDepartmentInput:
    """What to change of a department."""

    id: strawberry.ID = strawberry.field(description="Id of the department.")
    revision: int = strawberry.field(description=REVISION)
    name_zh: str | None = strawberry.field(default=None, description="Name in Chinese.")
    name_en: str | None = strawberry.field(default=None, description="Name in English.")


@strawberry.input(description="A unit to make.")
class CreateUnitInput:
    """A unit to make."""

    code: str = strawberry.field(description="Stable code, unique in the company, as imports name it.")
    name: str = strawberry.field(default="", description="Name of the unit.")
    kind: str = strawberry.field(default="", description="For example region, city, store.")
    parent: strawberry.ID | None = strawberry.field(default=None, description=BELOW)


@strawberry.input(description="What to change of a unit; what is left out stays.")
class UpdateUnitInput:
    """What to change of a unit."""

    id: strawberry.ID = strawberry.field(description="Id of the unit.")
    revision: int = strawberry.field(description=REVISION)
    name: str | None = strawberry.field(default=None, description="Name of the unit.")
    kind: str | None = strawberry.field(default=None, description="For example region, city, store.")


@strawberry.input(description="A place in the tree.")
class MoveInput:
    """A place in the tree."""

    id: strawberry.ID = strawberry.field(description="Id of what is moved, with all below it.")
    parent: strawberry.ID | None = strawberry.field(default=None, description=BELOW)
    revision: int = strawberry.field(description=REVISION)


@strawberry.input(description="What to put away, or to take back.")
class ArchiveInput:
    """What to put away, or to take back."""

    id: strawberry.ID = strawberry.field(description="Id of what is put away.")
    revision: int = strawberry.field(description=REVISION)
    archived: bool = strawberry.field(default=True, description="False takes it back.")
