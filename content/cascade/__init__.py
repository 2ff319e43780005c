"""Passing learning on inside an agency: what equips a lead to run seven minutes with a team, and
what the lead tells of it afterwards. Pure."""

from content.cascade.confirmation import Confirmation, Method, filled_from, read_confirmation
from content.cascade.pack import PresenterPack, Step, TalkingPoint, presenter_pack
from content.cascade.parts import Coverage, Part, standing, standing_beside, summed
from content.cascade.printed import pack_pdf

__all__ = [
    "Confirmation",
    "Coverage",
    "Method",
    "Part",
    "PresenterPack",
    "Step",
    "TalkingPoint",
    "filled_from",
    "pack_pdf",
    "presenter_pack",
    "read_confirmation",
    "standing",
    "standing_beside",
    "summed",
]
