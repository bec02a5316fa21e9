"""An office's own .docx, filled: `{{ title }}` and its like, in a sandbox without calls, with every text escaped."""

import datetime
import io
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from duban.base.errors import BadInput
from duban.documents.official.models import Kind
from duban.documents.official.papers import Paper
from duban.documents.official.sheet.paper import day_words

BLANKS = (
    "title", "symbol", "letterhead", "addressees", "paragraphs", "attachments", "attendance", "signers", "name", "date",
    "notes", "copy_to", "printed_by", "printed_on", "urgency",
)  # fmt: skip
FILTERS = {"length", "first", "last", "default"}
ERRORS = (TemplateError, ValueError, TypeError, KeyError, zipfile.BadZipFile, OSError)


class Sandbox(ImmutableSandboxedEnvironment):
    """No call, no power, no product: a template says where something stands and computes nothing."""

    intercepted_binops = frozenset({"*", "**", "%", "+", "-", "/", "//"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: each for name, each in self.filters.items() if name in FILTERS}
        self.tests = {name: each for name, each in self.tests.items() if name in {"defined", "undefined"}}

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing is called."""
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Nothing is reckoned."""
        raise SecurityError(_("a template does not reckon"))


def blanks_of(paper: Paper) -> dict[str, Any]:
    """What a template may name."""
    return {
        "title": paper.title.replace("\n", ""),
        "symbol": paper.symbol,
        "letterhead": paper.letterhead,
        "addressees": paper.addressees,
        "paragraphs": [line.strip() for line in paper.body.splitlines() if line.strip()],
        "attachments": [line for line in paper.attachments if line.strip()],
        "attendance": [f"{label}：{names}" for label, names in paper.attendance],
        "signers": list(paper.signers),
        "name": "、".join(paper.names),
        "date": day_words(paper.dated_on),
        "notes": list(paper.notes),
        "copy_to": paper.copy_to,
        "printed_by": paper.printed_by,
        "printed_on": day_words(paper.printed_on or paper.dated_on),
        "urgency": paper.urgency,
    }


def written(template: bytes, paper: Paper) -> bytes:
    """The template with this paper in it.

    Raises:
        BadInput: it cannot be filled.
    """
    return _rendered(template, blanks_of(paper))


def try_template(template: bytes, kind: Kind) -> None:
    """Whether it can be filled at all.

    Raises:
        BadInput: it is no .docx, or names what no document has.
    """
    day = day_words(datetime.date(2026, 1, 1))
    tried = {name: ["试"] if name.endswith("s") and name != "addressees" else "试" for name in BLANKS}
    _rendered(template, {**tried, "attendance": ["试"], "date": day, "printed_on": day})


def _rendered(template: bytes, blanks: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(blanks, jinja_env=Sandbox(), autoescape=True)
        document.save(out)
    except UndefinedError as wrong:
        raise _refused(str(wrong.message), "、".join(f"{{{{ {name} }}}}" for name in BLANKS)) from None
    except TemplateSyntaxError as wrong:
        raise _refused(f"{wrong.message}", _("marks that are closed, as {{ title }}")) from None
    except SecurityError:
        raise _refused(_("a call or a reckoning"), _("blanks, loops over lists and conditions only")) from None
    except ERRORS:
        raise _refused(_("not a Word document that opens"), ".docx") from None
    return out.getvalue()


def _refused(found: str, expected: str) -> BadInput:
    return BadInput(_("This template cannot be used."), places=[(_("template"), found, expected)])
