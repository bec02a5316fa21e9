"""Accounts."""

import pytest

from duban.orgs.models import User


@pytest.mark.django_db
def test_an_account_is_named_by_its_person_and_keeps_its_password_as_argon2():
    user = User.objects.create_user("wang", password="correct-horse", name="王建国")

    assert (str(user), user.get_full_name(), user.password.split("$")[0]) == ("王建国", "王建国", "argon2")
    assert user.check_password("correct-horse")


def test_an_account_without_a_name_is_named_by_its_login():
    assert str(User(username="wang")) == "wang"
