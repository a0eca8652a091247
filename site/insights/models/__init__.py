from insights.models.rollup import CriterionRollup

__all__ = ["CriterionRollup"]
