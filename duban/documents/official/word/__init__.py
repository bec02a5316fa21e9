"""The .docx: the same blocks as the page, as paragraphs that Word, WPS and LibreOffice set alike."""

from duban.documents.official.word.write import docx_of

__all__ = ["docx_of"]
