"""The decorator that every write stands under: permission, transaction, lock, state, trail, in this order."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.utils.functional import Promise

from duban.audit.actions import record
from duban.base.errors import Conflict, NotAllowed
from duban.orgs.permits import Permit, permit

UNSAID = {"created_at", "updated_at", "password"}
"""Fields that no trail entry repeats: two tell nothing, a password hash must not leave its table."""

Verb = Callable[..., Any]


def action(
    code: str,
    label: str | Promise,
    *,
    roles: Iterable[str],
    unit: str = "unit",
    when: Callable[[Any, Any], bool] | None = None,
) -> Callable[[Verb], Verb]:
    """Make a verb of a function `verb(object, *, by, …)`.

    In one transaction: the row is locked and read anew, the person's role is checked on the tree, the state on the fresh
    row, the verb runs on the fresh row, and the trail gets an entry with the fields that changed. What the verb returns
    is returned, the fresh object when it returns nothing.

    Args:
        code: "room.verb_noun", the permit's name and the trail's word.
        label: what was done, for people ("handed in").
        roles, unit: see Permit.
        when: whether the object's state allows it; asked again on the fresh row.

    Raises:
        NotAllowed: the person's roles do not include it here.
        Conflict: the object is gone, or has moved on since it was read.
    """
    declared = permit(code, label, roles=roles, unit=unit, when=when)

    def decorate(verb: Verb) -> Verb:
        @wraps(verb)
        def run(obj: Any, *, by: Any, **given: Any) -> Any:
            with transaction.atomic():
                fresh = _locked(obj)
                check(declared, by, fresh)
                before = _said(fresh)
                done = verb(fresh, by=by, **given)
                done = fresh if done is None else done
                detail: dict[str, Any] = {
                    name: [before[name], after] for name, after in _said(fresh).items() if after != before[name]
                }
                if isinstance(done, models.Model) and done != fresh:
                    detail["made"] = [None, done.key]  # type: ignore[attr-defined]
                record(code, fresh.key, by=by, reason=str(given.get("reason") or ""), detail=detail)
            return done

        run.permit = declared  # type: ignore[attr-defined]
        return run

    return decorate


def check(declared: Permit, by: Any, obj: Any) -> None:
    """Raise when the person may not do it to the object, or not any more."""
    if not declared.allows(by, obj):
        raise NotAllowed
    if declared.when is not None and not declared.when(obj, by):
        raise Conflict


def _locked(obj: models.Model) -> Any:
    rows = type(obj)._base_manager.select_for_update()
    try:
        return rows.get(pk=obj.pk)
    except ObjectDoesNotExist:
        raise Conflict from None


def _said(obj: models.Model) -> dict[str, Any]:
    return {
        field.attname: getattr(obj, field.attname) for field in obj._meta.concrete_fields if field.attname not in UNSAID
    }
