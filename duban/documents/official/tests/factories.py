"""Small real things of documents to test with."""

from pathlib import Path
from typing import Any

import yaml

from duban.documents.models import File, FileVersion
from duban.documents.official.content import CONTENT
from duban.documents.official.models import Approval, Kind, OfficeProfile, OfficeTemplate, OfficialDocument
from duban.documents.official.sheet.layout import Layout, layout_from
from duban.orgs.models import Role, Unit
from duban.packs.models import RuleParameter

PACK = Path(__file__).parents[4] / "packs" / "core"
BODY = "今年以来，各单位认真落实任务清单，总体进展平稳。现将有关情况通报如下。\n一、总体情况\n全县110个单位应办任务2204件，办结2161件。"


def content() -> dict[str, Any]:
    """The pack's templates and measures, as the file says them."""
    return yaml.load((PACK / "document_templates.yaml").read_text(encoding="utf-8"), Loader=yaml.SafeLoader)


def install() -> None:
    """The pack's templates and measures, and the rules of length, without the rest of the pack."""
    CONTENT.write(CONTENT.read(content(), "document_templates.yaml"))
    for code, value in (("paper.length_max", "5000"), ("paper.length_max_special", "4000")):
        RuleParameter.objects.create(code=code, title=code, value=value, basis="整治形式主义为基层减负若干规定")


def layout(**more: Any) -> Layout:
    """The standard's measures."""
    return layout_from({**content()["measures"], **more})


def profile(unit: Unit, **more: Any) -> OfficeProfile:
    """An office's paper."""
    return OfficeProfile.objects.create(unit=unit, **{"symbol_word": "示直工委", "is_sealed": True, **more})


def document(unit: Unit, kind: str = Kind.BULLETIN, **more: Any) -> OfficialDocument:
    """A draft."""
    said = {"title": "关于第三季度责任落实情况的通报", "addressees": "县直各单位", "body": BODY}
    return OfficialDocument.objects.create(issuer=unit, kind=kind, **{**said, **more})


def one_of_each(unit: Unit) -> dict[str, Any]:
    """A draft, the step of a document that is under way, and a template of the office whose file has no content."""
    under_way = document(unit, state=OfficialDocument.State.IN_APPROVAL)
    step = Approval.objects.create(
        document=under_way, place=1, sort=Approval.Sort.SIGN, post="书记", role=Role.UNIT_SECRETARY, unit=unit
    )
    file = FileVersion.objects.create(
        file=File.objects.create(unit=unit, title="函"), name="函.docx", media_type="text/plain", size_bytes=1, sha256="0" * 64
    )  # fmt: skip
    template = OfficeTemplate.objects.create(unit=unit, kind=Kind.LETTER, file=file)
    return {"paper": document(unit), "paper_step": step, "office_template": template, "office_file": template}


SEE, OFFICE = "official.view_document", "official.view_profile"
ROWS = [
    *((page, SEE, "", "paper") for page in ("paper", "download_paper")),
    *((page, SEE, "official.change_document", "paper") for page in ("change_paper", "preview_paper")),
    *((verb, SEE, f"official.{verb}", "paper") for verb in ("take_back_document", "void_document")),
    *((page, OFFICE, "", "unit") for page in ("office", "register")),
    *(
        (verb, OFFICE, f"official.{verb}", "unit")
        for verb in ("set_profile", "set_chain", "note_outside_numbers", "add_office_template")
    ),
    ("download_office_template", OFFICE, "", "office_file"),
    ("retire_office_template", OFFICE, "official.retire_office_template", "office_template"),
]
"""Addresses of this wing: name, permit to see the object, permit of the verb, which object (tests/test_addresses.py)."""
