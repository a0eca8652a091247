"""What has happened. Each is sent inside the transaction of the action that did it.

Every signal carries `by` (who did it) and `at` (when), besides what is named here.
`mentoring.reactions` has a row for each.
"""

from django.dispatch import Signal

# relationship
relationship_proposed = Signal()
relationship_started = Signal()
relationship_paused = Signal()
relationship_resumed = Signal()
relationship_completed = Signal()
relationship_ended = Signal()
relationship_dates_changed = Signal()

# group; membership
group_started = Signal()
group_closed = Signal()
member_joined = Signal()
membership_ended = Signal()

# group_lesson / group: a reference lesson set for a training, and taken back
lesson_set = Signal()
lesson_unset = Signal()

# session; session_rescheduled has the new session, and the old one as `previous`
session_scheduled = Signal()
session_rescheduled = Signal()
session_cancelled = Signal()
session_missed = Signal()
session_started = Signal()
session_completed = Signal()
attendance_recorded = Signal()
steps_agreed = Signal()

# observation; observation_corrected also has `previous_scores`, the scores before the correction.
# Those of a master mentor beside the mentor have signals of their own: nothing counts them.
observation_submitted = Signal()
observation_corrected = Signal()
co_observation_submitted = Signal()
co_observation_corrected = Signal()

# filling: the forms that people fill about themselves
filling_submitted = Signal()
filling_corrected = Signal()

# reflection / feedback / item / items / goal
reflection_written = Signal()
feedback_saved = Signal()
feedback_released = Signal()
feedback_acknowledged = Signal()
action_item_finished = Signal()
action_items_carried_over = Signal()
goal_added = Signal()
goal_reached = Signal()

# share: of the ratings of a session, for the training of mentors; sharing_withdrawn has the session
shared_for_training = Signal()
sharing_withdrawn = Signal()
