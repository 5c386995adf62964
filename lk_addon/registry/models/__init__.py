from lk_addon.registry.models.member import Member, MemberHead, MemberQuerySet

__all__ = ["Member", "MemberHead", "MemberQuerySet"]
