"""Downloads. Who opened which file is not kept: that would be a statistic of use (AF-3)."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from duban.documents.downloads import download
from duban.documents.queries import versions_for


@require_safe
def download_file_version(request: HttpRequest, pk: int) -> FileResponse:
    """The content as a download, never shown inside our pages."""
    return download(get_object_or_404(versions_for(request.user), pk=pk))
