"""Addresses of version 1 of the API."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView

from api.views.docs import Docs
from api.views.forms import CurrentForm, FormList, OneFormVersion
from api.views.mentoring import (
    RelationshipDetail,
    RelationshipList,
    SessionDetail,
    SessionList,
)
from api.views.missing import Missing
from api.views.people import Me, PersonDetail, PersonList, PlaceList
from api.views.start import Start
from api.views.submissions import SubmissionDetail, SubmissionList

app_name = "api"

urlpatterns = [
    path("", Start.as_view(), name="start"),
    path("me/", Me.as_view(), name="me"),
    path("people/", PersonList.as_view(), name="people"),
    path("people/<int:pk>/", PersonDetail.as_view(), name="person"),
    path("places/", PlaceList.as_view(), name="places"),
    path("relationships/", RelationshipList.as_view(), name="relationships"),
    path("relationships/<uuid:pk>/", RelationshipDetail.as_view(), name="relationship"),
    path("sessions/", SessionList.as_view(), name="sessions"),
    path("sessions/<uuid:pk>/", SessionDetail.as_view(), name="session"),
    path("forms/", FormList.as_view(), name="forms"),
    path("forms/<slug:code>/", CurrentForm.as_view(), name="form"),
    path("forms/<slug:code>/versions/<int:number>/", OneFormVersion.as_view(), name="form_version"),
    path("submissions/", SubmissionList.as_view(), name="submissions"),
    path("submissions/<uuid:id>/", SubmissionDetail.as_view(), name="submission"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    # Also what no converter takes, such as a line break.
    re_path(r"^[\s\S]+$", Missing.as_view()),
]
