"""Word files made by hand, good ones and others."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPES = f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
STYLES = (
    f'{HEAD}<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="heading 2"/></w:style></w:styles>'
)
IDS = {"heading 1": "1", "heading 2": "a3"}


def paragraph(style: str, text: str) -> str:
    """A paragraph of that style in two runs."""
    said = f'<w:pPr><w:pStyle w:val="{IDS[style]}"/></w:pPr>' if style else ""
    half = len(text) // 2
    runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in (text[:half], text[half:]))
    return f"<w:p>{said}{runs}</w:p>"


def docx(
    *paragraphs: tuple[str, str], body: str = "", before: str = "", more: Mapping[str, bytes] | None = None
) -> bytes:
    """A package of these paragraphs, (style, text) each; `body` is put behind them, `before` before the document."""
    file = io.BytesIO()
    inner = "".join(paragraph(*each) for each in paragraphs) + body
    document = f'{HEAD}{before}<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("word/document.xml", document)
        package.writestr("word/styles.xml", STYLES)
        for name, content in (more or {}).items():
            package.writestr(name, content)
    return file.getvalue()
