"""Responsible procurement for machines: the same answers as the pages."""

from ninja import Router

router = Router(tags=["achats"])

__all__ = ["router"]
