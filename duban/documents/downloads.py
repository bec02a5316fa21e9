"""A file as a download, the same whichever room's permit let it be opened. Who opened it is not kept (AF-3)."""

import logging

from django.http import FileResponse, Http404
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from duban.documents.models import FileVersion
from duban.documents.store import open_content

log = logging.getLogger(__name__)


def download(version: FileVersion) -> FileResponse:
    """The content, never shown inside our pages.

    Raises:
        Http404: it is missing from the file store.
    """
    try:
        content = open_content(version.sha256)
    except FileNotFoundError:
        log.error("content of %s is missing from the file store", version.key)
        raise Http404(_("The content of this file is missing.")) from None
    response = FileResponse(content, as_attachment=True, filename=version.name, content_type=version.media_type)
    response.headers["ETag"] = quote_etag(version.sha256)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
