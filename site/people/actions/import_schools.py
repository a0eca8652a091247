"""Bringing in schools and their clusters from a spreadsheet, row by row."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import BinaryIO

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khmer.digits import written
from khmer.fold import fold
from people import phones
from people.choices import PlaceKind
from people.models import Place, School, User
from people.rules import can_work_in, check_import_schools
from people.school_table import SchoolRow, phase_of, school_rows
from people.signals import schools_imported
from people.spreadsheets import read_table

CREATED, UPDATED, UNCHANGED, REFUSED = "CREATED", "UPDATED", "UNCHANGED", "REFUSED"


@dataclass(frozen=True)
class RowResult:
    """What became of a row. `row` is its number in the spreadsheet."""

    row: int
    code: str
    name: str
    status: str
    message: str = ""


@dataclass
class ImportReport:
    rows: list[RowResult] = field(default_factory=list)

    @property
    def counts(self) -> Counter:
        return Counter(result.status for result in self.rows)


@transaction.atomic
def import_schools(
    *,
    by: User,
    at: datetime.datetime,
    file: BinaryIO | None = None,
    rows: list[SchoolRow] | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Create and update schools by their EMIS code; good rows go in though others are refused.

    Schools that are not in the file stay as they are. With `dry_run` the report is the same and
    nothing is kept. Raises PermissionDenied, and ValidationError where the file as a whole
    cannot be used.
    """
    check_import_schools(by)
    if rows is None:
        if file is None:
            raise TypeError("import_schools takes a file or rows")
        rows = school_rows(read_table(file))
    report = ImportReport()
    work = _Import(by)
    for row in rows:
        try:
            with transaction.atomic():
                status, message = work.take(row), ""
        except (ValidationError, PermissionDenied) as error:
            work.forget()
            status = REFUSED
            message = " ".join(getattr(error, "messages", None) or [str(error)])
        report.rows.append(RowResult(row.number, row.code, row.name_km, status, message))
    if dry_run:
        transaction.set_rollback(True)
        return report
    log(by, "people.import_schools", user=by, timestamp=at, data=dict(report.counts))
    schools_imported.send(School, report=report, by=by, at=at)
    return report


