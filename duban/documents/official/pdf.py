"""PDF by LibreOffice where the machine has it: the binary, a time limit, a profile of its own for each run."""

import logging
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from duban.base.errors import DomainError

log = logging.getLogger(__name__)


class NoPdf(DomainError):
    """No PDF can be made here, or not in time."""

    status = 409


def binary() -> str:
    """LibreOffice on this machine; '' when there is none."""
    return shutil.which(settings.SOFFICE) or ""


def pdf_of(docx: bytes) -> bytes:
    """The document as PDF.

    Raises:
        NoPdf: LibreOffice is not installed here, takes too long, or makes nothing.
    """
    found = binary()
    if not found:
        raise NoPdf(
            _("This server has no LibreOffice, so it makes no PDF. Download the Word file and save it as PDF there.")
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "document.docx"
        source.write_bytes(docx)
        profile = (Path(folder) / "profile").as_uri()
        command = [found, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder]
        try:
            subprocess.run(  # noqa: S603 - a fixed command, with no word that anybody typed
                [*command, str(source)], check=True, timeout=settings.PDF_SECONDS, capture_output=True
            )
            return source.with_suffix(".pdf").read_bytes()
        except subprocess.TimeoutExpired:
            raise NoPdf(
                _("The PDF was not made within %(n)s seconds. Try again, or download the Word file.")
                % {"n": settings.PDF_SECONDS}
            ) from None
        except (subprocess.CalledProcessError, OSError) as wrong:
            log.error("no PDF was made: %s", wrong)
            raise NoPdf(_("No PDF was made. Download the Word file and save it as PDF there.")) from None
