"""A document as a file: .docx by the office's own template or by the standard, and PDF."""

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from duban.documents.official.models import OfficialDocument
from duban.documents.official.own import written
from duban.documents.official.papers import paper_of
from duban.documents.official.pdf import pdf_of
from duban.documents.official.queries import template_for
from duban.documents.official.word import docx_of
from duban.documents.store import open_content

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx_bytes(document: OfficialDocument) -> bytes:
    """The .docx. By the office's own template where there is one for this kind."""
    paper, own = paper_of(document), template_for(document)
    if own is None:
        return docx_of(paper)
    with open_content(own.file.sha256) as file:
        return written(file.read(), paper)


def docx_download(document: OfficialDocument) -> HttpResponse:
    """The .docx as a download."""
    return _download(docx_bytes(document), DOCX, name_of(document, "docx"))


def pdf_download(document: OfficialDocument) -> HttpResponse:
    """The PDF as a download."""
    return _download(pdf_of(docx_bytes(document)), "application/pdf", name_of(document, "pdf"))


def name_of(document: OfficialDocument, ending: str) -> str:
    """Number and title, as a name of a file."""
    name = f"{document.symbol} {document}".strip()
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "", name)[:100] + f".{ending}"


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
