"""Addresses of this wing."""

from django.urls import path

from duban.ledgers.weak import views

urlpatterns = [
    path("", views.weak_list, name="weak_list"),
    path("<int:pk>/", views.weak_entry, name="weak_entry"),
    path("<int:pk>/set-plan/", views.set_plan, name="set_plan"),
    path("<int:pk>/lift-weak/", views.lift_weak, name="lift_weak"),
    path("units/<int:pk>/enter-weak/", views.enter_weak, name="enter_weak"),
]
