"""Workbooks as people send them, and what they send them to."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from duban.base.workbook.write import XLSX
from duban.documents.exchange.models import Batch

UNIT_HEAD = ("组织名称", "上级组织", "组织类型", "党员数")
PERSON_HEAD = ("姓名", "所在组织", "政治面貌", "入党日期")


def written(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with these sheets; days become date cells."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for at, value in enumerate(row):
                if hasattr(value, "year"):
                    page.write_datetime(line, at, value, day)
                elif isinstance(value, str):
                    page.write_string(line, at, value)
                elif value is not None:
                    page.write(line, at, value)
    book.close()
    return file.getvalue()


def upload(content: bytes, name: str = "台账.xlsx") -> SimpleUploadedFile:
    """The workbook as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type=XLSX)


def sent(client: Client, content: bytes, *, kind: str = "", name: str = "台账.xlsx") -> Batch:
    """Send a workbook; what became of it."""
    answer = client.post(reverse("hold_workbook"), {"workbook": upload(content, name), "kind": kind})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Batch.objects.get(pk=int(answer.url.rstrip("/").rsplit("/", 1)[-1]))


def verdicts(batch: Batch) -> list[tuple[int, str]]:
    """(row, verdict) of each row."""
    return list(batch.lines.values_list("number", "verdict"))


def faults(batch: Batch) -> list[tuple[str, str, str]]:
    """What is wrong with which cell."""
    return [
        (note["where"], note["found"], note["expected"])
        for line in batch.lines.all()
        for note in line.notes.values()
        if note["state"] == "fault"
    ]


def brought_in(client: Client, batch: Batch) -> Batch:
    """Confirm it."""
    answer = client.post(reverse("bring_in", args=[batch.pk]))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    batch.refresh_from_db()
    return batch


def downloaded(client: Client, name: str, *args: Any, **asked: str) -> bytes:
    """A workbook that goes out."""
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def changed(content: bytes, change: Any, path: Path) -> bytes:
    """The workbook after somebody changed it in a spreadsheet program: `change` gets the open workbook."""
    path.write_bytes(content)
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path.read_bytes()
