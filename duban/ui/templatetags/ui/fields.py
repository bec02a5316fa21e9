"""Fields of a form: label, why it is asked, what is wrong, and where a prefilled value came from."""

from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput, FileInput
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.ui.templatetags.ui.library import joined, register


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, label: Any = "", help: Any = "", origin: Any = "", *, hidden_label: bool = False) -> dict:  # noqa: A002
    """One field of a Django form.

    Args:
        bound: `form.name`.
        label: instead of the form's own.
        help: why it is asked, instead of the form's own help text.
        origin: where the value it is prefilled with came from.
        hidden_label: the label is said to screen readers only.
    """
    widget = bound.field.widget
    if getattr(widget, "input_type", "") in {"date", "number"} and _is_no_such(bound):
        # A browser empties a field for days or numbers that holds something else; what was typed stands.
        widget.input_type = "text"
    return {
        "bound": bound,
        "label": label or bound.label,
        "help": help or bound.help_text,
        "origin": origin,
        "hidden_label": hidden_label,
        "is_group": bool(widget.use_fieldset),
        "is_tick": isinstance(widget, CheckboxInput),
        "is_file": isinstance(widget, FileInput),
        "is_required": bound.field.required and not isinstance(widget, CheckboxInput),
        # Django names these two itself in the field's aria-describedby.
        "help_id": f"{bound.auto_id}_helptext",
        "error_id": f"{bound.auto_id}_error",
    }


def _is_no_such(bound: BoundField) -> bool:
    return any(error.code == "invalid" for error in bound.errors.as_data())


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """What is wrong with the form as a whole, then every field in order."""
    from django.template.loader import render_to_string  # noqa: PLC0415 - its loaders load this library

    shown = [SafeString(render_to_string("ui/parts/field.html", field(bound))) for bound in form.visible_fields()]
    return joined([form_errors(form), *(SafeString(str(bound)) for bound in form.hidden_fields()), *shown])


@register.simple_tag
def form_errors(form: BaseForm) -> SafeString:
    """What is wrong with the form as a whole; nothing when it is right or was not sent."""
    errors = form.non_field_errors()
    if not errors:
        return SafeString("")
    lines = joined([format_html("<li>{}</li>", error) for error in errors])
    title = _("Please check what was entered")
    return format_html('<div class="notice is-late" role="alert"><h2>{}</h2><ul>{}</ul></div>', title, lines)
