"""What a workbook file is made of, before its cells are believed: is it one at all, what do cells hide."""

import re
import zipfile
from collections.abc import Iterator
from errno import EACCES
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import ParseError, fromstring

from duban.scoring.problems import Problem

MAX_UNPACKED_BYTES = 1_500_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULA = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3}[0-9]+)"[^>]*>\s*<f\b[^>]*?(?:/>|>([^<]*)<)')
_FAULT = re.compile(
    rb'<c\b(?=[^>]*?\bt="e")[^>]*?\br="([A-Z]{1,3}[0-9]+)"[^>]*>(?:\s*<f\b[^>]*?(?:/>|>[^<]*</f>))?\s*<v>([^<]*)<'
)


def what_is_wrong_with(path: Path) -> Problem | None:
    """Why the file is no workbook that can be read, or None."""
    where = f"文件 {path.name}"
    expected = ".xlsx 工作簿（Excel 2007 以后的格式）"
    if not path.is_file():
        return Problem(where, "没有这个文件", "检查路径和文件名")
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        return Problem(where, f"读不了（{'没有权限' if error.errno == EACCES else error.strerror}）", "能读的文件")
    if head.startswith(_OLE):
        return Problem(where, "是旧版 .xls，或加了打开密码", f"{expected}，不加密码")
    if not zipfile.is_zipfile(path):
        return Problem(where, "空文件" if not head else "不是工作簿", expected)
    with zipfile.ZipFile(path) as package:
        try:
            unpacked = sum(info.file_size for info in package.infolist())
            if "xl/workbook.xml" not in package.namelist():
                return Problem(where, "不是工作簿", expected)
            if unpacked > MAX_UNPACKED_BYTES:
                return Problem(
                    where, f"展开后有{unpacked // 1_000_000}兆字节", f"不超过{MAX_UNPACKED_BYTES // 1_000_000}兆字节"
                )
            sheet_files(package)
        except (zipfile.BadZipFile, ParseError, KeyError, NotImplementedError, RuntimeError):
            return Problem(where, "工作簿已损坏", f"能打开的{expected}")
    return None


def sheet_files(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → the file inside the package that holds its cells."""
    links = {
        link.get("Id"): link.get("Target", "")
        for link in fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - see the import
    }
    out = {}
    for sheet in fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):  # noqa: S314
        target = links.get(sheet.get(_LINK), "")
        name = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        out[(sheet.get("name") or "").strip()] = name
    return out


def hidden_faults(path: Path, names: set[str]) -> Iterator[Problem]:
    """Formula cells and error cells of these sheets: a stored result may be stale, and an error is no fact."""
    with zipfile.ZipFile(path) as package:
        for name, file in sheet_files(package).items():
            if name not in names or file not in package.namelist():
                continue
            cells = package.read(file)
            broken = {m[1]: m[2] for m in _FAULT.finditer(cells)}
            for cell, text in broken.items():
                yield Problem(f"{name}!{cell.decode()}", f"错误值{text.decode(errors='replace')}", "数字或文字")
            for match in _FORMULA.finditer(cells):
                if match[1] not in broken:
                    text = (match[2] or b"").decode(errors="replace").replace("&amp;", "&")[:40]
                    yield Problem(f"{name}!{match[1].decode()}", f"公式“={text}”", "数值（复制后用“选择性粘贴—数值”）")
