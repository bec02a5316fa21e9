"""Addresses of this room."""

from django.urls import path

from duban.ledgers.views import records

urlpatterns = [
    path("", records.record_list, name="record_list"),
    path("new/", records.new_record, name="new_record"),
    path("units/<int:pk>/enter-record/<slug:kind>/", records.enter_record, name="enter_record"),
    path("units/<int:pk>/counting/<slug:kind>/", records.record_counting, name="record_counting"),
    path("<int:pk>/", records.record, name="record"),
    path("<int:pk>/correction/", records.correction, name="correction"),
    path("<int:pk>/correct-record/", records.correct_record, name="correct_record"),
    path("<int:pk>/withdraw-record/", records.withdraw_record, name="withdraw_record"),
    path("<int:pk>/attach-file/", records.attach_file, name="attach_file"),
]
