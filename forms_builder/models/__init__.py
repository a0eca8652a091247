from forms_builder.models.attachment import Attachment
from forms_builder.models.calibration import CalibrationCoding, CalibrationLesson
from forms_builder.models.choice_list import ChoiceList, ChoiceListContent
from forms_builder.models.domain import Domain
from forms_builder.models.form import ObservationForm
from forms_builder.models.form_version import FormVersion, FormVersionText
from forms_builder.models.identity import Form
from forms_builder.models.library import LibraryPart
from forms_builder.models.scale import Scale
from forms_builder.models.submission import RefusedSubmission, Submission, SubmissionRevision

__all__ = [
    "Attachment",
    "CalibrationCoding",
    "CalibrationLesson",
    "ChoiceList",
    "ChoiceListContent",
    "Domain",
    "Form",
    "FormVersion",
    "FormVersionText",
    "LibraryPart",
    "ObservationForm",
    "RefusedSubmission",
    "Scale",
    "Submission",
    "SubmissionRevision",
]
