"""Every address of the product. A room's addresses stand in the room's own urls.py."""

from django.urls import include, path

urlpatterns = [
    path("", include("duban.asks.urls")),
    path("channels/", include("duban.asks.channels.urls")),
    path("reminders/", include("duban.asks.reminders.urls")),
    path("background/", include("duban.asks.background.urls")),
    path("burden/", include("duban.asks.burden.urls")),
    path("", include("duban.ui.urls")),
    path("orgs/", include("duban.orgs.urls")),
    path("packs/", include("duban.packs.urls")),
    path("documents/", include("duban.documents.urls")),
    path("records/", include("duban.ledgers.urls")),
    path("exchange/", include("duban.documents.exchange.urls")),
    path("library/", include("duban.documents.library.urls")),
    path("papers/", include("duban.documents.official.urls")),
    path("terms/", include("duban.ledgers.terms.urls")),
    path("cadres/", include("duban.ledgers.cadres.urls")),
    path("dues/", include("duban.ledgers.dues.urls")),
    path("weak/", include("duban.ledgers.weak.urls")),
    path("admission/", include("duban.ledgers.admission.urls")),
    path("duties/", include("duban.duties.urls")),
    path("issues/", include("duban.duties.issues.urls")),
    path("supervision/", include("duban.duties.supervision.urls")),
    path("assessment/", include("duban.assessment.urls")),
]

handler400 = "duban.ui.error_pages.bad_request"
handler403 = "duban.ui.error_pages.not_allowed"
handler404 = "duban.ui.error_pages.not_found"
handler500 = "duban.ui.error_pages.server_error"
