"""The decorator that every write stands under: permission, transaction, lock, state, trail, in this order."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.functional import Promise

from duban.audit.actions import record, trail_last
from duban.base.errors import Conflict, NotAllowed
from duban.base.fields import SealedField, SpelledField
from duban.base.privacy import refuse_personal_numbers
from duban.orgs.models import Unit
from duban.orgs.permits import Permit, permit

UNSAID = {"created_at", "updated_at", "password", "identity_digest"}
"""Fields that no trail entry repeats: two tell nothing, a hash must not leave its table."""

OF_COUNTS_ONLY = {"sex", "ethnic_group"}
"""Fields that only statistics count and only editors see: the trail has other readers and says that they changed."""

MADE_FOR_NUMBERS = {"mobile", "identity_number"}
"""Arguments that take a personal number, sealed by their verb. In any other text of any verb it is refused."""

Verb = Callable[..., Any]
Row = TypeVar("Row", bound=models.Model)
_more: ContextVar[dict[str, Any] | None] = ContextVar("more for the entry of the verb that runs", default=None)


def action(
    code: str,
    label: str | Promise,
    *,
    roles: Iterable[str],
    unit: str = "unit",
    when: Callable[[Any, Any], bool] | None = None,
    others: str = "",
    own: Iterable[str] = (),
    shows: Callable[[Any], Any] | None = None,
) -> Callable[[Verb], Verb]:
    """Make a verb of a function `verb(object, *, by, …)`.

    In one transaction: the row is locked and read anew, the person's role is checked on the tree, the state on the fresh
    row, the verb runs on the fresh row, and the trail gets an entry with the fields that changed and what the verb told
    by `tell`. What the verb returns is returned, the fresh object when it returns nothing.

    Args:
        code: "room.verb_noun", the permit's name and the trail's word.
        label: what was done, for people ("handed in").
        roles, unit, own: see Permit.
        when: whether the object's state allows it; asked again on the fresh row.
        shows: what a form of this verb shows of the object to be changed. The form takes `verb.version(obj)` along and sends it
            back as `seen`; when the fresh row shows something else, somebody changed it meanwhile and nothing is overwritten.
            The verb itself does not get `seen`; without it nothing is compared.
        others: name of an argument with more objects of the same kind. They are locked, read anew and checked as the
            object is; the verb gets the fresh ones, without the object itself and each once.

    Raises:
        BadInput: a text among the arguments holds an identity number or a mobile number (domain §9.3).
        NotAllowed: the person's roles do not include it here.
        Conflict: the object is gone, or has moved on since it was read, or shows something else than was seen.
    """
    declared = permit(code, label, roles=roles, unit=unit, when=when, own=own)

    def version(obj: Any) -> str:
        return version_of(shows(obj)) if shows else ""

    def decorate(verb: Verb) -> Verb:
        @wraps(verb)
        def run(obj: Any, *, by: Any, **given: Any) -> Any:
            with transaction.atomic(), trail_last():
                wanted = [obj, *given.get(others, ())] if others else [obj]
                rows = locked(wanted, declared, by=by)
                fresh = next(row for row in rows if row.pk == obj.pk)
                if others in given:
                    given[others] = [row for row in rows if row.pk != obj.pk]
                if shows is not None and (seen := given.pop("seen", "")) and seen != version(fresh):
                    raise Conflict
                before = _said(fresh)
                token = _more.set({})
                try:
                    done = verb(fresh, by=by, **given)
                    # After the verb, which says all that does not hold at once; what it wrote is undone.
                    refuse_personal_numbers(dict(_texts(given)))
                    more = _more.get() or {}
                finally:
                    _more.reset(token)
                done = fresh if done is None else done
                detail: dict[str, Any] = {
                    name: _pair(name, before[name], after)
                    for name, after in _said(fresh).items()
                    if after != before[name]
                }
                if isinstance(done, models.Model) and done != fresh:
                    detail["made"] = [None, done.key]  # type: ignore[attr-defined]
                record(code, fresh.key, by=by, reason=str(given.get("reason") or ""), detail={**detail, **more})
            return done

        run.permit, run.version = declared, version  # type: ignore[attr-defined]
        return run

    return decorate


def version_of(shown: Any) -> str:
    """Another word whenever what is shown is another. Too short to be taken for a personal number."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:8]


def _texts(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text among the arguments of a verb, in lists and records too, but for those that are made for a number."""
    for name, value in given.items():
        if isinstance(value, str):
            if name not in MADE_FOR_NUMBERS:
                yield name, value
        elif isinstance(value, Mapping):
            yield from _texts({f"{name} {key}": each for key, each in value.items()})
        elif is_dataclass(value) and not isinstance(value, type):
            parts = {each.name: getattr(value, each.name) for each in fields(value)}
            yield from _texts({f"{name} {key}": each for key, each in parts.items() if key not in MADE_FOR_NUMBERS})
        elif isinstance(value, list | tuple | set | frozenset):
            yield from _texts({f"{name} {place}": each for place, each in enumerate(value, start=1)})


def tell(**detail: Any) -> None:
    """Say more in the entry of the verb that runs: what happened to other rows, as name=[before, after].

    A record is named by its key; several are a list of keys. Each verb has its own: a verb that another calls tells
    nothing about the caller.

    Raises:
        LookupError: no verb runs.
    """
    more = _more.get()
    if more is None:
        raise LookupError("only a verb under @action has an entry to say more in")
    more.update(detail)


def check(declared: Permit, by: Any, obj: Any) -> None:
    """Raise when the person may not do it to the object, or not any more."""
    if not declared.allows(by, obj):
        raise NotAllowed
    if declared.when is not None and not declared.when(obj, by):
        raise Conflict


def locked(objs: Iterable[Row], declared: Permit | None = None, *, by: Any = None) -> list[Row]:
    """The rows of these objects of one kind, locked and read anew, each once, in the order of their keys.

    What was loaded before the lock is a guess: who acts on a row, or decides by what it says, takes it from here.
    Everybody locks in this order, so that two never wait for each other.

    Args:
        declared: the permit that the person must have for each; without one nothing is checked.

    Raises:
        Conflict: one is gone, or has moved on.
        NotAllowed: the person may not do it to one of them.
    """
    keys = {obj.pk: type(obj) for obj in objs}
    if not keys:
        return []
    kind = next(iter(keys.values()))
    # Who adds a row that belongs to a unit does not wait for it, nor it for them: units do not go away.
    rows = kind._base_manager.select_for_update(no_key=issubclass(kind, Unit)).filter(pk__in=keys).order_by("pk")
    fresh: list[Row] = list(rows)
    if len(fresh) < len(keys):
        raise Conflict
    for row in fresh:
        if declared is not None:
            check(declared, by, row)
    return fresh


def _said(obj: models.Model) -> dict[str, Any]:
    """The fields as the trail repeats them. Of a sealed one a mark that changes with it; what is derived not at all."""
    return {
        field.attname: mark_of(getattr(obj, field.attname))
        if isinstance(field, SealedField)
        else getattr(obj, field.attname)
        for field in obj._meta.concrete_fields
        if field.attname not in UNSAID and not isinstance(field, SpelledField)
    }


def _pair(name: str, *values: Any) -> list[Any]:
    # No digest of these: of so few values each is told from its digest.
    return ["••••" if value and name in OF_COUNTS_ONLY else value for value in values]


def mark_of(sealed: str) -> str:
    """Four characters that stand for a sealed value in the trail; '' of ''. The value cannot be told from them."""
    return f"•••• {hashlib.sha256(sealed.encode()).hexdigest()[:4]}" if sealed else ""
