"""What holds for the whole .docx: faces and what stands in for them, breaking rules, odd and even pages."""

from typing import Any
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml

from duban.documents.official.sheet.layout import Layout
from duban.documents.official.word.xml import NAMESPACE, face_xml


def prepare(document: Any, layout: Layout) -> None:
    """Styles, settings and table of fonts of a new document."""
    _styles(document, layout)
    _settings(document)
    _fonts(document, layout)


def _styles(document: Any, layout: Layout) -> None:
    root = document.styles.element
    defaults = root.find(f"{{{NAMESPACE}}}docDefaults")
    half = round(layout.body_pt * 2)
    new = parse_xml(
        f'<w:docDefaults xmlns:w="{NAMESPACE}"><w:rPrDefault><w:rPr>{face_xml(layout, "body")}<w:kern w:val="2"/>'
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    root.replace(defaults, new)
    normal = document.styles["Normal"].element
    for each in list(normal):
        if each.tag.endswith(("}pPr", "}rPr")):
            normal.remove(each)
    # No hanging marks, no room added between figures and characters: lines break after 28 characters, and only there.
    normal.append(
        parse_xml(
            f'<w:pPr xmlns:w="{NAMESPACE}"><w:widowControl/><w:kinsoku/><w:wordWrap/><w:overflowPunct w:val="0"/>'
            '<w:topLinePunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
            '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/><w:jc w:val="both"/></w:pPr>'
        )
    )
    normal.append(
        parse_xml(
            f'<w:rPr xmlns:w="{NAMESPACE}">{face_xml(layout, "body")}<w:snapToGrid w:val="0"/>'
            f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
        )
    )
    for name in ("Header", "Footer"):
        style = document.styles[name].element
        for each in list(style):
            if each.tag.endswith(("}pPr", "}rPr")):
                style.remove(each)


def _settings(document: Any) -> None:
    root = document.settings.element
    document.settings.odd_and_even_pages_header_footer = True
    for name in ("characterSpacingControl", "themeFontLang"):
        for old in root.findall(f"{{{NAMESPACE}}}{name}"):
            root.remove(old)
    new = parse_xml(f'<w:characterSpacingControl xmlns:w="{NAMESPACE}" w:val="doNotCompress"/>')
    compat = root.find(f"{{{NAMESPACE}}}compat")
    if compat is not None:
        compat.addprevious(new)
    else:
        root.append(new)


def _fonts(document: Any, layout: Layout) -> None:
    """The faces that the document names, each with what stands in for it where it is not installed. None is embedded."""
    rows = []
    for name in ("title", "body", "second", "first", "number"):
        first, *others = layout.chain(name)
        alternatives = f"<w:altName w:val={quoteattr(','.join(others))}/>" if others else ""
        rows.append((first, f'<w:font w:name={quoteattr(first)}>{alternatives}<w:charset w:val="86"/></w:font>'))
    said = "".join(dict(rows).values())
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = (
                f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{NAMESPACE}">{said}</w:fonts>'
            ).encode()
