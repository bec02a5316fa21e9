"""Reads: the files a person may open."""

from typing import Any

from django.db.models import QuerySet

from duban.documents.models import FileVersion
from duban.documents.permits import VIEW_FILE


def versions_for(user: Any) -> QuerySet[FileVersion]:
    """The versions of files a person may open."""
    return VIEW_FILE.scope(user, FileVersion.objects.select_related("file__unit"))
