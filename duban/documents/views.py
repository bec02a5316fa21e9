"""Downloads. Who opened which file is not kept: that would be a statistic of use (AF-3)."""

import logging

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duban.documents.queries import versions_for
from duban.documents.store import open_content

log = logging.getLogger(__name__)


@require_safe
def download_file_version(request: HttpRequest, pk: int) -> FileResponse:
    """The content as a download, never shown inside our pages."""
    version = get_object_or_404(versions_for(request.user), pk=pk)
    try:
        content = open_content(version.sha256)
    except FileNotFoundError:
        log.error("content of %s is missing from the file store", version.key)
        raise Http404(_("The content of this file is missing.")) from None
    response = FileResponse(content, as_attachment=True, filename=version.name, content_type=version.media_type)
    response.headers["ETag"] = quote_etag(version.sha256)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
