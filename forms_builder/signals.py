"""What happened to forms and their answers. Sent synchronously, inside the transaction."""

from django.dispatch import Signal

# A structure went live for the first time or again. Arguments: version, created (bool).
version_published = Signal()

# No version of the form is offered any more. Arguments: form_key.
form_unpublished = Signal()

# New content was stored. Arguments: submission, created (False for a correction),
# previous (the SubmissionRevision that a correction replaced, else None).
# A repeated sending of the same content sends nothing.
submission_accepted = Signal()

# Answers leave as a file. Arguments: submissions (the query set of all that are in it), by, at.
answers_exported = Signal()
