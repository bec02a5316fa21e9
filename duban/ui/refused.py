"""What a verb refuses comes back in the form with what was typed, beside the field that the place is called after."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.base.errors import BadInput


@contextmanager
def back_in(form: forms.BaseForm) -> Iterator[None]:
    """Let a BadInput become errors of the form, which is shown again as every form that does not hold: 422, nothing lost.

    The verb has undone what it wrote. Whoever calls asks `form.is_valid()` anew and goes on only when it still is.
    """
    try:
        yield
    except BadInput as refused:
        put_back(form, refused)


def put_back(form: forms.BaseForm, refused: BadInput) -> None:
    """The sentence at the head of the form, each place beside its field; one that no field is called after below the sentence."""
    form.add_error(None, str(refused))
    named = {_plain(form[name].label): name for name in form.fields}
    for where, found, expected in refused.places:
        words = {"where": where, "found": found, "expected": expected}
        form.add_error(
            named.get(_plain(where)),
            forms.ValidationError(_("%(where)s: found %(found)s, expected %(expected)s"), params=words),
        )


def _plain(word: object) -> str:
    return str(word).strip().casefold()
