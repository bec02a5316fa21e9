"""Documents and what they go through; an office's profile, templates and registers of numbers."""

from duban.documents.official.models.papers import Approval, Kind, OfficialDocument
from duban.documents.official.models.profiles import (
    DocumentTemplate,
    OfficeProfile,
    OfficeTemplate,
    OutsideNumbers,
    PostStep,
    SymbolRegister,
)

__all__ = [
    "Approval",
    "DocumentTemplate",
    "Kind",
    "OfficeProfile",
    "OfficeTemplate",
    "OfficialDocument",
    "OutsideNumbers",
    "PostStep",
    "SymbolRegister",
]
