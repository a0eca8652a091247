"""Examples of the one operation that writes, for the OpenAPI document and its page."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

SUBMISSION_ID = "0d6b1c9e-3f5a-4a77-9b0e-6c2f8a41d310"
SESSION_ID = "8b7a2f54-91c3-4d0e-8a6f-2e51c07d9b44"

ANSWERS: dict[str, Any] = {
    "lesson_plan": {"level": 3, "evidence": "គ្រូបានបង្ហាញផែនការបង្រៀន និងឧបករណ៍។"},
    "group_work": {"na": True, "evidence": "មិនមានការងារក្រុមក្នុងម៉ោងនេះទេ។"},
    "students_present": 32,
    "observed_on": "2026-11-21",
}

SENT_BODY: dict[str, Any] = {
    "form": "classroom_observation",
    "version": 2,
    "language": "km",
    "purpose": "OBSERVATION",
    "session": SESSION_ID,
    "answers": ANSWERS,
    "started_at": "2026-11-21T08:00:00+07:00",
    "finished_at": "2026-11-21T08:45:00+07:00",
}
POINTS = {"points": "3", "out_of": "4", "answered": 1, "asked": 2}
STORED_BODY: dict[str, Any] = {
    "id": SUBMISSION_ID,
    "form": "classroom_observation",
    "version": 2,
    "language": "km",
    "purpose": "OBSERVATION",
    "session": SESSION_ID,
    "submitted_by": 7,
    "revision": 1,
    "score": POINTS,
    "started_at": "2026-11-21T08:00:00+07:00",
    "finished_at": "2026-11-21T08:45:00+07:00",
    "received_at": "2026-11-21T11:02:17.480112+07:00",
    "answers": ANSWERS,
    "scores": {"form": POINTS, "domains": {}, "criteria": {}},
}

SENT = OpenApiExample("Observation of a lesson", SENT_BODY, request_only=True)
SENT_ABOUT_ONESELF = OpenApiExample(
    "Self-assessment after one's own lesson",
    {
        "form": "self_assessment",
        "version": 1,
        "language": "km",
        "purpose": "SELF_ASSESSMENT",
        "session": SESSION_ID,
        "answers": {"group_work": {"level": 2, "evidence": "ខ្ញុំចង់ឱ្យសិស្សពិភាក្សាច្រើនជាងមុន។"}},
    },
    request_only=True,
)
STORED = OpenApiExample(
    "Stored", STORED_BODY, response_only=True, status_codes=["201"], media_type="application/json"
)
CONFLICT = OpenApiExample(
    "Other answers under the same id",
    {
        "type": "urn:problem:conflict",
        "title": "មានចម្លើយផ្សេងរក្សាទុកក្រោមលេខសម្គាល់នេះរួចហើយ",
        "status": 409,
        "detail": "សូមប្រៀបធៀបចម្លើយទាំងពីរ រួចផ្ញើម្តងទៀតដោយបញ្ជាក់ base_revision។",
        "current_revision": 1,
    },
    response_only=True,
    status_codes=["409"],
    media_type="application/problem+json",
)
ANSWERS_INVALID = OpenApiExample(
    "An answer is missing",
    {
        "type": "urn:problem:answers-invalid",
        "title": "ចម្លើយខ្លះត្រូវពិនិត្យឡើងវិញ",
        "status": 422,
        "detail": "សូមពិនិត្យសំណួរដែលបានរាយនៅទីនេះ កែចម្លើយ រួចផ្ញើម្តងទៀត។",
        "errors": {"lesson_plan": ["សូមឆ្លើយសំណួរនេះ។"]},
    },
    response_only=True,
    status_codes=["422"],
    media_type="application/problem+json",
)
