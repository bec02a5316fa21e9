"""Fields of models that fill themselves in or keep what they hold in cipher; bulk_create fills them too."""

from typing import Any

from django.db import models

from duban.base.names import spelled


class SpelledField(models.CharField):
    """How a name is found by pinyin and initials; derived from other fields of the row whenever it is written.

    Args:
        of: the fields that hold names, the full one first.
        is_person: the name begins with a surname.
        corrected: the field in which people correct the spelling.
    """

    def __init__(
        self, *args: Any, of: tuple[str, ...] = ("name",), is_person: bool = False, corrected: str = "", **kwargs: Any
    ) -> None:
        self.of, self.is_person, self.corrected = of, is_person, corrected
        super().__init__(*args, **{"max_length": 900, "blank": True, "editable": False, "default": "", **kwargs})

    def deconstruct(self) -> Any:
        """A plain column to the migrations: they never compute."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The spelling of the names as they are now."""
        names = [str(getattr(model_instance, each)) for each in self.of]
        corrected = getattr(model_instance, self.corrected) if self.corrected else ""
        value = spelled(*names, is_person=self.is_person, corrected=corrected)
        setattr(model_instance, self.attname, value)
        return value


class Spelled(models.Model):
    """For rows with a SpelledField: one that is saved in part is spelled anew with its name."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the spelling whenever a name is written."""
        written = kwargs.get("update_fields")
        if written is not None:
            fields = (field for field in self._meta.concrete_fields if isinstance(field, SpelledField))
            more = {field.attname for field in fields if {*field.of, field.corrected} & set(written)}
            kwargs["update_fields"] = {*written, *more}
        super().save(*args, **kwargs)


class SealedField(models.TextField):
    """A value in cipher, as duban.base.crypto.seal gives it. What the trail says of it is whether it changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"blank": True, "editable": False, "default": "", **kwargs})

    def deconstruct(self) -> Any:
        """A plain column to the migrations."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    @property
    def bound(self) -> str:
        """What its values are bound to: they open in this column only."""
        return f"{self.model._meta.label_lower}.{self.name}"