class _Import:
    """One import: what was read once is kept until the tree moves."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.row_of_code: dict[str, int] = {}
        self.places: dict[tuple[str, str], Place | None] = {}

    def forget(self) -> None:
        """Read places anew, after a row that was taken back or has moved a school."""
        self.places.clear()

    def place(self, kind: str, code: str) -> Place | None:
        key = (kind, code)
        if self.places.get(key) is None:
            self.places[key] = Place.objects.filter(kind=kind, code=code).first()
        return self.places[key]

    def take(self, row: SchoolRow) -> str:
        """Bring in one row; return its status. Raises ValidationError with what to do."""
        phase, phone = self.check(row)
        parent = self.parent(row)
        values = {"name_km": row.name_km, "name_en": row.name_en}
        details = {"phase": phase, "phone": phone, "commune_code": row.commune_code}
        place = Place.objects.filter(kind=PlaceKind.SCHOOL, code=row.code).first()
        if place is None:
            place = parent.add_child(kind=PlaceKind.SCHOOL, code=row.code, **values)
            School.objects.create(place=place, **details)
            return CREATED
        if not can_work_in(self.by, place):
            raise ValidationError(
                _(
                    "A school outside your places has this EMIS code. Check the code, or ask the "
                    "coordinator there."
                )
            )
        return self.update(place, parent, values, details)

    def check(self, row: SchoolRow) -> tuple[str, str]:
        if not row.code or not row.name_km:
            raise ValidationError(_("EMIS code and Khmer name are needed. Fill in both."))
        if len(row.code) > 32 or len(row.name_km) > 255 or len(row.name_en) > 255:
            raise ValidationError(_("A code or name is too long. Shorten it."))
        if first := self.row_of_code.get(row.code):
            raise ValidationError(
                _("Row %(row)s has the same EMIS code. Leave only one of the two.")
                % {"row": written(first)}
            )
        self.row_of_code[row.code] = row.number
        phase = phase_of(row.phase)
        if phase is None:
            raise ValidationError(
                _(
                    "The phase “%(phase)s” is not known. Write preschool, primary, lower secondary "
                    "or upper secondary."
                )
                % {"phase": row.phase}
            )
        try:
            phone = phones.normalise(row.phone) if row.phone else ""
        except ValueError as error:
            raise ValidationError(
                _("“%(phone)s” is not a Cambodian phone number. Correct it or leave it empty.")
                % {"phone": row.phone}
            ) from error
        return phase, phone

    def parent(self, row: SchoolRow) -> Place:
        """The cluster, made where it is new, or the district without one."""
        district = self.district(row)
        if not row.cluster_code and not row.cluster_name:
            return self.own(district)
        cluster = self.cluster(row, district)
        if cluster is not None:
            return self.own(cluster)
        if not row.cluster_code:
            raise ValidationError(
                _(
                    "The district has no cluster “%(name)s” yet. Add the cluster's code, so that "
                    "it can be made."
                )
                % {"name": row.cluster_name}
            )
        cluster = self.own(district).add_child(
            kind=PlaceKind.CLUSTER,
            code=row.cluster_code[:32],
            name_km=row.cluster_name or row.cluster_code,
        )
        self.places[(PlaceKind.CLUSTER, cluster.code)] = cluster
        return cluster

    def district(self, row: SchoolRow) -> Place:
        if row.commune_code:
            commune = self.place(PlaceKind.COMMUNE, row.commune_code)
            if commune is None:
                raise ValidationError(
                    _("No commune has the code %(code)s. Check it against the list of places.")
                    % {"code": row.commune_code}
                )
            district: Place = commune.get_parent()
            if row.district_code and row.district_code != district.code:
                raise ValidationError(
                    _("The commune is not in district %(code)s. Correct one of the two codes.")
                    % {"code": row.district_code}
                )
            return self.place(PlaceKind.DISTRICT, district.code) or district
        named = self.place(PlaceKind.DISTRICT, row.district_code)
        if named is None:
            raise ValidationError(
                _("No district has the code %(code)s. Check it against the list of places.")
                % {"code": row.district_code or "–"}
            )
        return named

    def cluster(self, row: SchoolRow, district: Place) -> Place | None:
        if row.cluster_code:
            cluster = self.place(PlaceKind.CLUSTER, row.cluster_code)
            if cluster is not None and not cluster.path.startswith(district.path):
                raise ValidationError(
                    _(
                        "Cluster %(code)s is in another district. Correct the cluster's code or "
                        "the commune's."
                    )
                    % {"code": row.cluster_code}
                )
            return cluster
        wanted = fold(row.cluster_name)
        for cluster in district.get_children().filter(kind=PlaceKind.CLUSTER):
            if fold(cluster.name_km) == wanted or fold(cluster.name_en) == wanted:
                return cluster
        return None

    def own(self, place: Place) -> Place:
        if not can_work_in(self.by, place):
            raise ValidationError(
                _(
                    "This row is outside the places you coordinate. Leave it to the coordinator "
                    "there, or correct its codes."
                )
            )
        return place

    def update(self, place: Place, parent: Place, values: dict, details: dict) -> str:
        school = School.objects.filter(place=place).first() or School(place=place)
        changed = school._state.adding
        for target, wanted in ((place, values), (school, details)):
            for name, value in wanted.items():
                changed = changed or getattr(target, name) != value
                setattr(target, name, value)
        moved = place.path[: -Place.steplen] != parent.path
        if not changed and not moved:
            return UNCHANGED
        place.save()
        school.save()
        if moved:
            place.move(parent, "last-child")
            self.forget()
        return UPDATED
