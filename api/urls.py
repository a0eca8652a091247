"""Addresses of version 1 of the API."""

from django.urls import path, re_path
from django.views.decorators.cache import cache_control
from drf_spectacular.views import SpectacularAPIView

from api.views.answers import AnswersCsv, AnswersJson, AnswersXlsx
from api.views.docs import Docs
from api.views.files import SubmissionFile
from api.views.forms import CurrentForm, FormList, OneFormVersion
from api.views.mentoring import (
    GroupDetail,
    GroupList,
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

# Records about people stay in no cache, also not in that of a phone that several people share.
personal = cache_control(private=True, no_store=True)

urlpatterns = [
    path("", Start.as_view(), name="start"),
    path("me/", personal(Me.as_view()), name="me"),
    path("people/", personal(PersonList.as_view()), name="people"),
    path("people/<int:pk>/", personal(PersonDetail.as_view()), name="person"),
    path("places/", personal(PlaceList.as_view()), name="places"),
    path("relationships/", personal(RelationshipList.as_view()), name="relationships"),
    path("relationships/<uuid:pk>/", personal(RelationshipDetail.as_view()), name="relationship"),
    path("groups/", personal(GroupList.as_view()), name="groups"),
    path("groups/<uuid:pk>/", personal(GroupDetail.as_view()), name="group"),
    path("sessions/", personal(SessionList.as_view()), name="sessions"),
    path("sessions/<uuid:pk>/", personal(SessionDetail.as_view()), name="session"),
    path("forms/", FormList.as_view(), name="forms"),
    path("forms/<slug:code>/", CurrentForm.as_view(), name="form"),
    path("forms/<slug:code>/versions/<int:number>/", OneFormVersion.as_view(), name="form_version"),
    path("forms/<slug:code>/answers.csv", personal(AnswersCsv.as_view()), name="answers_csv"),
    path("forms/<slug:code>/answers.xlsx", personal(AnswersXlsx.as_view()), name="answers_xlsx"),
    path("forms/<slug:code>/answers.json", personal(AnswersJson.as_view()), name="answers_json"),
    path("submissions/", personal(SubmissionList.as_view()), name="submissions"),
    path("submissions/<uuid:id>/", personal(SubmissionDetail.as_view()), name="submission"),
    path(
        "submissions/<uuid:id>/files/<uuid:file_id>/",
        personal(SubmissionFile.as_view()),
        name="submission_file",
    ),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    # Also what no converter takes, such as a line break.
    re_path(r"^[\s\S]+$", Missing.as_view()),
]
