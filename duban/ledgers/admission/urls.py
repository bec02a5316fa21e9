"""Addresses of this wing."""

from django.urls import path

from duban.ledgers.admission import views

urlpatterns = [
    path("", views.admission_list, name="admission_list"),
    path("export/", views.export_admissions, name="export_admissions"),
    path("counts/", views.admission_counts, name="admission_counts"),
    path("units/<int:pk>/", views.unit_admissions, name="unit_admissions"),
    path("units/<int:pk>/open-admission/", views.open_admission, name="open_admission"),
    path("<int:pk>/", views.admission, name="admission"),
    path("<int:pk>/sheet/", views.admission_sheet, name="admission_sheet"),
    path("<int:pk>/record-step/", views.record_step, name="record_step"),
    path("<int:pk>/record-decision/", views.record_decision, name="record_decision"),
    path("<int:pk>/strike-step/", views.strike_step, name="strike_step"),
    path("<int:pk>/end-admission/", views.end_admission, name="end_admission"),
    path("<int:pk>/resume-admission/", views.resume_admission, name="resume_admission"),
]
