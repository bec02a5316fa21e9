"""The words of uploaded files, and what hostile ones get."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.base.errors import BadInput
from duban.documents.library.extract import text_of
from duban.documents.library.tests.words import HEAD, TYPES, W, docx
from duban.documents.uploads import clean_upload


def read(name: str, content: bytes) -> str:
    upload = SimpleUploadedFile(name, content)
    clean = clean_upload(upload)
    return text_of(upload, clean.media_type, clean.name)


def test_a_word_file_is_read_paragraph_by_paragraph_with_its_headings():
    content = docx(("heading 1", "总则"), ("", "第一条　甲<乙&丙。"), ("", ""), ("heading 2", "附则"))

    assert read("手册.docx", content) == "# 总则\n第一条　甲<乙&丙。\n## 附则"


def test_tabs_new_lines_tables_and_nested_boxes_keep_their_words():
    body = (
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>格一</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>格二</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )

    assert read("表.docx", docx(body=body)) == "甲\t乙\n丙\n格一\n格二"


def test_what_was_struck_out_field_codes_and_second_copies_are_not_read():
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        f'<w:p xmlns:mc="{mc}"><w:r><w:t>留</w:t></w:r><w:del><w:r><w:t>删</w:t><w:delText>删</w:delText></w:r></w:del>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<mc:AlternateContent><mc:Choice><w:r><w:t>一</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>一</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )

    assert read("稿.docx", docx(body=body)) == "留一"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_plain_text_is_read_in_the_encodings_of_offices(encoding):
    assert read("稿.txt", "第一条　甲。\r\n第二条".encode(encoding)) == "第一条　甲。\n第二条"


def test_markdown_is_plain_text():
    assert read("稿.md", "# 总则\n- 甲".encode()) == "# 总则\n- 甲"


@pytest.mark.parametrize(("name", "content"), [("稿.pdf", b"%PDF-1.4 text"), ("图.png", b"\x89PNG\r\n\x1a\n0")])
def test_words_of_other_kinds_are_not_read(name, content):
    assert read(name, content) == ""


def bomb() -> bytes:
    """A hundred kilobytes that unpack to a hundred megabytes."""
    return docx(body="<w:p><w:r><w:t>" + "啊" * 35_000_000 + "</w:t></w:r></w:p>")


def lying() -> bytes:
    """A part whose directory says that it is short."""
    content = bytearray(docx(("", "甲" * 20_000_000)))
    at = content.rindex(b"word/document.xml") - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


LAUGHS = (
    "<!DOCTYPE lolz [<!ENTITY a '啊啊啊啊啊啊啊啊啊啊'>"
    + "".join(f"<!ENTITY a{n} '{'&a' + (str(n - 1) if n else '') + ';'}'>" for n in range(9))
    + "]>"
)
OUTSIDE = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("宏.docm", docx(("", "甲"), more={"word/vbaProject.bin": b"x"})),
        ("宏.docx", docx(("", "甲"), more={"word/vbaProject.bin": b"x"})),
        ("宏.docm", docx(("", "甲"))),
        ("笑.docx", docx(("", "甲"), before=LAUGHS)),
        ("外.docx", docx(body="<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", before=OUTSIDE)),
        ("断.docx", docx(("", "甲" * 5000))[:-600]),
        ("坏.docx", docx(body="<w:p><w:r>")),
        ("页.md", b"<script>alert(1)</script>"),
        ("页.txt", b"<html><body>x"),
        ("长.txt", ("甲" * 400_000).encode()),
        ("长.docx", docx(*(("", f"{n}" + "甲乙丙丁" * 300) for n in range(1000)))),
    ],
    ids=["docm", "macro", "docm-name", "laughs", "entity", "torn", "xml", "script", "html", "long-text", "long-word"],
)  # fmt: skip
def test_hostile_files_are_refused_with_their_name(name, content):
    with pytest.raises(BadInput) as refused:
        read(name, content)

    assert refused.value.places


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(BadInput):
        read("弹.docx", bomb())


def test_a_part_that_is_longer_than_it_says_is_refused():
    upload = SimpleUploadedFile("谎.docx", lying())

    with pytest.raises(BadInput):
        text_of(upload, clean_upload(upload).media_type, "谎.docx")


def test_a_package_without_styles_is_read():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr(
            "word/document.xml",
            f'{HEAD}<w:document xmlns:w="{W}"><w:body><w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>',
        )

    assert read("无.docx", file.getvalue()) == "## 甲"
