"""Addresses of this room."""

from django.urls import path

from duban.orgs.views import accounts, grants, organisation, people, session, trail

urlpatterns = [
    path("log-in/", session.log_in, name="log_in"),
    path("log-out/", session.log_out, name="log_out"),
    path("change-password/", session.change_password, name="change_password"),
    path("units/", organisation.unit_list, name="unit_list"),
    path("units/<int:pk>/", organisation.unit, name="unit"),
    path("units/<int:pk>/about/", organisation.unit_about, name="unit_about"),
    path("people/", organisation.person_list, name="person_list"),
    path("people/<int:pk>/", organisation.person, name="person"),
    path("people/<int:pk>/appoint/", organisation.appoint, name="appoint"),
    path("people/<int:pk>/end-post/", organisation.end_post, name="end_post"),
    path("people/<int:pk>/change-person/", people.change_person, name="change_person"),
    path("people/<int:pk>/correct-spelling/", people.correct_spelling, name="correct_spelling"),
    path("people/<int:pk>/change-membership/", people.change_membership, name="change_membership"),
    path("people/<int:pk>/transfer-membership/", people.transfer_membership, name="transfer_membership"),
    path("people/<int:pk>/leave/", people.leave, name="leave"),
    path("people/<int:pk>/re-enter/", people.re_enter, name="re_enter"),
    path("people/<int:pk>/show-sealed/", people.show_sealed, name="show_sealed"),
    path("people/<int:pk>/answer-correction/", people.answer_correction, name="answer_correction"),
    path("units/<int:pk>/new-person/", people.new_person, name="new_person"),
    path("units/<int:pk>/add-person/", people.add_person, name="add_person"),
    path("units/<int:pk>/posts/", people.unit_posts, name="unit_posts"),
    path("me/", people.my_information, name="my_information"),
    path("accounts/", accounts.account_list, name="account_list"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/open-account/", accounts.open_account, name="open_account"),
    path("accounts/<int:pk>/issue-first-password/", accounts.issue_first_password, name="issue_first_password"),
    path("accounts/<int:pk>/close-account/", accounts.close_account, name="close_account"),
    path("accounts/<int:pk>/reopen-account/", accounts.reopen_account, name="reopen_account"),
    path("accounts/<int:pk>/unlock-account/", accounts.unlock_account, name="unlock_account"),
    path("grants/", grants.grant_list, name="grant_list"),
    path("grants/<int:pk>/", grants.person_grants, name="person_grants"),
    path("grants/<int:pk>/grant-role/", grants.grant_role, name="grant_role"),
    path("grants/<int:pk>/revoke-role/", grants.revoke_role, name="revoke_role"),
    path("trail/", trail.entry_list, name="entry_list"),
]
