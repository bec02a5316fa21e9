"""Addresses of this wing."""

from django.urls import path

from duban.documents.exchange import views

urlpatterns = [
    path("", views.exchange_list, name="exchange_list"),
    path("send/", views.hold_workbook, name="hold_workbook"),
    path("template/<slug:code>/", views.exchange_template, name="exchange_template"),
    path("rows/<slug:code>/", views.exchange_rows, name="exchange_rows"),
    path("pack/<int:pk>/", views.exchange_pack, name="exchange_pack"),
    path("batches/<int:pk>/", views.batch, name="batch"),
    path("batches/<int:pk>/compare/", views.compare_batch, name="compare_batch"),
    path("batches/<int:pk>/progress/", views.batch_progress, name="batch_progress"),
    path("batches/<int:pk>/decide/", views.decide, name="decide"),
    path("batches/<int:pk>/bring-in/", views.bring_in, name="bring_in"),
    path("batches/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("batches/<int:pk>/verdicts/", views.batch_verdicts, name="batch_verdicts"),
]
