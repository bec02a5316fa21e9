"""The names of a ballot stand by strokes, however they were typed (选举工作条例)."""

from duban.ledgers.terms.forms import RecordElection


def test_candidates_are_put_in_order_of_strokes_with_their_votes():
    form = RecordElection({"candidates": "张一 9\n李二 8\n丁三 7\n欧阳四 6\n王五 5\n马六 4"})
    form.is_valid()

    assert form.cleaned_data["candidates"] == [
        ("丁三", 7),
        ("马六", 4),
        ("王五", 5),
        ("李二", 8),
        ("张一", 9),
        ("欧阳四", 6),
    ]
