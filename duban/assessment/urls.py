"""Addresses of this room."""

from django.urls import path

from duban.assessment import views

urlpatterns = [
    path("my-standing/", views.my_standing, name="my_standing"),
    path("standings/<int:pk>/", views.standing, name="standing"),
    path("standings/<int:pk>/indicators/<str:code>/", views.standing_indicator, name="standing_indicator"),
    path("units/<int:pk>/chip/", views.standing_chip, name="standing_chip"),
    path("periods/", views.period_list, name="period_list"),
    path("periods/<int:pk>/matrix/", views.matrix, name="matrix"),
    path("schemes/", views.scheme_list, name="scheme_list"),
    path("schemes/<int:pk>/", views.scheme, name="scheme"),
]
