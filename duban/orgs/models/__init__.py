"""Units and their tree, people and their posts, accounts, and who may do what where."""

from duban.orgs.models.accounts import (
    ADMINISTRATORS,
    WATCHERS,
    Grant,
    GrantQuerySet,
    PastPassword,
    Role,
    User,
)
from duban.orgs.models.people import Person, Post, PostQuerySet
from duban.orgs.models.units import Unit, UnitCategory, UnitKind, UnitQuerySet

__all__ = [
    "ADMINISTRATORS",
    "WATCHERS",
    "Grant",
    "GrantQuerySet",
    "PastPassword",
    "Person",
    "Post",
    "PostQuerySet",
    "Role",
    "Unit",
    "UnitCategory",
    "UnitKind",
    "UnitQuerySet",
    "User",
]
