"""«Перерывы в работе» of the cabinet: which were, and certificates of them for a member that missed a term."""
