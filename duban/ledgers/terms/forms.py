"""What people type about terms. The cleaned data are the verb's arguments."""

from collections import defaultdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.base.names import in_stroke_order
from duban.base.privacy import guard_texts
from duban.ledgers.terms.models import Election, Officer, Term
from duban.ledgers.terms.queries import (
    MEMBER,
    officers_of,
    posts_that_end,
    roll_of,
    suggested_title,
    waiting_for_posts,
)
from duban.ui.inputs import DayInput


def _symbol(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=60)


class TermForm(forms.Form):
    """A form about one term. No text in it holds a personal number."""

    def __init__(self, *args: Any, term: Term | None = None, user: Any = None, **kwargs: Any) -> None:
        self.term, self.user = term, user
        super().__init__(*args, **kwargs)
        guard_texts(self)


class OpenTerm(forms.Form):
    """When the committee in office was elected; the end follows from the rules."""

    starts_on = forms.DateField(label=_("Elected on"), widget=DayInput())
    number = forms.IntegerField(label=_("Number of the term"), required=False, min_value=1, max_value=999)


class RemindTerm(TermForm):
    """Nothing to type."""


class RequestElection(TermForm):
    """换届请示."""

    symbol = _symbol(_("Number of the request"))
    requested_on = forms.DateField(
        label=_("Day of the request"), widget=DayInput(), required=False, help_text=_("Empty: today.")
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=99)
    reason = forms.CharField(
        label=_("Reason for an advance election"),
        max_length=200,
        required=False,
        help_text=_("Only when it is held before the reminder is due."),
    )


class ApproveElection(TermForm):
    """批复."""

    symbol = _symbol(_("Number of the approval"))
    approved_on = forms.DateField(label=_("Day of the approval"), widget=DayInput())
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=99)
    by_delegates = forms.BooleanField(label=_("A delegates' meeting may elect"), required=False)


class _WithReason(TermForm):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class WithdrawRequest(_WithReason):
    """撤回请示."""


class RevokeApproval(_WithReason):
    """撤销批复."""


