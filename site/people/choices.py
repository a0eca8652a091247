"""Fixed choices about people. The Khmer labels are the seeds' own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    MASTER_MENTOR = "MASTER_MENTOR", _("Master mentor")
    MENTOR = "MENTOR", _("Mentor")
    MENTEE = "MENTEE", _("Mentee")
    COORDINATOR = "COORDINATOR", _("Coordinator")
    SCHOOL_LEADER = "SCHOOL_LEADER", _("School leader")
    CONTENT_ADMIN = "CONTENT_ADMIN", _("Content admin")


class PlaceKind(models.TextChoices):
    COUNTRY = "COUNTRY", _("Country")
    PROVINCE = "PROVINCE", _("Province")
    DISTRICT = "DISTRICT", _("District")
    COMMUNE = "COMMUNE", _("Commune")
    VILLAGE = "VILLAGE", _("Village")
    CLUSTER = "CLUSTER", _("School cluster")
    SCHOOL = "SCHOOL", _("School")


class Honorific(models.TextChoices):
    """How a person is addressed; never translated away, since it is part of the name."""

    TEACHER_MAN = "TEACHER_MAN", "លោកគ្រូ"
    TEACHER_WOMAN = "TEACHER_WOMAN", "អ្នកគ្រូ"
    MR = "MR", "លោក"
    MADAM = "MADAM", "លោកស្រី"
    MRS = "MRS", "អ្នកស្រី"
    MISS = "MISS", "កញ្ញា"
    DIRECTOR_MAN = "DIRECTOR_MAN", "លោកនាយក"
    DIRECTOR_WOMAN = "DIRECTOR_WOMAN", "លោកស្រីនាយិកា"
    MONK = "MONK", "ព្រះតេជគុណ"
    UNKNOWN = "UNKNOWN", "លោកគ្រូ/អ្នកគ្រូ"


class Gender(models.TextChoices):
    FEMALE = "FEMALE", _("Woman")
    MALE = "MALE", _("Man")
    UNSTATED = "UNSTATED", _("Not stated")


class SchoolPhase(models.TextChoices):
    PRESCHOOL = "PRESCHOOL", _("Preschool")
    PRIMARY = "PRIMARY", _("Primary school")
    LOWER_SECONDARY = "LOWER_SECONDARY", _("Lower secondary school")
    UPPER_SECONDARY = "UPPER_SECONDARY", _("Upper secondary school")


class ExpertiseLevel(models.IntegerChoices):
    AWARE = 1, _("Aware")
    PRACTISING = 2, _("Practising")
    CAPABLE = 3, _("Capable")
    SKILLED = 4, _("Skilled")
    EXPERT = 5, _("Expert")


class CommunicationStyle(models.TextChoices):
    DIRECT = "DIRECT", _("Straight to the point")
    GENTLE = "GENTLE", _("Gentle, with time to think")
    WRITTEN = "WRITTEN", _("In writing")
    SPOKEN = "SPOKEN", _("By talking")


class TextSize(models.TextChoices):
    NORMAL = "NORMAL", _("Normal text")
    LARGE = "LARGE", _("Large text")


class Contrast(models.TextChoices):
    NORMAL = "NORMAL", _("Normal contrast")
    HIGH = "HIGH", _("High contrast")
