"""What the page of one person shows: what is kept, posts now and before, where they were, and what may be done."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.orgs import forms, person_forms
from duban.orgs.actions.people import said_post
from duban.orgs.models import Person
from duban.orgs.panels import person_cards
from duban.orgs.permits import PERMITS
from duban.orgs.person_fields import facts_of, label
from duban.orgs.posts import ending_of, standing_advice
from duban.orgs.queries import story_of

VERBS = (
    "add_person", "change_person", "correct_spelling", "change_membership", "transfer_membership", "leave", "re_enter",
    "take_back_step", "show_sealed", "answer_correction", "appoint", "end_post",
)  # fmt: skip
ACTS: tuple[tuple[str, str | Promise, type[forms.OnPerson]], ...] = (
    ("change_person", gettext_lazy("Change"), person_forms.ChangePerson),
    ("correct_spelling", gettext_lazy("Correct the spelling"), person_forms.CorrectSpelling),
    ("change_membership", gettext_lazy("Change the membership"), person_forms.ChangeMembership),
    ("transfer_membership", gettext_lazy("Transfer to another organisation"), person_forms.TransferMembership),
    ("show_sealed", gettext_lazy("Look at a number in clear"), person_forms.ShowSealed),
    ("leave", gettext_lazy("Has left"), person_forms.Leave),
    ("re_enter", gettext_lazy("Is here again"), person_forms.ReEnter),
    ("take_back_step", gettext_lazy("Take back the last step"), person_forms.TakeBackStep),
)


@dataclass(frozen=True)
class Act:
    """Something that may be done to the person: its form, which stands open when it was refused or a unit was sought."""

    name: str
    label: str | Promise
    form: forms.OnPerson
    is_open: bool

    @property
    def seeks_unit(self) -> bool:
        """Whether a unit is chosen in it."""
        return "unit" in self.form.fields


def person_page(
    person: Person, user: Any, *, wrong: forms.OnPerson | None = None, find: str = "", at: str = "", done: Any = None
) -> dict[str, Any]:
    """Everything the page shows.

    Args:
        wrong: the form that was refused: it stands open with what was typed.
        find, at: words of a unit that is sought, and in which act.
        done: (field, clear number) on the one page that says it.
    """
    posts = list(person.posts.select_related("unit"))
    held = [post for post in posts if not post.has_ended()]
    may_appoint = PERMITS["orgs.appoint"].possible(user, person) and not person.has_left()
    ending = wrong if isinstance(wrong, forms.EndPost) else None
    corrections = _corrections(person, user, wrong)
    return {
        "person": person,
        "facts": facts_of(person, user),
        "has_left": person.has_left(),
        "clear": (label(done[0]), done[1]) if done else None,
        "acts": acts_of(person, user, wrong, find if at != "appoint" else "", at),
        "corrections": corrections,
        "held": [(post, ending_of(post, person, user, ending)) for post in held],
        "elsewhere": [post for post in held if post.unit_id != person.unit_id],
        "advice": standing_advice(person, held),
        "past": [post for post in posts if post not in held],
        "stays": list(person.stays.select_related("unit")),
        "form": (wrong if isinstance(wrong, forms.Appoint) else None)
        or (forms.Appoint(person=person, user=user, find=find if at == "appoint" else "") if may_appoint else None),
        "find": find,
        "at": at,
        "cards": person_cards(person, user, clock.today()),
        "story": story_of(
            {
                person.key: "",
                **{post.key: said_post(post) for post in posts},
                **{each.key: each.answer for each, _form in corrections},
            },
            [f"orgs.{name}" for name in VERBS],
        ),
    }


def acts_of(person: Person, user: Any, wrong: forms.OnPerson | None, find: str, at: str) -> list[Act]:
    """What this somebody may do to the person now."""
    acts = []
    for name, word, form_class in ACTS:
        if not PERMITS[f"orgs.{name}"].possible(user, person) or (
            name == "show_sealed" and not (person.mobile or person.identity_number)
        ):
            continue
        refused = wrong if type(wrong) is form_class else None
        sought = find if at == name else ""
        acts.append(
            Act(name, word, refused or form_class(person=person, user=user, find=sought), bool(refused or sought))
        )
    return acts


def _corrections(person: Person, user: Any, wrong: forms.OnPerson | None) -> list[tuple[Any, forms.OnPerson]]:
    """Requests that wait, each with the form to answer it; none for those who may not."""
    if not PERMITS["orgs.change_person"].allows(user, person):
        return []
    refused = wrong if isinstance(wrong, person_forms.AnswerCorrection) else None
    found: list[tuple[Any, forms.OnPerson]] = []
    for each in person.corrections.filter(answered_on__isnull=True):
        form = person_forms.AnswerCorrection(
            person=person, user=user, initial={"correction": each.pk}, auto_id=f"AnswerCorrection-{each.pk}-%s"
        )
        found.append((each, refused if refused and refused.data.get("correction") == str(each.pk) else form))
    return found
