"""Addresses of this wing."""

from django.urls import path

from duban.ledgers.dues import views

urlpatterns = [
    path("", views.dues_list, name="dues_list"),
    path("mine/", views.my_dues, name="my_dues"),
    path("reckon-dues/", views.reckon_dues, name="reckon_dues"),
    path("units/<int:pk>/", views.unit_dues, name="unit_dues"),
    path("units/<int:pk>/export/", views.export_dues, name="export_dues"),
    path("units/<int:pk>/record-dues/", views.record_dues, name="record_dues"),
    path("units/<int:pk>/amounts/", views.unit_due_list, name="unit_due_list"),
    path("units/<int:pk>/fix-dues/", views.fix_dues, name="fix_dues"),
    path("units/<int:pk>/carry-over-dues/", views.carry_over_dues, name="carry_over_dues"),
    path("units/<int:pk>/transfer-dues/", views.transfer_dues, name="transfer_dues"),
    path("units/<int:pk>/strike-transfer/", views.strike_transfer, name="strike_transfer"),
    path("units/<int:pk>/notice/", views.dues_notice, name="dues_notice"),
    path("units/<int:pk>/publish-dues-notice/", views.publish_dues_notice, name="publish_dues_notice"),
    path("people/<int:pk>/", views.member_dues, name="member_dues"),
    path("people/<int:pk>/reduce-due/", views.reduce_due, name="reduce_due"),
    path("people/<int:pk>/record-voluntary/", views.record_voluntary, name="record_voluntary"),
    path("people/<int:pk>/strike-voluntary/", views.strike_voluntary, name="strike_voluntary"),
    path("people/<int:pk>/strike-reduction/", views.strike_reduction, name="strike_reduction"),
    path("people/<int:pk>/end-reduction/", views.end_reduction, name="end_reduction"),
]
