"""People and their posts: who holds what, where, from when to when."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base import clock
from duban.base.fields import SealedField, Spelled, SpelledField
from duban.base.models import Record
from duban.orgs.models.units import Unit


class PersonQuerySet(models.QuerySet):
    """People, as lists ask for them."""

    def here(self, day: datetime.date | None = None) -> "PersonQuerySet":
        """Those who have not left by that day, today when none is given; the last day counts as here."""
        return self.filter(models.Q(left_on__isnull=True) | models.Q(left_on__gte=day or clock.today()))


class Person(Spelled, Record):
    """Somebody who belongs to a unit. Only what the work needs: no address, no family, no health, no wage.

    What each field is for and who sees it stands in duban.orgs.person_fields; a test compares.
    """

    class Membership(models.TextChoices):
        FULL = "full", _("full member")
        PROBATIONARY = "probationary", _("probationary member")
        NONE = "none", _("not a member")

    class Sex(models.TextChoices):
        """GB/T 2261.1-2003; only for statutory statistics, hidden in lists."""

        MALE = "1", _("male")
        FEMALE = "2", _("female")

    class Education(models.TextChoices):
        """GB/T 4658-2006, the levels."""

        GRADUATE = "10", _("postgraduate")
        UNDERGRADUATE = "20", _("undergraduate")
        COLLEGE = "30", _("junior college")
        VOCATIONAL = "40", _("secondary vocational")
        HIGH = "60", _("senior high school")
        MIDDLE = "70", _("junior high school")
        PRIMARY = "80", _("primary school")
        OTHER = "90", pgettext_lazy("education", "other")

    class Leaving(models.TextChoices):
        """Why somebody left. No more is said than an office has to know."""

        MOVED = "moved", _("moved away")
        RETIRED = "retired", pgettext_lazy("leaving", "retired")
        OTHER = "other", pgettext_lazy("leaving", "other")

    name = models.CharField(pgettext_lazy("person", "name"), max_length=50)
    spelling = models.CharField(
        _("spelling"),
        max_length=80,
        blank=True,
        help_text=_("Only when the pinyin of the name is another than the usual: Tan Yuan."),
    )
    spelled = SpelledField(_("found by"), is_person=True, corrected="spelling")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people", verbose_name=_("unit"))
    since_on = models.DateField(
        _("here since"), null=True, blank=True, help_text=_("Empty: since before the book began.")
    )
    membership = models.CharField(_("membership"), max_length=12, choices=Membership.choices, default=Membership.NONE)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    born_in = models.CharField(
        _("born in"), max_length=7, blank=True, help_text=_("Year and month, as 1985-03; the day is not kept.")
    )
    ethnic_group = models.CharField(_("ethnic group"), max_length=20, blank=True)
    education = models.CharField(_("education"), max_length=2, choices=Education.choices, blank=True)
    joined_on = models.DateField(_("admitted to the party on"), null=True, blank=True)
    converted_on = models.DateField(
        _("full member since"), null=True, blank=True, help_text=_("Party standing counts from this day.")
    )
    left_on = models.DateField(
        _("left on"), null=True, blank=True, help_text=_("Empty: still here. What was done before stays.")
    )

    left_why = models.CharField(_("why"), max_length=10, choices=Leaving.choices, blank=True)
    mobile = SealedField(_("mobile number"))
    identity_number = SealedField(_("identity number"))
    identity_digest = models.CharField(
        _("digest of the identity number"), max_length=90, blank=True, default="", editable=False, db_index=True
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="orgs_person_has_name"),
            models.CheckConstraint(
                condition=models.Q(joined_on__isnull=True)
                | models.Q(converted_on__isnull=True)
                | models.Q(converted_on__gte=models.F("joined_on")),
                name="orgs_person_joins_first",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def has_account(self) -> bool:
        """True when somebody can or could log in as this person, also while the account is closed."""
        return getattr(self, "account", None) is not None

    def has_left(self) -> bool:
        """True when the last day here lies behind us."""
        return self.left_on is not None and self.left_on < clock.today()

    def is_member(self) -> bool:
        """True of full and probationary members."""
        return self.membership != self.Membership.NONE

    def standing_years(self, day: datetime.date) -> int | None:
        """党龄: whole years as a full member on that day; None when no day of conversion is entered or it is ahead."""
        since = self.converted_on
        if since is None or since > day:
            return None
        return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


class StayQuerySet(models.QuerySet):
    """Former stays, as rolls of past days ask for them."""

    def held(self, day: datetime.date) -> "StayQuerySet":
        """Those that covered that day."""
        return self.filter(models.Q(since_on__isnull=True) | models.Q(since_on__lte=day), until_on__gte=day)


class Stay(Record):
    """Where somebody belonged before, and as what: so the roll of a past day stays right. The present stands in Person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="stays", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="stays", verbose_name=_("unit"))
    membership = models.CharField(_("membership"), max_length=12, choices=Person.Membership.choices)
    since_on = models.DateField(_("since"), null=True, blank=True)
    until_on = models.DateField(_("until"))

    objects = StayQuerySet.as_manager()

    class Meta:
        ordering = ["person", "-until_on", "-pk"]
        verbose_name = _("former stay")
        verbose_name_plural = _("former stays")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since_on__isnull=True) | models.Q(until_on__gte=models.F("since_on")),
                name="orgs_stay_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.unit}"


class Correction(Record):
    """Somebody says that what is kept of them is wrong. It waits for their unit's cadre until it is answered."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="corrections", verbose_name=_("person"))
    text = models.CharField(_("what is wrong"), max_length=300)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.CharField(pgettext_lazy("correction", "answer"), max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("request for correction")
        verbose_name_plural = _("requests for correction")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_on__isnull=True, answer="")
                | (models.Q(answered_on__isnull=False) & ~models.Q(answer="")),
                name="orgs_correction_answered",
            )
        ]

    def __str__(self) -> str:
        return self.text

    def is_open(self) -> bool:
        """True while nobody has answered."""
        return self.answered_on is None


class PostQuerySet(models.QuerySet):
    """Posts, as lists of people ask for them."""

    def held(self, day: datetime.date) -> "PostQuerySet":
        """Those that are held on that day: begun, and not ended before it."""
        return self.filter(models.Q(until_on__isnull=True) | models.Q(until_on__gte=day), since_on__lte=day)


class Post(Record):
    """What a person is in a unit, from when to when. One person may hold several at once (一人多岗)."""

    class Kind(models.TextChoices):
        FULL_TIME = "full_time", _("full-time")
        PART_TIME = "part_time", _("part-time")
        SECONDED = "seconded", _("seconded")
        ACTING = "acting", _("acting")

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("unit"))
    title = models.CharField(pgettext_lazy("post", "title"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PART_TIME)
    since_on = models.DateField(_("since"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "pk"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("since_on")),
                name="orgs_post_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def has_ended(self) -> bool:
        """True when its last day lies behind us. One that begins later has not ended."""
        return self.until_on is not None and self.until_on < clock.today()
