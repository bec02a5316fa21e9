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
from duban.orgs.models.changes import Change, ChangedUnit, Relation, RelationQuerySet, UnitPast
from duban.orgs.models.people import Correction, Person, PersonQuerySet, Post, PostQuerySet, Stay, StayQuerySet
from duban.orgs.models.units import BRANCHES, Unit, UnitCategory, UnitKind, UnitQuerySet

__all__ = [
    "ADMINISTRATORS",
    "BRANCHES",
    "WATCHERS",
    "Change",
    "ChangedUnit",
    "Correction",
    "Grant",
    "GrantQuerySet",
    "PastPassword",
    "Person",
    "PersonQuerySet",
    "Post",
    "PostQuerySet",
    "Relation",
    "RelationQuerySet",
    "Role",
    "Stay",
    "StayQuerySet",
    "Unit",
    "UnitCategory",
    "UnitKind",
    "UnitPast",
    "UnitQuerySet",
    "User",
]
