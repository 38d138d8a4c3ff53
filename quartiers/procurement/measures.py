"""What responsible procurement costs."""

from quartiers.procurement import decp_measures

MEASURES = [*decp_measures.MEASURES]
