"""Kinds of posts as data, which kind a post is, the bands a structure is shown in, and the field somebody studied."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.orgs.models import Person, Post


class PostKind(Record):
    """A kind of post: secretary, head of the party office, party-affairs worker … Kinds are data from packs."""

    class Field(models.TextChoices):
        PARTY = "party", _("party affairs")
        LEAGUE = "league", _("league affairs")
        BUSINESS = "business", pgettext_lazy("post", "business")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40, unique=True)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=0)
    field = models.CharField(_("field of work"), max_length=10, choices=Field.choices, default=Field.PARTY)
    is_staff = models.BooleanField(_("full time counts as dedicated party staff"), default=False)
    trains_as_secretary = models.BooleanField(_("trained as secretaries and committee members are"), default=False)
    is_secretary = models.BooleanField(_("trained anew when newly in office"), default=False)
    sits_on_committee = models.BooleanField(_("sits on the committee of the branch"), default=False)
    needs_filing = models.BooleanField(_("the choice is filed"), default=False)
    is_backbone = models.BooleanField(_("heads business"), default=False)
    branch_titles = models.CharField(_("titles that mean it in a branch"), max_length=100, blank=True)
    words = models.CharField(_("titles that suggest it"), max_length=200, blank=True)

    class Meta:
        ordering = ["place", "code"]
        verbose_name = pgettext_lazy("cadres", "kind of post")
        verbose_name_plural = _("kinds of posts")

    def __str__(self) -> str:
        return self.name

    def is_called(self, title: str) -> bool:
        """Whether the title, as a whole, means this kind where it is a post of a branch."""
        return title in self.branch_titles.split("、") if title else False

    @property
    def titles(self) -> list[str]:
        """The titles that suggest this kind."""
        return [word for word in self.words.split("、") if word]


class CadrePost(Record):
    """That somebody looked at a post and said of which kind it is. A title alone decides nothing."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="cadre_post", verbose_name=_("post"))
    kind = models.ForeignKey(
        PostKind, models.PROTECT, related_name="cadre_posts", verbose_name=pgettext_lazy("post", "kind")
    )

    class Meta:
        ordering = ["post__unit__path", "kind__place", "pk"]
        verbose_name = _("post of a cadre")
        verbose_name_plural = _("posts of cadres")

    def __str__(self) -> str:
        return f"{self.post}（{self.kind}）"


class Band(Record):
    """年龄段、党务年限段、专业类别: one row of a structure. Bands are data from packs."""

    class Axis(models.TextChoices):
        AGE = "age", _("age")
        EXPERIENCE = "experience", _("years in party affairs")
        PROFESSION = "profession", _("profession")

    axis = models.CharField(_("of what"), max_length=10, choices=Axis.choices)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=0)
    least = models.PositiveSmallIntegerField(_("from years"), null=True, blank=True)
    below = models.PositiveSmallIntegerField(_("to below years"), null=True, blank=True)

    class Meta:
        ordering = ["axis", "place", "code"]
        verbose_name = _("band")
        verbose_name_plural = _("bands")

    def __str__(self) -> str:
        return self.name

    def holds(self, years: int) -> bool:
        """Whether so many whole years lie in it."""
        return (self.least or 0) <= years and (self.below is None or years < self.below)


class CadreProfile(Record):
    """What the pool keeps of a cadre beside person and posts: the field of study, as one of the bands."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="cadre_profile", verbose_name=_("person"))
    profession = models.ForeignKey(
        Band, models.PROTECT, null=True, blank=True, related_name="profiles", verbose_name=_("profession")
    )

    class Meta:
        ordering = ["person"]
        verbose_name = _("profile of a cadre")
        verbose_name_plural = _("profiles of cadres")

    def __str__(self) -> str:
        return str(self.person)