class RecordElection(TermForm):
    """The totals of one ballot."""

    held_on = forms.DateField(label=_("Held on"), widget=DayInput())
    by_delegates = forms.BooleanField(label=_("By a delegates' meeting"), required=False)
    eligible = forms.IntegerField(
        label=_("Who should attend"), min_value=1, help_text=_("full members with voting rights")
    )
    present = forms.IntegerField(label=_("Who attended"), min_value=0)
    tellers = forms.IntegerField(
        label=_("Tellers"), min_value=1, required=False, help_text=_("Only how many; candidates are none of them.")
    )
    issued = forms.IntegerField(label=_("Ballots issued"), min_value=0)
    returned = forms.IntegerField(label=_("Ballots returned"), min_value=0)
    valid = forms.IntegerField(
        label=_("Ballots valid"),
        min_value=0,
        help_text=_("A ballot that names more than there are seats is not valid."),
    )
    candidates = forms.CharField(
        label=_("Candidates and yes-votes"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One line each: name, space, yes-votes. The names are put in order of strokes."),
    )
    consent = forms.IntegerField(
        label=_("For fewer seats"),
        min_value=0,
        required=False,
        help_text=_(
            "Only when fewer were elected than there are seats, and the meeting voted to leave it so: how many agreed."
        ),
    )
    minutes = forms.FileField(
        label=_("Minutes"), required=False, help_text=_("Nobody asks for them; they may be kept here.")
    )

    def clean_candidates(self) -> list[tuple[str, int]]:
        """(name, yes-votes) of each line, by strokes of the names (选举工作条例: 候选人名单以姓氏笔画为序)."""
        found: list[tuple[str, int]] = []
        for number, line in enumerate(self.cleaned_data["candidates"].splitlines(), start=1):
            name, _space, yes = line.strip().replace("\u3000", " ").rpartition(" ")
            if not line.strip():
                continue
            if not name or not yes.isdecimal():
                raise forms.ValidationError(
                    _("Line %(n)s: found “%(found)s”, expected a name, a space and a number."),
                    params={"n": number, "found": line.strip()},
                )
            found.append((name.strip(), int(yes)))
        if len({name for name, _yes in found}) != len(found):
            raise forms.ValidationError(_("A name stands there twice."))
        return in_stroke_order(found, name=lambda line: line[0])


class RecordByElection(RecordElection):
    """The same within a term: what for, and how many seats."""

    purpose = forms.ChoiceField(
        label=_("By-election or additional member"),
        choices=[each for each in Election.Purpose.choices if each[0] != Election.Purpose.TERM],
    )
    seats = forms.IntegerField(label=_("Seats to fill"), min_value=1, max_value=99)
    field_order = ("purpose", "seats")


class ApproveByElection(TermForm):
    """The answer to the report of the by-election."""

    symbol = _symbol(_("Number of the approval"))
    approved_on = forms.DateField(
        label=_("Day of the approval"), widget=DayInput(), required=False, help_text=_("Empty: today.")
    )


class RecordFirstSession(TermForm):
    """Secretary and deputies, elected by the committee with as many candidates as seats."""

    held_on = forms.DateField(label=_("Held on"), widget=DayInput())
    present = forms.IntegerField(label=_("Who attended"), min_value=1)
    officers = forms.CharField(
        label=_("Secretary and deputies"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One line each: post, name, yes-votes, as “书记 丁一 3”."),
    )
    report_symbol = forms.CharField(label=_("Number of the report"), max_length=60, required=False)

    def clean_officers(self) -> list[tuple[str, str, int]]:
        """(title, name, yes-votes) of each line."""
        titles = {"书记": Officer.Title.SECRETARY, "副书记": Officer.Title.DEPUTY}
        found: list[tuple[str, str, int]] = []
        for number, line in enumerate(self.cleaned_data["officers"].splitlines(), start=1):
            words = line.replace("\u3000", " ").split()
            if not words:
                continue
            if len(words) != 3 or words[0] not in titles or not words[2].isdecimal():
                raise forms.ValidationError(
                    _("Line %(n)s: found “%(found)s”, expected 书记 or 副书记, a name and a number."),
                    params={"n": number, "found": line.strip()},
                )
            found.append((titles[words[0]], words[1], int(words[2])))
        return found


class TakeOffice(TermForm):
    """For each of the elected the person from the roll, and the post. Names are not typed again.

    `ending`: the posts of the committee before, shown beside it; who is given the same post again keeps it.
    """

    def __init__(self, *args: Any, term: Term, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, term=term, user=user, **kwargs)
        self.waiting = waiting_for_posts(term)
        self.ending = posts_that_end(term, self.waiting)
        people = list(roll_of(term.unit, user)) if self.waiting else []
        self.people = {person.pk: person for person in people}
        officers = officers_of(term)
        held = defaultdict(list)
        for post in self.ending:
            held[post.person.name].append(post)
        for each in self.waiting:
            same = [person for person in people if person.name == each.name]
            choices = [
                ("", _("choose")),
                *((person.pk, f"{person.name}（{person.unit}）") for person in same or people),
            ]
            self.fields[f"person-{each.pk}"] = forms.ChoiceField(
                label=each.name,
                choices=choices,
                initial=same[0].pk if len(same) == 1 else "",
                help_text=_("from the roll"),
            )
            self.fields[f"title-{each.pk}"] = forms.CharField(
                label=_("Post of %(name)s") % {"name": each.name},
                max_length=40,
                initial=suggested_title(term, officers.get(each.name, MEMBER), held[each.name]),
                help_text=_("Whoever goes on in the same seat keeps the post, its title and its kind."),
            )
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        """The verb's argument: who was elected → (person, post)."""
        said = super().clean() or {}
        seats = {
            each: (self.people[int(said[f"person-{each.pk}"])], said[f"title-{each.pk}"])
            for each in self.waiting
            if said.get(f"person-{each.pk}") and said.get(f"title-{each.pk}")
        }
        return {"seats": seats}


class ApproveResult(TermForm):
    """The answer to the report of the result."""

    symbol = _symbol(_("Number of the approval"))
    approved_on = forms.DateField(
        label=_("Day of the approval"), widget=DayInput(), required=False, help_text=_("Empty: today.")
    )


class RequestExtension(TermForm):
    """延期换届."""

    until_on = forms.DateField(label=_("Extension until"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ApproveExtension(TermForm):
    """The answer to the request for an extension."""

    symbol = _symbol(_("Number of the approval"))
