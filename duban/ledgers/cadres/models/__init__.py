"""Kinds of posts and the pool, filings, hand-overs, training, and what a cadre's record keeps of its own."""

from duban.ledgers.cadres.models.filings import Filing
from duban.ledgers.cadres.models.hand_overs import HandOver, HandOverLine, HandOverPoint
from duban.ledgers.cadres.models.pool import Band, CadrePost, CadreProfile, PostKind
from duban.ledgers.cadres.models.record import Objection, Secondment, YearlyComment
from duban.ledgers.cadres.models.training import HeldClass, PlannedClass

__all__ = [
    "Band",
    "CadrePost",
    "CadreProfile",
    "Filing",
    "HandOver",
    "HandOverLine",
    "HandOverPoint",
    "HeldClass",
    "Objection",
    "PlannedClass",
    "PostKind",
    "Secondment",
    "YearlyComment",
]
