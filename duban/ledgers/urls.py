"""Addresses of this room."""

import datetime

from django.urls import path, register_converter

from duban.ledgers.views import life, records


class Day:
    """A day in an address: 2026-11-23."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> datetime.date:
        """The day; what is none finds no page."""
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date) -> str:
        """The day as it stands in the address."""
        return value.isoformat()


register_converter(Day, "day")

urlpatterns = [
    path("", records.record_list, name="record_list"),
    path("new/", records.new_record, name="new_record"),
    path("units/<int:pk>/enter-record/<slug:kind>/", records.enter_record, name="enter_record"),
    path("units/<int:pk>/counting/<slug:kind>/", records.record_counting, name="record_counting"),
    path("life/", life.life_list, name="life_list"),
    path("life/<int:pk>/", life.unit_life, name="unit_life"),
    path("life/<int:pk>/<str:rule>/<day:day>/", life.life_cell, name="life_cell"),
    path("calendar/<int:pk>/", life.record_calendar, name="record_calendar"),
    path("<int:pk>/", records.record, name="record"),
    path("<int:pk>/correction/", records.correction, name="correction"),
    path("<int:pk>/correct-record/", records.correct_record, name="correct_record"),
    path("<int:pk>/withdraw-record/", records.withdraw_record, name="withdraw_record"),
    path("<int:pk>/attach-file/", records.attach_file, name="attach_file"),
]
