"""Addresses of the field app, below /m/."""

from django.urls import path

from mentoring_pages.views.field import (
    calibration,
    feedback,
    files,
    growth,
    letter,
    notices,
    observe,
    outbox,
    readings,
    school,
    sessions,
    today,
    visits,
    worker,
)

app_name = "field"
urlpatterns = [
    path("", today.today, name="today"),
    path("visits/", visits.visits, name="visits"),
    path("relationships/<uuid:relationship_id>/accept/", today.accept, name="accept"),
    path("sessions/<uuid:session_id>/", sessions.session, name="session"),
    path("sessions/<uuid:session_id>/observe/", observe.observe, name="observe"),
    path("sessions/<uuid:session_id>/correct/", observe.correct, name="correct"),
    path("sessions/<uuid:session_id>/result/", observe.result, name="result"),
    path("sessions/<uuid:session_id>/feedback/", feedback.feedback, name="feedback"),
    path("sessions/<uuid:session_id>/feedback/preview/", feedback.preview, name="preview"),
    path("sessions/<uuid:session_id>/reflect/", letter.reflect, name="reflect"),
    path("sessions/<uuid:session_id>/letter/", letter.letter, name="letter"),
    path("sessions/<uuid:session_id>/move/", sessions.move, name="move"),
    path("sessions/<uuid:session_id>/<slug:step>/", sessions.change, name="change"),
    path("files/<uuid:file_id>/", files.file, name="file"),
    path("items/<int:item_id>/done/", letter.finish_item, name="finish_item"),
    path("calibration/", calibration.lessons, name="calibration"),
    path("calibration/<uuid:lesson_id>/", calibration.code, name="code_lesson"),
    path("calibration/<uuid:lesson_id>/expert/", calibration.expert_codes, name="expert_codes"),
    path("calibration/<uuid:lesson_id>/result/", calibration.result, name="calibration_result"),
    path("growth/", growth.growth, name="growth"),
    path("growth/readings/", readings.readings, name="readings"),
    path("people/<int:person_id>/", growth.person, name="person"),
    path("goals/<int:goal_id>/reached/", growth.goal_reached, name="goal_reached"),
    path("notices/", notices.notices, name="notices"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("school/", school.school, name="school"),
    path("who/", worker.who, name="who"),
    path("sw.js", worker.service_worker, name="service_worker"),
    path("manifest.webmanifest", worker.manifest, name="manifest"),
]
