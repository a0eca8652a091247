"""What has happened to people and their roles. Sent inside the transaction that did it."""

from django.dispatch import Signal

account_created = Signal()  # user, by, at
account_updated = Signal()  # user, changed (field names), by, at
account_deactivated = Signal()  # user, by, at
account_reactivated = Signal()  # user, by, at
password_reset = Signal()  # user, by, at
role_assigned = Signal()  # assignment, by, at
role_ended = Signal()  # assignment, by, at
preferences_saved = Signal()  # user, changed (field names)
places_loaded = Signal()  # counts
schools_imported = Signal()  # report, by, at
