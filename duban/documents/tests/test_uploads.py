"""Which files are accepted: the content decides, the name has to agree, and every refusal says what was found."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.base.errors import BadInput
from duban.documents.uploads import MOST_ENTRIES, NAME_LENGTH, clean_name, clean_upload

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}


def archive(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def old_office(*streams: str) -> bytes:
    return OLE + b"".join(stream.encode("utf-16-le") for stream in streams)


def refusal(name: str, content: bytes) -> tuple[str, str, str]:
    with pytest.raises(BadInput) as refused:
        clean_upload(SimpleUploadedFile(name, content))
    [place] = refused.value.places
    return place


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("纪要.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("照片.PNG", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("照片.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("纪要.docx", archive(WORD), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("公文.ofd", archive({"OFD.xml": b"<OFD/>"}), "application/ofd"),
        ("纪要.doc", old_office("WordDocument"), "application/msword"),
        ("台账.et", old_office("Workbook"), "application/vnd.ms-excel"),
        ("纪要.txt", "党组会研究，分工4项".encode(), "text/plain"),
        ("记录.txt", b"a\tb\r\n\x0cc", "text/plain"),
        ("台账.csv", "序号,事项\r\n1,研究".encode("gb18030"), "text/plain"),
    ],
)
def test_what_offices_send_is_accepted(name, content, media_type):
    upload = SimpleUploadedFile(name, content)

    clean = clean_upload(upload)

    assert (clean.name, clean.media_type, clean.size_bytes) == (name, media_type, len(content))
    assert upload.tell() == 0


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("纪要.pdf", b"", "空文件"),
        ("纪要.pdf", b"\x89PNG\r\n\x1a\n", "内容是 PNG"),
        ("纪要.docx.exe", archive(WORD), "内容是 Word"),
        ("纪要", b"%PDF-1.7\n", "内容是 PDF"),
        ("页面.txt", b"\xef\xbb\xbf <!DOCTYPE html><p>", "网页"),
        ("页面.txt", b"see <SCRIPT>alert(1)</SCRIPT>", "网页"),
        ("图.txt", b"<?xml version='1.0'?><svg/>", "矢量图或 XML"),
        ("图.txt", b"x <svg onload='alert(1)'>", "矢量图或 XML"),
        ("工具.txt", b"MZ\x90\x00", "程序"),
        ("工具.txt", b"\x7fELF", "程序"),
        ("工具.txt", b"#!/bin/sh\n", "程序"),
        ("乱.txt", b"\x00\x01\x02", "认不出的文件"),
        ("乱.txt", b"a" * 5000 + b"\x1b[2J", "认不出的文件"),
        ("包.zip", archive({"a.txt": b"a"}), "压缩包"),
        ("纪要.docx", b"PK\x03\x04torn", "文件已损坏"),
        ("纪要.docx", archive({**WORD, "word/vbaProject.bin": b"x"}), "带宏的文档"),
        ("纪要.docx", archive({**WORD, "../../etc/passwd": b"x"}), "会写到文件夹以外的压缩包"),
        ("纪要.docx", archive({**WORD, "/etc/passwd": b"x"}), "会写到文件夹以外的压缩包"),
        ("纪要.docx", archive({**WORD, "word/media/x": b"0" * 3_000_000}), "解开后远大于自身的压缩包"),
        ("纪要.docx", archive({**WORD, **{f"x{n}": b"" for n in range(MOST_ENTRIES)}}), "解开后远大于自身的压缩包"),
        ("纪要.doc", old_office("WordDocument", "Macros"), "带宏的文档"),
        ("台账.xls", old_office("Workbook", "_VBA_PROJECT"), "带宏的文档"),
        ("纪要.docx", old_office("EncryptedPackage"), "加密的文档"),
        ("邮件.msg", old_office("__substg1.0"), "认不出的文档"),
    ],
)
def test_what_could_do_harm_or_is_something_else_is_refused_whatever_its_name(name, content, found):
    assert refusal(name, content)[:2] == (name, found)


@pytest.mark.parametrize(("bytes_more", "is_accepted"), [(0, True), (1, False)])
def test_the_greatest_size_is_accepted_and_one_byte_more_is_not(settings, bytes_more, is_accepted):
    settings.UPLOAD_BYTES = 2 * 1024 * 1024
    upload = SimpleUploadedFile("纪要.txt", b"a" * (settings.UPLOAD_BYTES + bytes_more))

    if is_accepted:
        assert clean_upload(upload).size_bytes == settings.UPLOAD_BYTES
    else:
        with pytest.raises(BadInput) as refused:
            clean_upload(upload)
        assert refused.value.places == [("纪要.txt", "2.0 MB", "不超过 2 MB")]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("/etc/纪要.pdf", "纪要.pdf"),
        ("..\\..\\纪要.pdf", "纪要.pdf"),
        ("C:\\fakepath\\纪要.pdf", "纪要.pdf"),
        ("纪要\x00.pdf", "纪要.pdf"),
        ("纪要\r\nSet-Cookie: a.pdf", "纪要Set-Cookie: a.pdf"),
        ("纪要\u202efdp.exe", "纪要fdp.exe"),
        (" . ", "file"),
        ("", "file"),
        ("..", "file"),
        (".htaccess", "htaccess"),
        ("长" * 300 + ".pdf", "长" * (NAME_LENGTH - 4) + ".pdf"),
    ],
)
def test_a_name_is_shown_without_folders_and_tricks(name, shown):
    assert clean_name(name) == shown
