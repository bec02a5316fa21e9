"""Addresses of this wing."""

from django.urls import path

from duban.documents.official import views

urlpatterns = [
    path("", views.paper_list, name="paper_list"),
    path("new/", views.new_paper, name="new_paper"),
    path("about/<str:code>/<int:pk>/", views.start_paper, name="start_paper"),
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/preview-paper/", views.preview_paper, name="preview_paper"),
    path("<int:pk>/change-paper/", views.change_paper, name="change_paper"),
    path("<int:pk>/take-back-document/", views.take_back_document, name="take_back_document"),
    path("<int:pk>/void-document/", views.void_document, name="void_document"),
    path("<int:pk>/word/", views.download_paper, name="download_paper"),
    path("<int:pk>/pdf/", views.download_paper_pdf, name="download_paper_pdf"),
    path("steps/<int:pk>/approve-step/", views.approve_step, name="approve_step"),
    path("steps/<int:pk>/return-step/", views.return_step, name="return_step"),
    path("offices/<int:pk>/", views.office, name="office"),
    path("offices/<int:pk>/register/", views.register, name="register"),
    path("offices/<int:pk>/set-profile/", views.set_profile, name="set_profile"),
    path("offices/<int:pk>/set-chain/", views.set_chain, name="set_chain"),
    path("offices/<int:pk>/note-outside-numbers/", views.note_outside_numbers, name="note_outside_numbers"),
    path("offices/<int:pk>/add-office-template/", views.add_office_template, name="add_office_template"),
    path("templates/<int:pk>/retire/", views.retire_office_template, name="retire_office_template"),
    path("templates/<int:pk>/file/", views.download_office_template, name="download_office_template"),
]
