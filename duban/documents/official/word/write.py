"""Writing the .docx of a paper."""

import io
from copy import deepcopy
from typing import Any

from docx import Document
from docx.oxml import parse_xml

from duban.base import clock
from duban.documents.official.sheet.blocks import Block, blocks_of, letterhead_size, lines_of
from duban.documents.official.sheet.layout import MM
from duban.documents.official.sheet.pages import LETTER_RULE_MM, RULE_GAP_MM, imprint_rows, pages_of
from duban.documents.official.sheet.paper import LETTER, Paper
from duban.documents.official.word.house import prepare
from duban.documents.official.word.xml import (
    NAMESPACE,
    RED,
    border_xml,
    indent_xml,
    paragraph_xml,
    run_xml,
    runs_xml,
    tab_xml,
    table_xml,
)

LETTERHEAD_LINE = 1.15
"""Height of the letterhead's line in its size."""
HOLDER = paragraph_xml("", line=20, align="left")
"""An empty paragraph that hardly takes room: what floats has to be held by one."""


def docx_of(paper: Paper) -> bytes:
    """The document, whole, as the bytes of a .docx."""
    return _Writer(paper).bytes()


class _Writer:
    def __init__(self, paper: Paper) -> None:
        self.paper, self.layout = paper, paper.layout
        self.line = self.layout.line_pitch_twips
        self.document: Any = Document()

    def bytes(self) -> bytes:
        prepare(self.document, self.layout)
        core = self.document.core_properties
        core.title, core.author = self.paper.title.replace("\n", ""), "、".join(self.paper.names)
        core.comments, core.last_modified_by, core.created = "", "", clock.now().replace(tzinfo=None)
        core.language, core.subject = "zh-CN", self.paper.symbol
        self._body()
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    # ------------------------------------------------ text

    def _body(self) -> None:
        body = self.document.element.body
        section = body.sectPr
        for each in list(body):
            if each is not section:
                body.remove(each)
        shown = [self._paragraph(block) for block in blocks_of(self.paper)]
        laid = pages_of(self.paper)
        imprint = self._imprint() if self.paper.has_imprint else ""
        if imprint and not laid.has_own_side:
            # It stands at the foot of the page of the paragraph after it, which takes a twentieth of a line.
            shown += [imprint, HOLDER]
        for xml in shown:
            section.addprevious(_element(xml))
        self._section(section, self.document.sections[0])
        if imprint and laid.has_own_side:
            self._own_side(section, imprint, has_blank=laid.has_blank_side)

    def _paragraph(self, block: Block) -> str:
        layout, before = self.layout, round(block.above * self.line + block.above_mm * MM)
        if block.part == "rule":
            # In no height but the gap: the line is its lower border, as wide as the type area.
            rule = border_xml("bottom", layout.rule_pt, color=RED)
            return paragraph_xml("", line=round(RULE_GAP_MM * MM), borders=rule, align="left")
        if block.size == "letterhead":
            size, scale = letterhead_size(self.paper)
            inner = run_xml(layout, block.text, face="title", size=size, red=True, scale=scale)
            line = round(size * 20 * LETTERHEAD_LINE)
            return paragraph_xml(inner, line=line, align="center", before=before)
        if block.size == "title":
            text = "\n".join(lines_of(block, layout.columns))
            inner = run_xml(layout, text, face="title", size=layout.title_pt)
            return paragraph_xml(inner, line=self.line, align="center", before=before, keeps=True)
        inner, tabs = runs_xml(layout, block.runs), ""
        if block.at_right:
            inner += "<w:r><w:tab/></w:r>" + runs_xml(layout, block.at_right)
            tabs = tab_xml("right", layout.width - block.right * layout.pitch)
        return paragraph_xml(
            inner,
            line=self.line,
            align=block.align,
            before=before,
            indent=indent_xml(layout, block),
            keeps=block.keeps,
            tabs=tabs,
        )

    # ------------------------------------------------ imprint

    def _imprint(self) -> str:
        """版记: a table that stands at the foot of the type area; its last rule is the edge of the area."""
        layout, size = self.layout, self.layout.small_pt
        one, rows = round(size * 20), imprint_rows(self.paper)
        copy = [left for left, right in rows if not right]
        cells = []
        if copy:
            indent = f'w:leftChars="400" w:left="{one * 4}" w:rightChars="100" w:right="{one}"'
            indent += f' w:hangingChars="300" w:hanging="{one * 3}"'
            inner = run_xml(layout, "".join(copy), size=size)
            cells.append((paragraph_xml(inner, line=self.line, indent=indent), len(copy)))
        for left, right in rows:
            if right:
                text = run_xml(layout, left, size=size) + "<w:r><w:tab/></w:r>" + run_xml(layout, right, size=size)
                tab, indent = tab_xml("right", layout.width - one), f'w:leftChars="100" w:left="{one}"'
                cells.append((paragraph_xml(text, line=self.line, align="left", indent=indent, tabs=tab), 1))
        return table_xml(layout, [(cell, self.line * lines) for cell, lines in cells])

    def _own_side(self, last: Any, imprint: str, *, has_blank: bool) -> None:
        """The imprint on the back side after the text; a blank side before it, and no numbers then.

        A section that asks for an even page would say the same, but LibreOffice sets its foot lower.
        """
        ending = deepcopy(last)
        # The end of the text belongs to its last paragraph; one of its own would open a page where the text fills one.
        final = [each for each in last.getparent() if each.tag.endswith("}p")][-1]
        final.get_or_add_pPr().append(ending)
        blank = [HOLDER.replace("<w:pPr>", "<w:pPr><w:pageBreakBefore/>")] if has_blank else []
        for xml in (HOLDER, *blank, imprint, HOLDER):
            last.addprevious(_element(xml))
        for name in ("headerReference", "footerReference", "titlePg", "type"):
            for old in last.findall(f"{{{NAMESPACE}}}{name}"):
                last.remove(old)
        last.insert(0, _element('<w:type w:val="nextPage"/>'))
        section = self.document.sections[-1]
        for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
            if has_blank:
                _fill(footer, paragraph_xml("", line=280, align="left"))
            else:
                self._number(footer, align)
        _in_order(last)

    # ------------------------------------------------ page

    def _section(self, xml: Any, section: Any) -> None:
        layout = self.layout
        for each in list(xml):
            xml.remove(each)
        # A letter has its lower rule there, and the numbers of its other pages above.
        footer = (layout.letter_bottom_mm if self.paper.form == LETTER else self._number_mm) * MM
        header = layout.letter_top_mm * MM if self.paper.form == LETTER else 15 * MM
        values = {
            "pgSz": f'w:w="{round(layout.page_width_mm * MM)}" w:h="{round(layout.page_height_mm * MM)}"',
            "pgMar": f'w:top="{round(layout.top_mm * MM)}" w:right="{round(layout.right_mm * MM)}"'
            f' w:bottom="{round(layout.bottom_mm * MM)}" w:left="{round(layout.left_mm * MM)}"'
            f' w:header="{round(header)}" w:footer="{round(footer)}" w:gutter="0"',
            "docGrid": f'w:type="linesAndChars" w:linePitch="{self.line}" w:charSpace="{layout.char_space}"',
        }
        for name, said in values.items():
            xml.append(_element(f"<w:{name} {said}/>"))
        self._number(section.footer, "right")
        self._number(section.even_page_footer, "left")
        if self.paper.form == LETTER:
            section.different_first_page_header_footer = True
            self._letter(section)
        _in_order(xml)

    def _number(self, footer: Any, align: str) -> None:
        footer.is_linked_to_previous = False
        layout, size = self.layout, self.layout.small_pt
        one = round(size * 20)

        def run(inner: str) -> str:
            half = round(size * 2)
            name = layout.face("number")
            fonts = f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}"/>'
            return f'<w:r><w:rPr>{fonts}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>{inner}</w:r>'

        field = "".join(
            run(each)
            for each in (
                '<w:t xml:space="preserve">— </w:t>',
                '<w:fldChar w:fldCharType="begin"/>',
                '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
                "<w:t>1</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
                '<w:t xml:space="preserve"> —</w:t>',
            )
        )
        indent = f'w:{align}Chars="100" w:{align}="{one}"'
        after = round((self._number_mm - layout.letter_bottom_mm) * MM) if self.paper.form == LETTER else 0
        _fill(footer, paragraph_xml(field, line=one, align=align, indent=indent, after=after))

    @property
    def _number_mm(self) -> float:
        """From the edge of the paper up to the line of the page number, whose middle is its dash."""
        return self.layout.bottom_mm - self.layout.number_below_mm - self.layout.small_pt * 25.4 / 72 / 2

    def _letter(self, section: Any) -> None:
        """信函格式: letterhead and double rule above the first page's text, the other rule at its foot, no number there."""
        layout = self.layout
        size, scale = letterhead_size(self.paper)
        side = (layout.page_width_mm - layout.letter_rule_mm) / 2
        out = f'w:left="{round((side - layout.left_mm) * MM)}" w:right="{round((side - layout.right_mm) * MM)}"'
        head = run_xml(layout, self.paper.letterhead, face="title", size=size, red=True, scale=scale)
        above = paragraph_xml(head, line=round(size * 20), align="center")
        rule = paragraph_xml(
            "",
            line=round(LETTER_RULE_MM * MM),
            align="left",
            indent=out,
            borders=border_xml("bottom", 4.5, color=RED, kind="thickThinSmallGap"),
        )
        _fill(section.first_page_header, above + rule)
        foot = border_xml("bottom", 4.5, color=RED, kind="thinThickSmallGap")
        _fill(section.first_page_footer, paragraph_xml("", line=20, align="left", indent=out, borders=foot))


# ---------------------------------------------------------------- elements

ORDER = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols "
    "formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid"
).split()


def _element(xml: str) -> Any:
    tag = xml[1 : min(n for n in (xml.find(" "), xml.find(">"), xml.find("/>")) if n > 0)]
    return parse_xml(xml.replace(f"<{tag}", f'<{tag} xmlns:w="{NAMESPACE}"', 1))


def _fill(part: Any, xml: str) -> None:
    """Put these paragraphs into a header or footer, instead of what stands there."""
    part.is_linked_to_previous = False
    root = part._element
    for each in list(root):
        root.remove(each)
    for piece in parse_xml(f'<w:body xmlns:w="{NAMESPACE}">{xml}</w:body>'):
        root.append(piece)


def _in_order(section: Any) -> None:
    """The parts of a section in the order of the schema: a reader may refuse another one."""
    section[:] = sorted(section, key=lambda each: ORDER.index(each.tag.rpartition("}")[2]))
