from insights.models.person import CriterionPerson
from insights.models.rollup import CriterionRollup

__all__ = ["CriterionPerson", "CriterionRollup"]
