"""What the journal calls acts on links to drafts."""

from cms.audit.actions import describe

describe(draft_link={"given": "ссылка на черновик выдана", "revoked": "ссылка на черновик отозвана"})
