"""What a workbook file is made of, before its cells are believed: is it one at all, what do cells hide.

Plain Python, so that the scoring engine may use it too. What is said of a workbook is Chinese, as workbooks are.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from errno import EACCES
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple
from xml.etree.ElementTree import ParseError, XMLParser, fromstring

MAX_UNPACKED_BYTES = 1_500_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The two forms of the format, transitional and strict, differ in the names of their namespaces.
_MAIN = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",
)
_LINKS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_CELL, _ROW, _FORMULA, _VALUE, _INLINE = ({main + tag for main in _MAIN} for tag in ("c", "row", "f", "v", "is"))
_CONTENT = _FORMULA | _VALUE | _INLINE
_SUSPECT = (b"<f", b":f", b'"e"', b"'e'", b"\x00")
"""One of these is in every sheet with a formula or an error; a zero byte says that it is not written in UTF-8."""
_SHOWN = 40
_PIECE, _OVERLAP = 1 << 20, 2
OUTSIDE, DAMAGED = "有内容", "内容已损坏"
"""What is found of a cell that lies too far out, and of a sheet that does not open: such a sheet is not read at all."""
_TORN = (zipfile.BadZipFile, ParseError, EOFError, zlib.error, ValueError)


class Fault(NamedTuple):
    """One thing that is wrong: where it stands, what was found, what is expected."""

    where: str
    found: str
    expected: str


class Size(NamedTuple):
    """So many rows and columns."""

    rows: int
    columns: int


def what_is_wrong_with(path: Path, name: str = "", most_bytes: int = MAX_UNPACKED_BYTES) -> Fault | None:
    """Why the file is no workbook that can be read, or None.

    `name` is what people call the file, where that is not its name on the disk; `most_bytes` may it have unpacked.
    """
    where = f"文件 {name or path.name}"
    expected = ".xlsx 工作簿（Excel 2007 以后的格式）"
    if not path.is_file():
        return Fault(where, "没有这个文件", "检查路径和文件名")
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        return Fault(where, f"读不了（{'没有权限' if error.errno == EACCES else error.strerror}）", "能读的文件")
    if head.startswith(_OLE):
        return Fault(where, "是旧版 .xls，或加了打开密码", f"{expected}，不加密码")
    if not zipfile.is_zipfile(path):
        return Fault(where, "空文件" if not head else "不是工作簿", expected)
    with zipfile.ZipFile(path) as package:
        try:
            unpacked = sum(info.file_size for info in package.infolist())
            if "xl/workbook.xml" not in package.namelist():
                return Fault(where, "不是工作簿", expected)
            if unpacked > most_bytes:
                return Fault(where, f"展开后有{unpacked // 1_000_000}兆字节", f"不超过{most_bytes // 1_000_000}兆字节")
            sheet_files(package)
        except (zipfile.BadZipFile, ParseError, KeyError, NotImplementedError, RuntimeError):
            return Fault(where, "工作簿已损坏", f"能打开的{expected}")
    return None


def sheet_files(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → the file inside the package that holds its cells."""
    links = {
        link.get("Id"): link.get("Target", "")
        for link in fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - see the import
    }
    out = {}
    for sheet in fromstring(package.read("xl/workbook.xml")).findall(".//{*}sheet"):  # noqa: S314
        target = links.get(next((sheet.get(link) for link in _LINKS if sheet.get(link)), None), "")
        name = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        out[(sheet.get("name") or "").strip()] = name
    return out


def hidden_faults(path: Path, names: set[str], most: Size | None = None) -> Iterator[Fault]:
    """Formula cells and error cells of these sheets: a stored result may be stale, and an error is no fact.

    With `most`, also the first cell with content that lies further out: readers hold a sheet as a whole rectangle, and
    one forgotten cell in the last row would make it as large as memory. A sheet passes through in pieces here and is
    never held as a whole, however far it unpacks.
    """
    with zipfile.ZipFile(path) as package:
        for name, file in sheet_files(package).items():
            if name not in names or file not in package.namelist():
                continue
            hidden = _Hidden(most)
            try:
                with package.open(file) as stream:
                    if most is None and not _is_suspect(stream):
                        continue
                with package.open(file) as stream:
                    parser = XMLParser(target=hidden)  # noqa: S314 - expat itself bounds what entities may grow to
                    while piece := stream.read(_PIECE):
                        parser.feed(piece)
                    parser.close()
            except _TORN:
                yield Fault(f"工作表“{name}”", DAMAGED, "能打开的工作表")
            if hidden.outside and most is not None:
                yield Fault(f"{name}!{hidden.outside}", OUTSIDE, f"不超过{most.rows}行、{most.columns}列")
            for cell, text in hidden.errors:
                yield Fault(f"{name}!{cell}", f"错误值{text}", "数字或文字")
            for cell, text in hidden.formulas:
                yield Fault(f"{name}!{cell}", f"公式“={_beginning(text)}”", "数值（复制后用“选择性粘贴—数值”）")


def _beginning(formula: str) -> str:
    """A formula, cut when it is long; never within a number, for half of one cannot be told from any other digits."""
    return formula if len(formula) <= _SHOWN else re.sub(r"[\dXx \-]*$", "", formula[:_SHOWN]) + "…"


def _is_suspect(stream: IO[bytes]) -> bool:
    """Whether the sheet may hold a formula or an error. Nearly all hold none, and bytes are far quicker than cells."""
    rest = b""
    while piece := stream.read(_PIECE):
        here = rest + piece
        if any(sign in here for sign in _SUSPECT):
            return True
        rest = piece[-_OVERLAP:]
    return False


class _Hidden:
    """Takes a sheet's elements as they come, whatever prefix they are written with; keeps only what is at fault."""

    def __init__(self, most: Size | None = None) -> None:
        self.outside = ""
        self.errors: list[tuple[str, str]] = []
        self.formulas: list[tuple[str, str]] = []
        self._most = most
        self._row, self._column, self._where = 0, 0, ""
        self._error = False
        self._text: list[str] | None = None
        self._formula: str | None = None
        self._value = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _CELL:
            self._where = attributes.get("r", "")
            self._column = _column_of(self._where) if self._where else self._column + 1
            self._error = attributes.get("t") == "e"
            self._formula, self._value = None, ""
        elif tag in _CONTENT:
            if self._most is not None and not self.outside and not self._lies_within(self._most):
                self.outside = self._place()
            if tag in _FORMULA or (self._error and tag in _VALUE):
                self._text = []
        elif tag in _ROW:
            number = attributes.get("r")
            self._row, self._column = int(number) if number else self._row + 1, 0

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        if self._text is not None and tag in _FORMULA:
            self._formula, self._text = "".join(self._text), None
        elif self._text is not None and tag in _VALUE:
            self._value, self._text = "".join(self._text), None
        elif tag in _CELL:
            if self._error and self._value:
                self.errors.append((self._place(), self._value))
            elif self._formula is not None:
                self.formulas.append((self._place(), self._formula))
            self._error = False

    def _lies_within(self, most: Size) -> bool:
        row = int(self._where.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0) if self._where else self._row
        return row <= most.rows and self._column <= most.columns

    def close(self) -> None:
        """The sheet is at its end; nothing is built."""

    def _place(self) -> str:
        """The cell's reference; a file may leave it out where cells follow each other."""
        return self._where or f"{letters(self._column)}{self._row}"


def _column_of(reference: str) -> int:
    """B7 → 2."""
    column = 0
    for sign in reference:
        if not "A" <= sign <= "Z":
            break
        column = column * 26 + ord(sign) - 64
    return column


def letters(column: int) -> str:
    """2 → B."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
