"""Paragraphs and rules as WordprocessingML."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from duban.documents.official.sheet.blocks import Block, Run
from duban.documents.official.sheet.layout import MM, Layout

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RED = "FF0000"


def face_xml(layout: Layout, face: str) -> str:
    """The fonts of a run. The hint makes marks that both scripts have, as “ and …, full-width ones."""
    name = quoteattr(layout.face(face))
    return f'<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name} w:hint="eastAsia"/>'


def run_xml(
    layout: Layout,
    text: str,
    *,
    face: str = "body",
    size: float,
    red: bool = False,
    scale: int = 100,
    spacing: int = 0,
) -> str:
    """One run; a line break in its text is a break of the line."""
    parts = text.split("\n")
    said = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in parts)
    half = round(size * 2)
    return (
        f"<w:r><w:rPr>{face_xml(layout, face)}"
        + (f'<w:color w:val="{RED}"/>' if red else "")
        + (f'<w:spacing w:val="{spacing}"/>' if spacing else "")
        + (f'<w:w w:val="{scale}"/>' if scale != 100 else "")
        + f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>{said}</w:r>'
    )


def paragraph_xml(
    inner: str,
    *,
    line: int,
    align: str = "both",
    before: int = 0,
    after: int = 0,
    indent: str = "",
    keeps: bool = False,
    borders: str = "",
    tabs: str = "",
) -> str:
    """A paragraph of lines of exactly `line` twips."""
    return (
        "<w:p><w:pPr>"
        + ("<w:keepNext/>" if keeps else "")
        + (f"<w:pBdr>{borders}</w:pBdr>" if borders else "")
        + (f"<w:tabs>{tabs}</w:tabs>" if tabs else "")
        + f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'
        + (f"<w:ind {indent}/>" if indent else "")
        + f'<w:jc w:val="{align}"/>'
        + f"</w:pPr>{inner}</w:p>"
    )


def border_xml(side: str, points: float, *, color: str = "000000", kind: str = "single") -> str:
    """A border; Word counts its thickness in eighths of a point."""
    return f'<w:{side} w:val="{kind}" w:sz="{round(points * 8)}" w:space="0" w:color="{color}"/>'


def indent_xml(layout: Layout, block: Block) -> str:
    """Indents in hundredths of a character, and in twips for those that do not count characters."""
    pitch = layout.pitch
    said: list[tuple[str, float]] = []
    if block.left:
        said.append(("left", block.left))
    if block.right:
        said.append(("right", block.right))
    if block.first > 0:
        said.append(("firstLine", block.first))
    if block.first < 0:
        said.append(("hanging", -block.first))
    return " ".join(f'w:{name}Chars="{round(count * 100)}" w:{name}="{round(count * pitch)}"' for name, count in said)


def runs_xml(layout: Layout, runs: Iterable[Run]) -> str:
    """Runs of the body, each character as wide as the grid wants it.

    The grid itself is switched off for them (see the style): Word, WPS and LibreOffice set figures on it differently.
    """
    return "".join(
        run_xml(layout, run.text, face=run.face, size=layout.body_pt, spacing=layout.spacing) for run in runs
    )


def tab_xml(kind: str, place: float) -> str:
    """A tab stop."""
    return f'<w:tab w:val="{kind}" w:pos="{round(place)}"/>'


def points_of_mm(mm: float) -> float:
    """Millimetres as points."""
    return mm * 72 / 25.4


def table_xml(layout: Layout, rows: Iterable[tuple[str, int]]) -> str:
    """A table of one column at the foot of the type area: rows with their height in twips, the outer rules stronger.

    Its place is counted from the edge of the paper: a table as wide as the text stands in the text for LibreOffice.
    """
    outer, inner = (points_of_mm(mm) for mm in (layout.imprint_outer_mm, layout.imprint_inner_mm))
    borders = border_xml("top", outer) + border_xml("bottom", outer) + border_xml("insideH", inner)
    body = "".join(
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{layout.width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{cell}</w:tc></w:tr>'
        for cell, height in rows
    )
    return (
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:topFromText="0" w:bottomFromText="0"'
        f' w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{round(layout.left_mm * MM)}" w:tblpYSpec="bottom"/>'
        f'<w:tblW w:w="{layout.width}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{layout.width}"/></w:tblGrid>{body}</w:tbl>'
    )
