"""交接: what the one who leaves a post hands to the one who takes it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.orgs.models import Person, Post, Unit


class HandOverPoint(Record):
    """A thing that is handed over with a post: lists in hand, seals and keys, ledgers … Points are data from packs."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=80)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        ordering = ["place", "code"]
        verbose_name = _("point of a hand-over")
        verbose_name_plural = _("points of a hand-over")

    def __str__(self) -> str:
        return self.title


class HandOver(Record):
    """One post, the one who leaves it, the one who takes it, and the two days on which they said so."""

    post = models.OneToOneField(Post, models.PROTECT, related_name="hand_over", verbose_name=_("post"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="hand_overs", verbose_name=_("unit"))
    giver = models.ForeignKey(Person, models.PROTECT, related_name="given", verbose_name=_("hands over"))
    taker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="taken", verbose_name=_("takes over")
    )
    given_on = models.DateField(_("handed over on"), null=True, blank=True)
    taken_on = models.DateField(_("taken over on"), null=True, blank=True)
    given_on_paper = models.BooleanField(_("handed over with a signature on paper"), default=False)
    taken_on_paper = models.BooleanField(_("taken over with a signature on paper"), default=False)

    class Meta:
        ordering = ["unit__path", "pk"]
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taker__isnull=True) | ~models.Q(taker=models.F("giver")), name="cadres_two_hand_over"
            ),
            models.CheckConstraint(
                condition=models.Q(taken_on__isnull=True)
                | (models.Q(given_on__isnull=False) & models.Q(taker__isnull=False)),
                name="cadres_given_before_taken",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}（{self.unit}）"

    def is_done(self) -> bool:
        """True when both have said so."""
        return self.taken_on is not None


class HandOverLine(Record):
    """One point of one hand-over. The title is what the point said then."""

    class State(models.TextChoices):
        OPEN = "open", _("to hand over")
        HANDED = "handed", _("handed over")
        NONE = "none", pgettext_lazy("hand-over", "not applicable")

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="lines", verbose_name=_("hand-over"))
    place = models.PositiveSmallIntegerField(_("place in lists"))
    title = models.CharField(_("title"), max_length=80)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    note = models.CharField(_("what exactly"), max_length=200, blank=True)

    class Meta:
        ordering = ["hand_over", "place"]
        verbose_name = _("line of a hand-over")
        verbose_name_plural = _("lines of a hand-over")
        constraints = [models.UniqueConstraint(fields=["hand_over", "place"], name="cadres_hand_over_line_once")]

    def __str__(self) -> str:
        return self.title
